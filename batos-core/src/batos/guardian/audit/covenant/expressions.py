"""What an expression's value has to do with the receiver, kind by kind."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from batos.guardian.audit.covenant.abstract_values import (
    BUILTIN,
    FREE,
    NUMBER,
    TYPE,
    AbstractValue,
    State,
    join_all,
)
from batos.guardian.audit.covenant.calls import CallEffects
from batos.guardian.dialect import FACADES, OFFERED, PLAIN_TYPES

__all__ = ["Expressions", "merge"]


class Expressions(CallEffects):
    """Evaluates expressions abstractly; statements build on it."""

    def __init__(self, bound: frozenset[str]) -> None:
        super().__init__(bound)
        self._table: dict[type[ast.expr], Callable[[Any, State], AbstractValue]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.Call: self._call,
            ast.Lambda: self._function,
            ast.NamedExpr: self._named,
            ast.IfExp: self._if,
            ast.BoolOp: self._bool,
            ast.BinOp: self._binary,
            ast.UnaryOp: self._unary,
            ast.Compare: self._scalar_of_children,
            ast.JoinedStr: self._scalar_of_children,
            ast.FormattedValue: self._scalar_of_children,
            ast.Starred: self._starred,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.GeneratorExp: self._generator,
        }

    def eval(self, node: ast.expr, state: State) -> AbstractValue:
        """Return what an expression's value is, and record in the state what it changes."""
        method = self._table.get(type(node))
        if method is not None:
            return method(node, state)
        held = join_all([self.eval(child, state) for child in _operands(node)]).held()
        return replace(held, collection=True)

    # -- leaves --------------------------------------------------------------------------------

    def _constant(self, _node: ast.Constant, _state: State) -> AbstractValue:
        return NUMBER

    def _name(self, node: ast.Name, state: State) -> AbstractValue:
        value = state.names.get(node.id)
        if value is not None:
            return value
        if node.id not in OFFERED or node.id in self.bound:
            return FREE
        return TYPE if node.id in PLAIN_TYPES or node.id in FACADES else BUILTIN

    def _attribute(self, node: ast.Attribute, state: State) -> AbstractValue:
        base = self.eval(node.value, state)
        return self.attribute_of(base, node.attr, node, state)

    def _subscript(self, node: ast.Subscript, state: State) -> AbstractValue:
        base = self.eval(node.value, state)
        self.eval(node.slice, state)
        return base.copied() if isinstance(node.slice, ast.Slice) else base.item()

    # -- combinations --------------------------------------------------------------------------

    def _named(self, node: ast.NamedExpr, state: State) -> AbstractValue:
        value = self.eval(node.value, state)
        state.names[node.target.id] = value
        return value

    def _if(self, node: ast.IfExp, state: State) -> AbstractValue:
        self.eval(node.test, state)
        other = state.copy()
        one = self.eval(node.body, state)
        two = self.eval(node.orelse, other)
        merge(state, other)
        return one.join(two)

    def _bool(self, node: ast.BoolOp, state: State) -> AbstractValue:
        values = [self.eval(node.values[0], state)]
        for operand in node.values[1:]:
            shortcut = state.copy()
            values.append(self.eval(operand, state))
            merge(state, shortcut)
        return join_all(values)

    def _binary(self, node: ast.BinOp, state: State) -> AbstractValue:
        left, right = self.eval(node.left, state), self.eval(node.right, state)
        number = left.number or (right.number and not isinstance(node.op, (ast.Mult, ast.Mod)))
        if number or isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Pow)):
            return NUMBER
        return left.join(right).copied()

    def _unary(self, node: ast.UnaryOp, state: State) -> AbstractValue:
        self.eval(node.operand, state)
        return NUMBER

    def _scalar_of_children(self, node: ast.expr, state: State) -> AbstractValue:
        for child in _operands(node):
            self.eval(child, state)
        return NUMBER

    def _starred(self, node: ast.Starred, state: State) -> AbstractValue:
        return self.eval(node.value, state).item()

    # -- functions and comprehensions ------------------------------------------------------------

    def _function(self, node: ast.Lambda, state: State) -> AbstractValue:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.eval(default, state)
        return self.made(node)

    def _generator(self, node: ast.GeneratorExp, state: State) -> AbstractValue:
        """A generator runs when it is used, so what it does counts there (and here)."""
        changed = self.changed
        self.changed = False
        value = self._comprehension(node, state)
        acts, self.changed = self.changed, self.changed or changed
        return value.join(self.made(node)) if acts else value

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, state: State
    ) -> AbstractValue:
        inner = state.copy()
        bound: set[str] = set()
        for generator in node.generators:
            source = self.iterate(self.eval(generator.iter, inner), node, inner)
            bound |= self.bind(generator.target, source, inner)
            for test in generator.ifs:
                self.eval(test, inner)
        if isinstance(node, ast.DictComp):
            value = self.eval(node.key, inner).join(self.eval(node.value, inner))
        else:
            value = self.eval(node.elt, inner)
        for name in bound:
            # The targets of a comprehension are its own.
            inner.names.pop(name, None)
            if name in state.names:
                inner.names[name] = state.names[name]
        merge(state, inner)
        return replace(value.held(), collection=not isinstance(node, ast.GeneratorExp))


def _operands(node: ast.AST) -> Iterable[ast.expr]:
    """Yield the expressions directly inside a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child


def merge(state: State, other: State) -> None:
    """Join another path's knowledge into a state, in place."""
    for name, value in other.names.items():
        mine = state.names.get(name)
        state.names[name] = value if mine is None else mine.join(value)
    state.dirty |= other.dirty

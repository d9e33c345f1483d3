"""What evaluating an expression changes, and what its value has to do with the receiver."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from batos.guardian.audit.covenant.abstract_values import (
    BUILTIN,
    FREE,
    GIVEN,
    NUMBER,
    TYPE,
    Kind,
    State,
    Value,
    join_all,
)
from batos.guardian.audit.covenant.library import (
    ANSWERING,
    CALLING,
    COLLECTING,
    FLATTENING,
    HOLDING_FUNCTIONS,
    HOLDING_MODULES,
    ITEM_FUNCTIONS,
    ITEM_METHODS,
    METHODS,
    PAIR_FUNCTIONS,
    PAIR_METHODS,
    PICKS,
    SCALARS,
    STARTING,
    VIEW_METHODS,
)
from batos.guardian.audit.findings import Finding, error
from batos.guardian.dialect import (
    CHANGING,
    FACADES,
    MUTATING,
    MUTATING_FUNCTIONS,
    OFFERED,
    PLAIN_TYPES,
)

__all__ = ["Expressions", "TooInvolved"]

_RULE = "covenant"

_STEPS = 10_000
"""Statements and calls that are followed; a method of ordinary size needs some hundreds."""


class TooInvolved(Exception):  # noqa: N818 - a finding about the method, not a fault
    """The paths of a method cannot be followed in a sensible time."""


class Expressions(ABC):
    """Evaluates expressions abstractly; statements build on it."""

    def __init__(self, bound: frozenset[str]) -> None:
        self.bound = bound
        self.changes: set[str] = set()
        self.changed = False
        self.borrows = False
        self.findings: list[Finding] = []
        self.stack: list[ast.AST] = []
        self.watchers: list[State] = []
        self.homes: dict[ast.AST, ast.AST] = {}
        self.left_behind: dict[ast.AST, dict[str, Value]] = {}
        self._left = _STEPS
        self._table: dict[type[ast.expr], Callable[[Any, State], Value]] = {
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

    def eval(self, node: ast.expr, state: State) -> Value:
        """Return what an expression's value is, and record in the state what it changes."""
        method = self._table.get(type(node))
        if method is not None:
            return method(node, state)
        held = join_all([self.eval(child, state) for child in _operands(node)]).held()
        return replace(held, collection=True)

    def step(self) -> None:
        """Count a step: six functions that call each other often are a million paths.

        Raises:
            TooInvolved: There have been too many.
        """
        self._left -= 1
        if self._left < 0:
            raise TooInvolved

    # -- recording ---------------------------------------------------------------------------

    def change(self, node: ast.AST, value: Value, state: State) -> None:
        """Record a change of a part of the receiver, or report one of a part of another object."""
        if value.foreign:
            self.foreign(node)
            return
        if value.given:
            self.borrows = True
            if not value.slots:
                return
        self.changed = True
        self.changes |= value.slots
        state.dirty |= {int(getattr(node, "lineno", 0))}
        for watcher in self.watchers:
            watcher.dirty |= state.dirty

    def call_value(
        self, callee: Value, arguments: list[Value], node: ast.AST, state: State
    ) -> Value:
        """Record what calling a value may do, and return what it gives."""
        result = FREE
        if callee.mutates:
            self._change_given(arguments, node, state)
        if callee.changer:
            self.change(node, callee, state)
            result = result.join(Value(Kind.PART, slots=callee.slots) if callee.slots else FREE)
        for function in callee.functions:
            result = result.join(self.invoke(function, arguments, state))
        return result

    @abstractmethod
    def invoke(self, function: ast.AST, arguments: list[Value], state: State) -> Value:
        """Run the body of a nested function abstractly, where it is called."""

    def maybe(self, function_value: Value, item: Value, node: ast.AST, state: State) -> Value:
        """Record that a function may be called any number of times by what it was passed to."""
        if not function_value.acts:
            return FREE
        before = state.dirty
        result = self.call_value(function_value, [item] * 4, node, state)
        state.dirty |= before
        return result

    # -- leaves --------------------------------------------------------------------------------

    def _constant(self, _node: ast.Constant, _state: State) -> Value:
        return NUMBER

    def _name(self, node: ast.Name, state: State) -> Value:
        value = state.names.get(node.id)
        if value is not None:
            return value
        if node.id not in OFFERED or node.id in self.bound:
            return FREE
        return TYPE if node.id in PLAIN_TYPES or node.id in FACADES else BUILTIN

    def _attribute(self, node: ast.Attribute, state: State) -> Value:
        base = self.eval(node.value, state)
        return self.attribute_of(base, node.attr, node, state)

    def attribute_of(self, base: Value, name: str, node: ast.AST, state: State) -> Value:
        """Return what reading an attribute gives."""
        if base.kind is Kind.SELF:
            return Value(Kind.PART, slots=frozenset({name}))
        if base.kind is Kind.PART:
            if name in MUTATING:
                # A bound `self.items.append` may be called from anywhere: count it at once.
                self.change(node, base, state)
                return Value(Kind.FREE, slots=base.slots, changer=True)
            # Of plain data only its methods have names; anything else is a slot of an object.
            return Value(Kind.PART, slots=base.slots, foreign=True)
        if base.kind is Kind.HOLDER:
            return base
        if base.types and name in CHANGING:
            return Value(builtin=True, mutates=True)
        if base.builtin:
            return TYPE if base.types else BUILTIN
        return Value(Kind.PART, foreign=True, functions=base.functions)

    def _subscript(self, node: ast.Subscript, state: State) -> Value:
        base = self.eval(node.value, state)
        self.eval(node.slice, state)
        return base.copied() if isinstance(node.slice, ast.Slice) else base.item()

    # -- combinations --------------------------------------------------------------------------

    def _named(self, node: ast.NamedExpr, state: State) -> Value:
        value = self.eval(node.value, state)
        state.names[node.target.id] = value
        return value

    def _if(self, node: ast.IfExp, state: State) -> Value:
        self.eval(node.test, state)
        other = state.copy()
        one = self.eval(node.body, state)
        two = self.eval(node.orelse, other)
        merge(state, other)
        return one.join(two)

    def _bool(self, node: ast.BoolOp, state: State) -> Value:
        values = [self.eval(node.values[0], state)]
        for operand in node.values[1:]:
            shortcut = state.copy()
            values.append(self.eval(operand, state))
            merge(state, shortcut)
        return join_all(values)

    def _binary(self, node: ast.BinOp, state: State) -> Value:
        left, right = self.eval(node.left, state), self.eval(node.right, state)
        number = left.number or (right.number and not isinstance(node.op, (ast.Mult, ast.Mod)))
        if number or isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Pow)):
            return NUMBER
        return left.join(right).copied()

    def _unary(self, node: ast.UnaryOp, state: State) -> Value:
        self.eval(node.operand, state)
        return NUMBER

    def _scalar_of_children(self, node: ast.expr, state: State) -> Value:
        for child in _operands(node):
            self.eval(child, state)
        return NUMBER

    def _starred(self, node: ast.Starred, state: State) -> Value:
        return self.eval(node.value, state).item()

    # -- functions and comprehensions ------------------------------------------------------------

    def _function(self, node: ast.Lambda, state: State) -> Value:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.eval(default, state)
        return self.made(node)

    def made(self, function: ast.AST) -> Value:
        """Return a function as a value; it remembers the function that it was made in."""
        if self.stack:
            self.homes[function] = self.stack[-1]
        return Value(functions=frozenset({function}))

    def _generator(self, node: ast.GeneratorExp, state: State) -> Value:
        """A generator runs when it is used, so what it does counts there (and here)."""
        changed = self.changed
        self.changed = False
        value = self._comprehension(node, state)
        acts, self.changed = self.changed, self.changed or changed
        return value.join(self.made(node)) if acts else value

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, state: State
    ) -> Value:
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

    def iterate(self, value: Value, node: ast.AST, state: State) -> Value:
        """Return an item of a value that is iterated; running a generator is part of that."""
        generators = frozenset(f for f in value.functions if isinstance(f, ast.GeneratorExp))
        if generators:
            self.call_value(Value(functions=generators), [], node, state)
        return value.item()

    def bind(self, target: ast.expr, value: Value, state: State) -> set[str]:
        """Bind a target of plain names; return the names."""
        if isinstance(target, ast.Name):
            state.names[target.id] = value
            return {target.id}
        if isinstance(target, ast.Starred):
            return self.bind(target.value, value.copied(), state)
        if isinstance(target, (ast.Tuple, ast.List)):
            return {name for part in target.elts for name in self.bind(part, value.item(), state)}
        self.store(target, value, state)
        return set()

    def store(self, target: ast.expr, value: Value, state: State) -> None:
        """Record a store into an attribute or an item."""
        if isinstance(target, ast.Attribute):
            base = self.eval(target.value, state)
            if base.kind is Kind.SELF:
                self.change(target, Value(slots=frozenset({target.attr})), state)
            elif base.kind is Kind.PART and not (base.foreign or (base.given and not base.slots)):
                # Another object's slot is marked by its setter.
                self.change(target, base, state)
            else:
                self.borrows = True
        elif isinstance(target, ast.Subscript):
            base = self.eval(target.value, state)
            self.eval(target.slice, state)
            if base.kind is Kind.PART:
                self.change(target, base, state)
            self.absorb(target.value, value.held(), state)

    def absorb(self, container: ast.expr, held: Value, state: State) -> None:
        """Note that a local container is now also a holder of something."""
        while not isinstance(container, ast.Name):
            if isinstance(container, ast.Call) and isinstance(container.func, ast.Attribute):
                container = container.func  # groups.setdefault(key, []).append(row)
            elif not isinstance(container, (ast.Subscript, ast.Attribute)):
                return
            container, held = container.value, held.held()
        if held is not FREE:
            known = state.names.get(container.id)
            if known is not None and (known.kind < Kind.PART or not known.slots):
                state.names[container.id] = known.join(held)

    def foreign(self, node: ast.AST) -> None:
        """Report an in-place change of a part of another object."""
        finding = error(
            _RULE,
            node,
            "This changes a part of another object in place, which would be lost.",
            "Send that object a message that makes the change.",
        )
        if finding not in self.findings:
            self.findings.append(finding)

    # -- calls -----------------------------------------------------------------------------------

    def _call(self, node: ast.Call, state: State) -> Value:
        callee = node.func
        if isinstance(callee, ast.Attribute):
            base = self.eval(callee.value, state)
            arguments = self._arguments(node, state)
            return self._method(node, callee, base, arguments, state)
        function = self.eval(callee, state)
        arguments = self._arguments(node, state)
        if isinstance(callee, ast.Name) and callee.id in {"getattr", "hasattr"}:
            return self._getattr(node, arguments, state)
        result = FREE
        if function.builtin:
            name = callee.id if isinstance(callee, ast.Name) else ""
            result = self._offered(("", name), node, arguments, state)
            if name in COLLECTING:
                result = replace(result, collection=True)
        elif arguments:
            self._consume(node, arguments, state, functions_only_of=function)
        if function.acts:
            given = self._ordered(node, arguments)
            result = result.join(self.call_value(function, given, node, state))
        return result

    def _arguments(self, node: ast.Call, state: State) -> list[Value]:
        values = [self.eval(argument, state) for argument in node.args]
        values += [
            self.eval(keyword.value, state)
            if keyword.arg
            else self.eval(keyword.value, state).item()
            for keyword in node.keywords
        ]
        return values

    def _ordered(self, node: ast.Call, values: list[Value]) -> list[Value]:
        """Return arguments by position, or all joined where stars or keywords hide the places."""
        plain = not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args)
        return values if plain else [join_all(values)] * 12

    def _consume(
        self,
        node: ast.AST,
        arguments: list[Value],
        state: State,
        functions_only_of: Value = FREE,
    ) -> Value:
        """Record that every function among the arguments may be called with the others' items."""
        if not any(argument.acts for argument in arguments):
            return FREE
        joined = join_all([*arguments, functions_only_of])
        item = FREE
        if joined.kind:
            item = replace(GIVEN, slots=joined.slots, foreign=joined.foreign, given=joined.given)
        return join_all([self.maybe(value, item, node, state) for value in arguments])

    def _offered(
        self, name: tuple[str, str], node: ast.Call, arguments: list[Value], state: State
    ) -> Value:
        module, function = name
        returned = self._consume(node, arguments, state)
        first = arguments[0] if arguments else FREE
        if name in MUTATING_FUNCTIONS or (function in CHANGING and not module):
            # Without its module's name: list.append(self.items, x) under another name.
            self._change_given([first] if module else arguments, node, state)
        if not module and function in SCALARS:
            return NUMBER
        if function in ANSWERING and any(value.builtin for value in arguments):
            # map(dict.get, [self.table], ["a"]): what an offered function gives is not followed.
            return _perhaps(arguments) if function == "reduce" else _perhaps(arguments).held()
        if function in CALLING:
            arguments = [BUILTIN if value.builtin else value for value in arguments]
        joined = join_all([*arguments, returned])
        if (not module and function in PICKS) or name in ITEM_FUNCTIONS:
            return joined.item()
        if name == ("copy", "deepcopy"):
            return FREE
        if module and module not in HOLDING_MODULES and name not in HOLDING_FUNCTIONS:
            return FREE
        if function in STARTING:
            return join_all([joined.flat(), *arguments[1:]])
        if function in FLATTENING:
            return joined.flat()
        return joined.copied().held() if function in PAIR_FUNCTIONS else joined.copied()

    def _change_given(self, given: Iterable[Value], node: ast.AST, state: State) -> None:
        """Record that a function changes in place what it is given."""
        for value in given:
            if value.kind >= Kind.PART:
                self.change(node, value, state)

    def _method(
        self, node: ast.Call, callee: ast.Attribute, base: Value, args: list[Value], state: State
    ) -> Value:
        name = callee.attr
        if base.builtin:
            result = self._offered((_module_of(callee), name), node, args, state)
            # dict.get(self.table, "a") is self.table.get("a").
            return _perhaps(args) if _is_plain_type(callee.value) else result
        returned = self._consume(node, args, state, functions_only_of=base)
        if base.kind is Kind.SELF:
            return GIVEN  # a send: what it changes, it declares itself
        if base.types and name in CHANGING:
            self._change_given(args, node, state)  # [list][0].append(self.items, x)
        if name in MUTATING:
            if base.kind is Kind.PART:
                self.change(node, base, state)
            taken = join_all(args[1:] if name == "setdefault" else args)
            several = {"extend": taken.copied, "extendleft": taken.copied, "update": taken.flat}
            self.absorb(callee.value, several.get(name, taken.held)(), state)
        if base.acts and not isinstance(callee.value, ast.Name):
            self.call_value(base, args, node, state)
        if base.kind in (Kind.PART, Kind.HOLDER):
            joined = join_all([base, *args, returned])
            if name in ITEM_METHODS:
                return join_all([base.item(), *args[1:]])
            if name in VIEW_METHODS:
                return joined.copied().held() if name in PAIR_METHODS else joined.copied()
            return _perhaps(args) if name in METHODS else GIVEN
        if base.functions or base.changer:
            return base.item()
        if name in ITEM_METHODS and name != "popitem":
            return join_all(args[1:])
        return _perhaps(args) if name in METHODS or base.number else GIVEN

    def _getattr(self, node: ast.Call, arguments: list[Value], state: State) -> Value:
        name = node.args[1] if len(node.args) > 1 else None
        if not (isinstance(callee := node.func, ast.Name) and callee.id == "getattr"):
            return NUMBER
        text = name.value if isinstance(name, ast.Constant) else ""
        value = self.attribute_of(arguments[0], str(text), node, state)
        return value.join(arguments[2]) if len(arguments) > 2 else value


def _perhaps(arguments: Iterable[Value]) -> Value:
    """Return what a call gives that is not followed: perhaps a part of what it was given."""
    return GIVEN if any(value.kind for value in arguments) else FREE


def _is_plain_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in PLAIN_TYPES


def _module_of(callee: ast.Attribute) -> str:
    """Return the module's name of ``random.shuffle`` or ``itertools.chain.from_iterable``."""
    base = callee.value
    while isinstance(base, ast.Attribute):
        base = base.value
    return base.id if isinstance(base, ast.Name) and base.id in FACADES else ""


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

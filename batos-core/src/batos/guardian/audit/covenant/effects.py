"""What evaluating something changes: recorded where it concerns the receiver."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterable

from batos.guardian.audit.covenant.abstract_values import (
    BUILTIN,
    FREE,
    TYPE,
    AbstractValue,
    Kind,
    State,
)
from batos.guardian.audit.findings import Finding, error
from batos.guardian.dialect import CHANGING, MUTATING

__all__ = ["Effects", "TooInvolved"]

_RULE = "covenant"

_STEPS = 10_000
"""Statements and calls that are followed; a method of ordinary size needs some hundreds."""


class TooInvolved(Exception):  # noqa: N818 - a finding about the method, not a fault
    """The paths of a method cannot be followed in a sensible time."""


class Effects(ABC):
    """Records what is changed; calls and expressions build on it."""

    def __init__(self, bound: frozenset[str]) -> None:
        self.bound = bound
        self.changes: set[str] = set()
        self.changed = False
        self.borrows = False
        self.findings: list[Finding] = []
        self.stack: list[ast.AST] = []
        self.watchers: list[State] = []
        self.homes: dict[ast.AST, ast.AST] = {}
        self.left_behind: dict[ast.AST, dict[str, AbstractValue]] = {}
        self._left = _STEPS

    @abstractmethod
    def eval(self, node: ast.expr, state: State) -> AbstractValue:
        """Return what an expression's value is, and record in the state what it changes."""

    def step(self) -> None:
        """Count a step: six functions that call each other often are a million paths.

        Raises:
            TooInvolved: There have been too many.
        """
        self._left -= 1
        if self._left < 0:
            raise TooInvolved

    def change(self, node: ast.AST, value: AbstractValue, state: State) -> None:
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

    def change_given(self, given: Iterable[AbstractValue], node: ast.AST, state: State) -> None:
        """Record that a function changes in place what it is given."""
        for value in given:
            if value.kind >= Kind.PART:
                self.change(node, value, state)

    def call_value(
        self, callee: AbstractValue, arguments: list[AbstractValue], node: ast.AST, state: State
    ) -> AbstractValue:
        """Record what calling a value may do, and return what it gives."""
        result = FREE
        if callee.mutates:
            self.change_given(arguments, node, state)
        if callee.changer:
            self.change(node, callee, state)
            result = result.join(
                AbstractValue(Kind.PART, slots=callee.slots) if callee.slots else FREE
            )
        for function in callee.functions:
            result = result.join(self.invoke(function, arguments, state))
        return result

    @abstractmethod
    def invoke(
        self, function: ast.AST, arguments: list[AbstractValue], state: State
    ) -> AbstractValue:
        """Run the body of a nested function abstractly, where it is called."""

    def maybe(
        self, function_value: AbstractValue, item: AbstractValue, node: ast.AST, state: State
    ) -> AbstractValue:
        """Record that a function may be called any number of times by what it was passed to."""
        if not function_value.acts:
            return FREE
        before = state.dirty
        result = self.call_value(function_value, [item] * 4, node, state)
        state.dirty |= before
        return result

    def attribute_of(
        self, base: AbstractValue, name: str, node: ast.AST, state: State
    ) -> AbstractValue:
        """Return what reading an attribute gives."""
        if base.kind is Kind.SELF:
            return AbstractValue(Kind.PART, slots=frozenset({name}))
        if base.kind is Kind.PART:
            if name in MUTATING:
                # A bound `self.items.append` may be called from anywhere: count it at once.
                self.change(node, base, state)
                return AbstractValue(Kind.FREE, slots=base.slots, changer=True)
            # Of plain data only its methods have names; anything else is a slot of an object.
            return AbstractValue(Kind.PART, slots=base.slots, foreign=True)
        if base.kind is Kind.HOLDER:
            return base
        if base.types and name in CHANGING:
            return AbstractValue(builtin=True, mutates=True)
        if base.builtin:
            return TYPE if base.types else BUILTIN
        return AbstractValue(Kind.PART, foreign=True, functions=base.functions)

    def made(self, function: ast.AST) -> AbstractValue:
        """Return a function as a value; it remembers the function that it was made in."""
        if self.stack:
            self.homes[function] = self.stack[-1]
        return AbstractValue(functions=frozenset({function}))

    def iterate(self, value: AbstractValue, node: ast.AST, state: State) -> AbstractValue:
        """Return an item of a value that is iterated; running a generator is part of that."""
        generators = frozenset(f for f in value.functions if isinstance(f, ast.GeneratorExp))
        if generators:
            self.call_value(AbstractValue(functions=generators), [], node, state)
        return value.item()

    def bind(self, target: ast.expr, value: AbstractValue, state: State) -> set[str]:
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

    def store(self, target: ast.expr, value: AbstractValue, state: State) -> None:
        """Record a store into an attribute or an item."""
        if isinstance(target, ast.Attribute):
            base = self.eval(target.value, state)
            if base.kind is Kind.SELF:
                self.change(target, AbstractValue(slots=frozenset({target.attr})), state)
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

    def absorb(self, container: ast.expr, held: AbstractValue, state: State) -> None:
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

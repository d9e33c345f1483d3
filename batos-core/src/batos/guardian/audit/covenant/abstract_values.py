"""The abstract values of the covenant's analysis.

A value is described by how near it is to the receiver, by the functions that it may be, and by
the slots that it came from. Values only ever grow when paths meet, so loops settle.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum

__all__ = ["FREE", "AbstractValue", "Kind", "State", "join_all", "join_states"]


_DEEPEST = 5
"""Deeper nests of local containers are taken for this deep, which only finds more."""


class Kind(IntEnum):
    """How near a value is to the receiver."""

    FREE = 0
    """Nothing of the receiver."""
    HOLDER = 1
    """New, but its items may be parts: what ``list(self.rows)`` gives."""
    PART = 2
    """A part of the receiver, or of another object: changing it in place changes that object."""
    SELF = 3
    """The receiver itself."""


@dataclass(frozen=True, slots=True)
class AbstractValue:
    """What is known about a value.

    Attributes:
        kind: How near it is to the receiver.
        functions: Function nodes that it may be, or may hold.
        slots: Names of the receiver's slots that it was reached through.
        changer: Whether it may be a bound method that changes a part, such as
            ``self.items.append``.
        foreign: Whether it is a part of another object, or may hold some, rather than of the
            receiver.
        given: Whether it may have come with a message, as an argument or an answer: a part of
            somebody, or of nobody.
        number: Whether it is surely a number, text or other value that no operator changes in
            place.
        builtin: Whether it is an offered type or function.
        types: Whether it may be, or hold, an offered type or module, whose methods may change what
            they are given: ``list`` in ``[list][0].append(self.items, 1)``.
        mutates: Whether it may be, or hold, an offered function that changes what it is given,
            such as ``random.shuffle``.
        collection: Whether it may be a new list, set or dict, rather than a number or a text.
        depth: For a holder, how many steps inside the parts are: 1 for ``list(self.rows)``, 2 for
            ``{"a": [self.row]}``.
    """

    kind: Kind = Kind.FREE
    functions: frozenset[ast.AST] = frozenset()
    slots: frozenset[str] = frozenset()
    changer: bool = False
    foreign: bool = False
    given: bool = False
    number: bool = False
    builtin: bool = False
    types: bool = False
    mutates: bool = False
    collection: bool = False
    depth: int = 0

    def join(self, other: AbstractValue) -> AbstractValue:
        """Return what is true of a value that is either of the two."""
        if self is other or self == other:
            return self
        return AbstractValue(
            max(self.kind, other.kind),
            self.functions | other.functions,
            self.slots | other.slots,
            self.changer or other.changer,
            self.foreign or other.foreign,
            self.given or other.given,
            self.number and other.number,
            self.builtin or other.builtin,
            self.types or other.types,
            self.mutates or other.mutates,
            self.collection or other.collection,
            min(
                (each.depth for each in (self, other) if each.kind is Kind.HOLDER),
                default=0,
            ),
        )

    def item(self) -> AbstractValue:
        """Return what is known about one item of it."""
        if self.kind is Kind.HOLDER and self.depth > 1:
            return replace(self, depth=self.depth - 1, number=False)
        if self.kind is Kind.FREE:
            return self._inert()
        return self._of(Kind.PART)

    def copied(self) -> AbstractValue:
        """Return what is known about a new container of its items, such as ``list(x)``."""
        if self.kind is Kind.FREE:
            return self._inert()
        depth = self.depth if self.kind is Kind.HOLDER else 1
        return self._of(Kind.HOLDER, depth)

    def flat(self) -> AbstractValue:
        """Return what is known about a container of its items' items, such as ``dict(x)``."""
        return self._inert() if self.kind is Kind.FREE else self._of(Kind.HOLDER, 1)

    def held(self) -> AbstractValue:
        """Return what is known about a new container that holds it, such as ``[x]``."""
        if self.kind is Kind.FREE:
            return self._inert()
        depth = min(self.depth + 1, _DEEPEST) if self.kind is Kind.HOLDER else 1
        return self._of(Kind.HOLDER, depth)

    def _of(self, kind: Kind, depth: int = 0) -> AbstractValue:
        """Return a value of another kind that may be, or hold, the same functions and types."""
        return AbstractValue(
            kind,
            self.functions,
            self.slots,
            self.changer,
            self.foreign,
            self.given,
            types=self.types,
            mutates=self.mutates,
            depth=depth,
        )

    def _inert(self) -> AbstractValue:
        if not (self.functions or self.changer or self.types or self.mutates):
            return FREE
        return replace(self._of(Kind.FREE), slots=frozenset(), foreign=False, given=False)

    @property
    def acts(self) -> bool:
        """Whether calling it may do something."""
        return bool(self.functions) or self.changer or self.mutates


FREE = AbstractValue()
GIVEN = AbstractValue(Kind.PART, given=True)
NUMBER = AbstractValue(number=True)
BUILTIN = AbstractValue(builtin=True)
TYPE = AbstractValue(builtin=True, types=True)


@dataclass(slots=True)
class State:
    """What is known at one point of a method.

    Attributes:
        names: AbstractValue of each local name.
        dirty: Lines of the changes that no covenant has followed yet.
    """

    names: dict[str, AbstractValue] = field(default_factory=dict)
    dirty: frozenset[int] = frozenset()

    def copy(self) -> State:
        """Return a copy that can go another way."""
        return State(dict(self.names), self.dirty)


def join_states(one: State | None, other: State | None) -> State | None:
    """Return what is known where two paths meet; None is a path that does not arrive."""
    if one is None or other is None:
        return one or other
    names = dict(one.names)
    for name, value in other.names.items():
        mine = names.get(name)
        names[name] = value if mine is None else mine.join(value)
    return State(names, one.dirty | other.dirty)


def join_all(values: Iterable[AbstractValue]) -> AbstractValue:
    """Return the join of any number of values; FREE for none."""
    result: AbstractValue | None = None
    for value in values:
        result = value if result is None else result.join(value)
    return FREE if result is None else result

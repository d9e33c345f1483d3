"""The delegation of the founding documents, as a peer to measure beside.

It keeps their idea and their costs: slots in a persistent mapping of their own, and a walk
through the parents at every attribute that the object does not have itself. Functions cannot be
stored, so that they are put in when an object is loaded.
"""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any

from persistent import Persistent
from persistent.mapping import PersistentMapping

__all__ = ["FoundingObject", "founding_chain"]


class FoundingObject(Persistent):  # type: ignore[misc] # it has no type information
    """An object with slots in a persistent mapping, which delegates to its parents.

    Args:
        parents: Whom it asks for what it does not have.
    """

    def __init__(self, parents: tuple[FoundingObject, ...] = ()) -> None:
        self._slots = PersistentMapping()
        self._slots["parents"] = list(parents)
        self.child: FoundingObject | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_p_", "_v_", "__")):
            raise AttributeError(name)
        if name in self._slots:
            value = self._slots[name]
            return _ONE_MORE.__get__(self) if value == "function" else value
        for parent in self._slots["parents"]:
            try:
                found = getattr(parent, name)
            except AttributeError:
                continue
            # A method found in a parent belongs to the one that was asked.
            return MethodType(found.__func__, self) if isinstance(found, MethodType) else found
        raise AttributeError(name)


def _one_more(_self: object, number: int) -> int:
    return number + 1


_ONE_MORE: FunctionType = _one_more  # type: ignore[assignment] # a def is a function


def founding_chain(depth: int) -> FoundingObject:
    """Return an object that has ``one_more``; each ``child`` is one level further below it."""
    top = FoundingObject()
    top._slots["one_more"] = "function"
    current = top
    for _ in range(depth):
        current.child = FoundingObject((current,))
        current = current.child
    return top

"""Taking back what a nested message did, when it ends in an error that its sender may catch.

A savepoint of the transaction gives the objects their former state, but in new lists and dicts:
the sender's own names would go on speaking of the old ones, and what it changes in those would be
lost. So the containers themselves are remembered, and are given their former content. It also
works where there is no transaction, as in a trial.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from persistent import Persistent

from batos.objects.prototype import Prototype
from batos.objects.surroundings import Rollback

__all__ = ["Aside", "Frame", "check_headroom", "mark"]

_CONTAINERS = (list, dict, set)
_HEADROOM = 250
"""Calls that are kept free for the storage."""


class Aside:
    """The state of an object, set aside, with the very containers that hold it.

    Args:
        obj: The object; its memory is read, and not changed.
    """

    __slots__ = ("_contents", "_obj", "_slots")

    def __init__(self, obj: Prototype) -> None:
        self._obj = obj
        self._slots = obj._slots
        self._contents = _contents(self._slots.values())

    def restore(self) -> None:
        """Give the object its state again, after the rollback if there is a transaction.

        What the rollback has brought back is the truth, so that nothing is to be marked as
        changed; where it differs, because somebody else had set a slot of the object before it
        was set aside, it stays.
        """
        _refill(self._contents)
        self._obj._p_activate()
        if self._obj._p_jar is None or self._obj._slots == self._slots:
            self._obj.__dict__["_slots"] = self._slots


def _contents(values: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return the containers among some values, however deep, each with a copy of what it holds."""
    found: list[tuple[Any, Any]] = []
    seen: set[int] = set()
    stack: list[Any] = list(values)
    while stack:
        item = stack.pop()
        if isinstance(item, Persistent) or id(item) in seen:
            continue
        if isinstance(item, _CONTAINERS):
            found.append((item, item.copy()))
        elif not isinstance(item, (tuple, frozenset)):
            continue
        seen.add(id(item))
        stack.extend(item.values() if isinstance(item, dict) else item)
    return found


def _refill(contents: Iterable[tuple[Any, Any]]) -> None:
    for container, content in contents:
        if isinstance(container, list):
            container[:] = content
        else:
            container.clear()
            container.update(content)


class Frame:
    """What one nested message may have to take back."""

    __slots__ = ("_asides", "_given", "savepoint")

    def __init__(self) -> None:
        self.savepoint: Rollback | None = None
        self._asides: dict[int, Aside] = {}
        self._given: list[tuple[Any, Any]] = []

    def holds(self, obj: Prototype) -> bool:
        """Whether the state of an object is kept."""
        return id(obj) in self._asides

    def set_aside(self, objects: Iterable[Prototype]) -> None:
        """Keep the state of objects, unless it is kept from before."""
        for obj in objects:
            if id(obj) not in self._asides:
                self._asides[id(obj)] = Aside(obj)

    def set_aside_containers(self, given: Iterable[Any]) -> None:
        """Keep what the containers hold that come with the message."""
        self._given = _contents(given)

    def take_back(self) -> None:
        """Undo everything since the message began."""
        if self.savepoint is not None:
            self.savepoint.rollback()
        _refill(self._given)
        for aside in self._asides.values():
            aside.restore()

    def hand_on(self, outer: Frame) -> None:
        """Give what was kept to the message around this one, which may still fail."""
        for key, aside in self._asides.items():
            outer._asides.setdefault(key, aside)


def check_headroom() -> None:
    """Make sure that what follows does not run out of stack halfway.

    A storage that is left in the middle of joining a transaction, or of a savepoint, joins it
    twice, and then waits for itself for ever.

    Raises:
        RecursionError: Messages are nested too deeply.
    """
    try:
        sys._getframe(sys.getrecursionlimit() - _HEADROOM)
    except ValueError:
        return  # so deep the stack is not
    raise RecursionError("messages are nested too deeply")


def mark(obj: Prototype) -> None:
    """Mark an object as changed, if it is in an image."""
    if obj._p_jar is not None:
        obj._p_activate()
        obj._p_changed = True

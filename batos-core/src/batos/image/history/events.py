"""Events: the record of every change of a method, in the image's ``history``.

===========  ====================================================================
``events``   the events by number, which is their order in time
``latest``   the number of the latest event of a method, by holder and selector
``usage``    how often methods were called (see :mod:`batos.image.history.usage`)
===========  ====================================================================

Each event names the one before it of the same method, so that neither the events of one method
nor those of a time have to be searched for. Every install touches the epoch; two of them conflict
with each other, and the numbers have no gaps.

What is known of a method from before there was a history, or was put into its slot past it, is
noted when the method changes next: nothing of it is lost, and it can be taken back as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from batos.objects import (
    Method,
    UvmObject,
    name_of,
)

if TYPE_CHECKING:
    from batos.image.root import Root

__all__ = [
    "LATER",
    "MARKS",
    "Event",
    "append",
    "event_of",
    "events_of",
    "holder_of",
    "holders_with_events",
    "latest_event",
    "latest_events",
    "selectors_with_events",
    "unnoted",
]

MARKS = frozenset({"quarantine", "lift", "unmarked"})
"""Kinds of events that leave the slot as it is."""
LATER = "noted later"
"""Cause of the events of what had not been noted when it happened."""
_EVENTS = "events"
_LATEST = "latest"
E = TypeVar("E", bound="Event")


class Event(Persistent):
    """One change of one method. It is written once; its serial is its transaction.

    Attributes:
        number: Its place among all events, from 1.
        kind: ``install``, ``define``, ``genesis``, ``import``, ``revert``, ``remove``, ``move``,
            ``undo``, ``redo``, ``quarantine``, ``lift``, or ``unmarked`` where it changed an object
            without saying so.
        holder: Oid of the object whose slot it is, as a number.
        address: What the holder was called, for a person.
        selector: Name of the method; empty for a change of the object itself (see
            :mod:`batos.image.history.shapes`).
        before: The version in the slot before, or None.
        after: The version in the slot afterwards, or None.
        at: When, ISO text in UTC.
        user: On whose behalf.
        cause: Why, in a few words.
        cycle: The cycle that learned it.
        of: Number of the event that an undo or redo is about, else 0.
        versions: The highest version number that the slot has had so far.
        earlier: Number of the event of this method before it, or 0.
        group: Number of the first of several events that stand and fall together, or 0.
        slots: Slots that came with the method, with their first values; of an undo, with what
            they held.
    """

    # What an event does not say stands here and not in its record, of which there are many. Those
    # from before have all of it.
    number: int = 0
    earlier: int = 0
    selector: str = ""
    before: Method | None = None
    after: Method | None = None
    user: str = ""
    cause: str = ""
    cycle: str = ""
    of: int = 0
    versions: int = 0
    group: int = 0
    slots: Mapping[str, Any] = MappingProxyType({})

    def __init__(
        self,
        *,
        kind: str,
        holder: UvmObject,
        selector: str = "",
        before: Method | None = None,
        after: Method | None = None,
        user: str = "",
        cause: str = "",
        cycle: str = "",
        of: int = 0,
        versions: int = 0,
        group: int = 0,
        at: str = "",
    ) -> None:
        self.number = 0
        self.earlier = 0
        self.kind = kind
        self.holder = _number(holder)
        self.address = name_of(holder) or f"@{self.holder}"
        self.selector = selector
        self.before = before
        self.after = after
        self.at = at or dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        self.user = user
        self.cause = cause
        self.cycle = cycle
        self.of = of
        self.versions = versions
        self.group = group

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = super().__getstate__()
        said = vars(Event)
        return {name: value for name, value in state.items() if value is not said.get(name, said)}


def event_of(root: Root, number: int) -> Event | None:
    """Return an event by its number, or None."""
    events = root.history.get(_EVENTS)
    return events.get(number) if events is not None and 0 < number < 2**63 else None


def latest_event(root: Root, holder: UvmObject, selector: str) -> Event | None:
    """Return the latest noted event of a method, or None."""
    latest = root.history.get(_LATEST)
    number = latest.get((_number(holder), selector), 0) if latest is not None else 0
    return event_of(root, number)


def events_of(root: Root, holder: UvmObject, selector: str) -> list[Event]:
    """Return the noted events of a method, oldest first."""
    found: list[Event] = []
    event = latest_event(root, holder, selector)
    while event is not None:
        found.append(event)
        event = event_of(root, event.earlier)
    return found[::-1]


def latest_events(root: Root) -> Iterator[Event]:
    """Yield all events, the latest first."""
    events = root.history.get(_EVENTS)
    number = int(events.maxKey()) if events else 0
    while number > 0:
        event = events.get(number)
        if event is not None:
            yield event
        number -= 1


def selectors_with_events(root: Root, holder: UvmObject) -> list[str]:
    """Return the names of the methods of an object of which something was noted."""
    latest = root.history.get(_LATEST)
    if latest is None:
        return []
    number = _number(holder)
    keys = latest.keys((number, ""), (number + 1, ""), excludemax=True)
    return [key[1] for key in keys if key[1]]


def holders_with_events(root: Root) -> Iterator[UvmObject]:
    """Yield the objects of whose methods something was noted, each once."""
    latest = root.history.get(_LATEST)
    key = latest.minKey() if latest else None
    while key is not None:
        holder = _object(root, key[0])
        if holder is not None:
            yield holder
        # To the next object, past all further methods of this one.
        rest = latest.keys((key[0] + 1, ""))
        key = rest[0] if rest else None


def holder_of(root: Root, event: Event) -> UvmObject | None:
    """Return the object whose method an event is about, or None if it is gone."""
    return _object(root, event.holder)


def unnoted(
    expected: Method | None, now: Method | None
) -> list[tuple[str, Method | None, Method | None]]:
    """Return the changes of a slot that were not noted: kind, version before and after.

    Args:
        expected: What the slot held after the latest noted event.
        now: What it holds.
    """
    if now is expected:
        return []
    if now is None:
        return [("remove", expected, None)]
    chain: list[tuple[str, Method | None, Method | None]] = []
    version: Method | None = now
    while version is not None and version is not expected:
        chain.append(("install", version.previous, version))
        version = version.previous
    return chain[::-1]


def append(root: Root, event: E) -> E:
    """Give an event its number and its place, in the running transaction."""
    history = root.history
    if _EVENTS not in history:
        history[_EVENTS] = LOBTree()
        history[_LATEST] = OOBTree()
    events, latest = history[_EVENTS], history[_LATEST]
    key = (event.holder, event.selector)
    event.number = int(events.maxKey()) + 1 if events else 1
    event.earlier = latest.get(key, 0)
    events[event.number] = event
    latest[key] = event.number
    return event


def _object(root: Root, number: int) -> UvmObject | None:
    try:
        found = root.connection.get(number.to_bytes(8, "big"))
    except KeyError:
        return None
    return found if isinstance(found, UvmObject) else None


def _number(holder: UvmObject) -> int:
    return int.from_bytes(holder._p_oid, "big") if holder._p_oid else 0

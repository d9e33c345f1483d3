"""Changes of methods, made and noted in one: an object's slot and the event that tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from batos.image.history.events import LATER, Event, append, latest_event, unnoted
from batos.objects import (
    Method,
    UvmObject,
    check_slot_name,
    copied,
    install_method,
    lookup,
    methods_of,
    remove_slot,
    restore_method,
    slots_of,
)

if TYPE_CHECKING:
    from batos.image.root import Root

__all__ = ["bring_slots", "install", "note_mark", "put_back", "take_slots"]


def install(
    root: Root,
    holder: UvmObject,
    method: Method,
    *,
    event: str = "install",
    user: str,
    cause: str = "",
    cycle: str = "",
    group: int = 0,
    slots: Mapping[str, Any] = MappingProxyType({}),
) -> Event:
    """Make a method one of an object's own slots and note it, in the running transaction.

    Args:
        root: The image.
        holder: The object.
        method: A new version; it gets its number here.
        event: What kind of change it is (see :class:`Event`).
        user: On whose behalf.
        cause: Why, in a few words.
        cycle: The cycle that learned it.
        group: The first of the events that it stands and falls with.
        slots: First values of slots that come with it; those that are there stay.

    Returns:
        The event.

    Raises:
        SlotError: The object cannot take it (see :func:`batos.objects.install_method`).
    """
    selector = method.selector
    before = methods_of(holder).get(selector)
    versions = _settle(root, holder, selector, before) + 1
    install_method(holder, method)
    method.number = versions
    noted = append(
        root,
        Event(
            kind=event,
            holder=holder,
            selector=selector,
            before=before,
            after=method,
            user=user,
            cause=cause,
            cycle=cycle,
            versions=versions,
            group=group,
        ),
    )
    if slots:
        noted.slots = bring_slots(holder, slots)
    return noted


def bring_slots(holder: UvmObject, slots: Mapping[str, Any]) -> dict[str, Any]:
    """Give an object slots that neither it nor its parents have; return those."""
    brought = {name: value for name, value in slots.items() if lookup(holder, name) is None}
    for name, value in brought.items():
        setattr(holder, check_slot_name(name), copied(value))
    return {name: copied(value) for name, value in brought.items()}


def take_slots(holder: UvmObject, names: Iterable[str]) -> dict[str, Any]:
    """Take slots off an object that came with a method; return them with what they held.

    Those that another of its methods speaks of stay.
    """
    spoken = "\n".join(each.source for each in methods_of(holder).values())
    held = slots_of(holder)
    taken = {
        name: copied(held[name])
        for name in names
        if name in held and not re.search(rf"\bself\.{name}\b", spoken)
    }
    for name in taken:
        remove_slot(holder, name)
    return taken


def put_back(
    root: Root,
    holder: UvmObject,
    selector: str,
    method: Method | None,
    *,
    event: str,
    user: str,
    of: int = 0,
    group: int = 0,
) -> Event:
    """Put an older version into a method's slot, or empty it, and note it.

    Args:
        root: The image.
        holder: The object.
        selector: Name of the method.
        method: A version that was there before; None takes the method away.
        event: ``undo``, ``redo`` or ``move``.
        user: On whose behalf.
        of: Number of the event that is undone or redone.
        group: The first of the events that it stands and falls with.

    Raises:
        SlotError: A value has taken the slot meanwhile.
        AttributeError: The method was to be taken away and is not there.
    """
    before = methods_of(holder).get(selector)
    versions = _settle(root, holder, selector, before)
    if method is None:
        remove_slot(holder, selector)
    else:
        restore_method(holder, method)
    return append(
        root,
        Event(
            kind=event,
            holder=holder,
            selector=selector,
            before=before,
            after=method,
            user=user,
            of=of,
            versions=versions,
            group=group,
        ),
    )


def note_mark(
    root: Root, holder: UvmObject, method: Method, *, event: str, user: str, cause: str = ""
) -> None:
    """Note something about the version in a slot, which stays there.

    Args:
        root: The image.
        holder: The object.
        method: The version that is in its slot.
        event: One of :data:`MARKS`.
        user: On whose behalf.
        cause: Why, in a few words.
    """
    versions = _settle(root, holder, method.selector, method)
    append(
        root,
        Event(
            kind=event,
            holder=holder,
            selector=method.selector,
            before=method,
            after=method,
            user=user,
            cause=cause,
            versions=versions,
        ),
    )


def _settle(root: Root, holder: UvmObject, selector: str, now: Method | None) -> int:
    """Note what was not noted yet of a slot; return the highest version number that it has had."""
    if holder._p_oid is None:
        root.connection.add(holder)
    latest = latest_event(root, holder, selector)
    versions = latest.versions if latest is not None else 0
    for kind, before, after in unnoted(latest.after if latest is not None else None, now):
        versions = max(versions, after.version if after is not None else 0)
        origin: Mapping[str, Any] = after.provenance if after is not None else {}
        noted = Event(
            kind=kind,
            holder=holder,
            selector=selector,
            before=before,
            after=after,
            at=str(origin.get("at", "")),
            user=str(origin.get("asked_by", "")),
            cycle=str(origin.get("cycle", "")),
            cause=LATER,
            versions=versions,
        )
        append(root, noted)
    return versions

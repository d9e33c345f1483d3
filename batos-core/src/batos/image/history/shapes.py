"""Changes of objects themselves, noted so that they can be taken back: names, parents, values.

What messages do to values is for the storage's log of transactions; this is for what a person
does to an object by hand, and for objects that are made, named otherwise, and taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree

from batos.errors import UsageError
from batos.image.history.events import Event, append, events_of
from batos.objects import (
    UvmObject,
    address_of,
    alike,
    check_slot_name,
    copied,
    name_of,
    remove_slot,
    set_parents,
    slots_of,
)

if TYPE_CHECKING:
    from batos.image.root import Root

__all__ = [
    "ABSENT",
    "ShapeEvent",
    "check_unneeded",
    "is_gone",
    "put_shape_back",
    "reshape",
    "was_called",
]

ABSENT = "absent"
"""Key of the slots that were not there, or are not there afterwards."""
_GONE = "gone"
"""Where the history has the oids of objects that were taken away, by their last names."""
_MOST_NAMED = 5


class ShapeEvent(Event):
    """One change of an object by hand.

    Attributes:
        subject: The object: it stays in the image as long as this may be taken back.
        was: What it was, of what was changed: ``name`` (empty for none), ``parents``, ``slots``,
            and the names of the slots that were not there, under :data:`ABSENT`.
        became: What it is afterwards, likewise.
    """

    def __init__(
        self, *, holder: UvmObject, was: Mapping[str, Any], became: Mapping[str, Any], **facts: Any
    ) -> None:
        super().__init__(holder=holder, **facts)
        self.subject = holder
        self.was = dict(was)
        self.became = dict(became)


def reshape(
    root: Root,
    obj: UvmObject,
    became: Mapping[str, Any],
    *,
    event: str,
    user: str,
    of: int = 0,
    cause: str = "",
    cycle: str = "",
    group: int = 0,
) -> ShapeEvent:
    """Change an object's name, parents or values and note it, in the running transaction.

    Args:
        root: The image.
        obj: The object; a new one gets its place in the image here.
        became: What it becomes (see :class:`ShapeEvent`).
        event: What kind of change it is: ``make``, ``new``, ``clone``, ``set``, ``unset``,
            ``rename``, ``delete``, ``parents``, ``undo`` or ``redo``.
        user: On whose behalf.
        of: Number of the event that is undone or redone.
        cause: Why, in a few words.
        cycle: The cycle that did it.
        group: The first of the events that it stands and falls with.

    Raises:
        UsageError: Another object has the name.
        SlotError: A name, a value or a parent cannot be taken.
        AttributeError: A slot that is to be absent is not there.
    """
    if obj._p_oid is None:
        root.connection.add(obj)
    was = _present(obj, became)
    address = address_of(obj)
    _apply(root, obj, became)
    noted = ShapeEvent(
        kind=event,
        holder=obj,
        was=was,
        became=_present(obj, became),
        user=user,
        of=of,
        cause=cause,
        cycle=cycle,
        group=group,
    )
    if not name_of(obj):
        noted.address = address
    return append(root, noted)


def put_shape_back(
    root: Root, event: ShapeEvent, *, kind: str, user: str, group: int = 0
) -> ShapeEvent:
    """Take a change of an object back, or bring it back, in the running transaction.

    Args:
        root: The image.
        event: The change.
        kind: ``undo`` or ``redo``.
        user: On whose behalf.
        group: The first of the events that it stands and falls with.

    Raises:
        UsageError: Something that it changed was changed since, or another object has the name.
    """
    there, wanted = event.became, event.was
    if kind == "redo":
        there, wanted = wanted, there
    label = event.address
    for what, value in _present(event.subject, there).items():
        if not alike(value, there[what]):
            raise UsageError(
                f"{label} was changed since: its {_changed(value, there[what], what)}.",
                hint=f"'batos show {address_of(event.subject)}' shows it as it is. 'batos history' "
                "lists the transactions that changed values, which can be taken back by their ids; "
                "another change is taken back by its name or number.",
            )
    gone = [each for each in wanted.get("parents", ()) if is_gone(root, each)]
    if gone:
        was = events_of(root, gone[0], "")[-1].address
        raise UsageError(
            f"{label} would delegate to {was} again, which was taken away.",
            hint=f"Bring that back first: batos undo {was}",
        )
    if not wanted.get("name", "-"):
        check_unneeded(root, event.subject)
    return reshape(root, event.subject, wanted, event=kind, user=user, of=event.number, group=group)


def check_unneeded(root: Root, obj: UvmObject) -> None:
    """Do nothing for an object that no named object delegates to, and none will at the commit.

    Raises:
        UsageError: Some do; it says who.
    """
    # Whoever is given other parents meanwhile moves the epoch.
    root.rely_on(root.epoch)
    heirs = [name for name, each in root.each() if any(parent is obj for parent in each.parents)]
    if heirs:
        more = len(heirs) - _MOST_NAMED
        does = "delegate" if len(heirs) > 1 else "delegates"
        names = ", ".join(heirs[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise UsageError(
            f"{address_of(obj)} cannot be taken away: {names} {does} to it.",
            hint=f"Take those away first, or let them delegate to something else: batos parents "
            f"{heirs[0]} --remove {address_of(obj)}",
        )


def is_gone(root: Root, obj: UvmObject) -> bool:
    """Return whether an object was named once and was taken away."""
    return not name_of(obj) and bool(events_of(root, obj, ""))


def was_called(root: Root, name: str) -> UvmObject | None:
    """Return the object that had a name last and was taken away, or None."""
    number = root.history.get(_GONE, {}).get(name, 0)
    obj = root.connection.get(number.to_bytes(8, "big")) if number else None
    return obj if isinstance(obj, UvmObject) and is_gone(root, obj) else None


def _apply(root: Root, obj: UvmObject, became: Mapping[str, Any]) -> None:
    if "parents" in became:
        set_parents(obj, became["parents"])
    for name, value in became.get("slots", {}).items():
        setattr(obj, check_slot_name(name), copied(value))
    for name in became.get(ABSENT, ()):
        remove_slot(obj, name)
    if "name" not in became:
        return
    old, new = name_of(obj), became["name"]
    if old:
        gone = root.history.setdefault(_GONE, OOBTree())
        gone[old] = int.from_bytes(obj._p_oid, "big")
    if new and new in root.objects:
        raise UsageError(
            f"There is an object named {new!r} already.",
            hint=f"Give that one another name first: batos rename {new} OTHER",
        )
    root.rename(obj, new)


def _present(obj: UvmObject, of: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an object is now, of what something speaks of."""
    found: dict[str, Any] = {}
    if "name" in of:
        found["name"] = name_of(obj)
    if "parents" in of:
        found["parents"] = obj.parents
    names = [*of.get("slots", ()), *of.get(ABSENT, ())]
    if names:
        slots = slots_of(obj)
        found["slots"] = copied({name: slots[name] for name in names if name in slots})
        found[ABSENT] = tuple(name for name in names if name not in slots)
    return found


def _changed(now: Any, then: Any, what: str) -> str:
    if what == "slots":
        names = [name for name in then if name not in now or not alike(now[name], then[name])]
        return f"slot {', '.join(names)}"
    return "slots" if what == ABSENT else what

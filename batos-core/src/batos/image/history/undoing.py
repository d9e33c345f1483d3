"""Taking changes of methods and objects back, and bringing them back.

Each method has its own line of changes, as an editor has one for each text, and so has each
object: an undo takes back the latest change that stands, a redo brings the latest one back that
was taken back, and a new change ends what could be redone. What other methods have learned
meanwhile is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from batos.errors import ImageError, UsageError
from batos.image.history.events import (
    LATER,
    MARKS,
    Event,
    event_of,
    events_of,
    holder_of,
    latest_events,
    unnoted,
)
from batos.image.history.noting import bring_slots, put_back, take_slots
from batos.image.history.shapes import ShapeEvent, is_gone, put_shape_back
from batos.objects import Method, UvmObject, methods_of, name_of

if TYPE_CHECKING:
    from batos.image.root import Root

__all__ = [
    "Change",
    "Changes",
    "bring_back",
    "changes_of",
    "companions",
    "latest_redoable",
    "latest_undoable",
    "method_of_event",
    "take_back",
    "versions_of",
]


@dataclass(frozen=True)
class Change:
    """One change of a slot that can be taken back or brought back.

    Attributes:
        number: Of its event; 0 where it was not noted.
        kind: Of its event.
        before: The version in the slot before, or None.
        after: The version in the slot afterwards, or None.
    """

    number: int
    kind: str
    before: Method | None
    after: Method | None


@dataclass
class Changes:
    """The changes of one method, or of one object itself.

    Attributes:
        done: Those that stand, oldest first.
        undone: Those that were taken back and can be brought back, the next one last.
    """

    done: list[Change] = field(default_factory=list)
    undone: list[Change] = field(default_factory=list)


def changes_of(root: Root, holder: UvmObject, selector: str) -> Changes:
    """Return the changes of a method, as its events tell them."""
    events = events_of(root, holder, selector)
    changes = Changes()
    for event in events:
        _follow(changes, event)
    expected = events[-1].after if events else None
    for kind, before, after in unnoted(expected, methods_of(holder).get(selector)):
        changes.done.append(Change(0, kind, before, after))
        changes.undone.clear()
    return changes


def _follow(changes: Changes, event: Event) -> None:
    if event.kind in MARKS:
        return
    if event.kind == "undo":
        if changes.done:
            changes.undone.append(changes.done.pop())
    elif event.kind == "redo":
        if changes.undone:
            changes.done.append(changes.undone.pop())
    else:
        changes.done.append(Change(event.number, event.kind, event.before, event.after))
        changes.undone.clear()


def take_back(
    root: Root, holder: UvmObject, selector: str, *, user: str, number: int = 0, group: int = 0
) -> tuple[Change, Event]:
    """Take back the latest change of a method that stands, in the running transaction.

    Args:
        root: The image.
        holder: The object whose slot it is.
        selector: Name of the method; empty for the object itself.
        user: On whose behalf.
        number: The change that is meant; it must be the latest. 0 means whichever is.
        group: The first of the undos that it is one of.

    Returns:
        The change that was taken back, and the event that notes it.

    Raises:
        UsageError: There is nothing to take back, or the change is not the latest.
        SlotError: A value has taken the slot meanwhile.
    """
    changes = changes_of(root, holder, selector)
    label = _label(holder, selector)
    if number and all(change.number != number for change in changes.done):
        raise UsageError(f"Change {number} of {label} is taken back already.")
    if not changes.done:
        raise UsageError(
            f"There is no change of {label} to take back.",
            hint=f"'batos history {label}' shows what was.",
        )
    change = changes.done[-1]
    if number and change.number != number:
        newer = change.number or "that was not noted"
        again = f", or put an older version in its place: batos revert {label} --to VERSION"
        raise UsageError(
            f"Change {number} of {label} cannot be taken back: change {newer} came after it.",
            hint=f"Take that back first{again if selector else ''}.",
        )
    return change, _moved(root, holder, selector, change, "undo", user, group)


def bring_back(
    root: Root, holder: UvmObject, selector: str, *, user: str, number: int = 0, group: int = 0
) -> tuple[Change, Event]:
    """Bring back the change of a method that was taken back last, in the running transaction.

    Args:
        root: The image.
        holder: The object whose slot it is.
        selector: Name of the method; empty for the object itself.
        user: On whose behalf.
        number: The change that is meant; it must be the next one. 0 means whichever is.
        group: The first of the redos that it is one of.

    Returns:
        The change that was brought back, and the event that notes it.

    Raises:
        UsageError: There is nothing to bring back, or the change is not the next one.
        SlotError: A value has taken the slot meanwhile.
    """
    changes = changes_of(root, holder, selector)
    label = _label(holder, selector)
    if not changes.undone:
        raise UsageError(
            f"There is no change of {label} to bring back.",
            hint=f"A new version ends what could be brought back: batos history {label}.",
        )
    change = changes.undone[-1]
    if number and change.number != number:
        raise UsageError(
            f"Change {number} of {label} cannot be brought back before change {change.number}."
        )
    return change, _moved(root, holder, selector, change, "redo", user, group)


def _moved(
    root: Root,
    holder: UvmObject,
    selector: str,
    change: Change,
    kind: str,
    user: str,
    group: int,
) -> Event:
    noted = event_of(root, change.number)
    if isinstance(noted, ShapeEvent):
        return put_shape_back(root, noted, kind=kind, user=user, group=group)
    method = change.before if kind == "undo" else change.after
    event = put_back(root, holder, selector, method, event=kind, user=user, group=group)
    # What had not been noted has just got its number.
    event.of = change.number or event.earlier
    if noted is not None and noted.slots:
        if kind == "undo":
            event.slots = take_slots(holder, noted.slots)
        else:
            bring_slots(holder, _held(root, holder, noted))
    return event


def _held(root: Root, holder: UvmObject, change: Event) -> Mapping[str, Any]:
    """Return the slots that came with a change, with what they held when it was taken back."""
    for event in reversed(events_of(root, holder, change.selector)):
        if event.kind == "undo" and event.of == change.number:
            return event.slots
    return change.slots


def companions(root: Root, number: int) -> list[Event]:
    """Return the changes that stand and fall with one, itself among them, in order of time."""
    event = event_of(root, number)
    if event is None or not event.group:
        return [event] if event is not None else []
    found = []
    each = event_of(root, event.group)
    # What had not been noted before stands among them.
    while each is not None and (each.group == event.group or each.cause == LATER):
        if each.group == event.group:
            found.append(each)
        each = event_of(root, each.number + 1)
    return found


def versions_of(root: Root, holder: UvmObject, selector: str) -> dict[int, Method]:
    """Return every version of a method that is kept, by its number."""
    found: dict[int, Method] = {}
    for event in events_of(root, holder, selector):
        for method in (event.before, event.after):
            if method is not None:
                found.setdefault(method.version, method)
    now = methods_of(holder).get(selector)
    while now is not None:
        found.setdefault(now.version, now)
        now = now.previous
    return dict(sorted(found.items()))


def latest_undoable(root: Root) -> tuple[UvmObject, str]:
    """Return holder and selector of the latest change in the image that can be taken back.

    What genesis gave is passed over: an image begins with it.

    Raises:
        UsageError: There is none.
    """
    return _latest(
        root,
        lambda event: event.kind not in {"undo", "genesis", *MARKS},
        lambda changes: changes.done,
        "There is nothing to undo: nothing was learned or changed, or all of it is taken back.",
    )


def latest_redoable(root: Root) -> tuple[UvmObject, str]:
    """Return holder and selector of the latest change in the image that can be brought back.

    Raises:
        UsageError: There is none.
    """
    return _latest(
        root,
        lambda event: event.kind == "undo",
        lambda changes: changes.undone,
        "There is nothing to redo: nothing was taken back, or it was replaced since.",
    )


def _latest(
    root: Root,
    wanted: Callable[[Event], bool],
    line: Callable[[Changes], list[Change]],
    otherwise: str,
) -> tuple[UvmObject, str]:
    seen: dict[tuple[int, str], list[Change]] = {}
    for event in latest_events(root):
        if not wanted(event):
            continue
        holder = holder_of(root, event)
        if holder is None or (event.selector and is_gone(root, holder)):
            continue  # what it has learned went with it
        key = (event.holder, event.selector)
        if key not in seen:
            seen[key] = line(changes_of(root, holder, event.selector))
        number = event.of or event.number
        if seen[key] and seen[key][-1].number == number:
            return holder, event.selector
    raise UsageError(otherwise)


def method_of_event(root: Root, number: int) -> tuple[Event, UvmObject]:
    """Return an event and the object whose method it is about.

    Raises:
        UsageError: There is no such event.
        ImageError: The object is not in the image any more.
    """
    event = event_of(root, number)
    if event is None:
        raise UsageError(f"There is no change {number}.", hint="'batos history' lists them.")
    holder = holder_of(root, event)
    if holder is None:
        raise ImageError(f"{event.address}, which was changed, is not in the image now.")
    return event, holder


def _label(holder: UvmObject, selector: str) -> str:
    oid = int.from_bytes(holder._p_oid, "big") if holder._p_oid else 0
    name = name_of(holder) or f"@{oid}"
    return f"{name}.{selector}" if selector else name

"""Taking changes of methods back, and bringing them back.

Each method has its own line of changes, as an editor has one for each text: an undo takes back
the latest change that stands, a redo brings the latest one back that was taken back, and a new
change ends what could be redone. What other methods have learned meanwhile is not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from batos.errors import ImageError, UsageError
from batos.image.history.events import (
    MARKS,
    Event,
    event_of,
    events_of,
    holder_of,
    latest_events,
    put_back,
    unnoted,
)
from batos.objects import Method, UvmObject, methods_of, name_of

if TYPE_CHECKING:
    from batos.image.root import Root

__all__ = [
    "Change",
    "Changes",
    "bring_back",
    "changes_of",
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
    """The changes of one method.

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
    root: Root, holder: UvmObject, selector: str, *, user: str, number: int = 0
) -> tuple[Change, Event]:
    """Take back the latest change of a method that stands, in the running transaction.

    Args:
        root: The image.
        holder: The object whose slot it is.
        selector: Name of the method.
        user: On whose behalf.
        number: The change that is meant; it must be the latest. 0 means whichever is.

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
        raise UsageError(
            f"Change {number} of {label} cannot be taken back: change {newer} came after it.",
            hint=f"Take that back first, or put an older version in its place: batos revert "
            f"{label} --to VERSION.",
        )
    event = put_back(root, holder, selector, change.before, event="undo", user=user, of=number)
    # What had not been noted has just got its number.
    event.of = change.number or event.earlier
    return change, event


def bring_back(
    root: Root, holder: UvmObject, selector: str, *, user: str, number: int = 0
) -> tuple[Change, Event]:
    """Bring back the change of a method that was taken back last, in the running transaction.

    Args:
        root: The image.
        holder: The object whose slot it is.
        selector: Name of the method.
        user: On whose behalf.
        number: The change that is meant; it must be the next one. 0 means whichever is.

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
    event = put_back(
        root, holder, selector, change.after, event="redo", user=user, of=change.number
    )
    return change, event


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
        "There is nothing to undo: no method was learned, or all of it is taken back.",
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
        if holder is None:
            continue
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
        raise ImageError(f"{event.address}, whose method was changed, is not in the image now.")
    return event, holder


def _label(holder: UvmObject, selector: str) -> str:
    oid = int.from_bytes(holder._p_oid, "big") if holder._p_oid else 0
    return f"{name_of(holder) or f'@{oid}'}.{selector}"

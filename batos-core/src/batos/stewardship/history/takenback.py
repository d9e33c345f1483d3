"""What was taken back stays away until somebody asks for it.

An undo is a person's word about a text. The history of a method says which of its texts were
taken back and have not come back since, by whom and when; none of them is installed again for a
message that merely misses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from batos.image import history
from batos.learning.candidates.sources import fingerprint
from batos.objects import Method, UvmObject, address_of, ancestors, lookup, methods_of

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["latest_taken_back", "taken_back", "taken_back_methods"]


def taken_back(root: Root, holder: UvmObject, selector: str) -> dict[str, history.Event]:
    """Return the undos of a method's texts that have not come back since, by fingerprint.

    Args:
        root: The image.
        holder: The object whose slot it is.
        selector: Name of the method.
    """
    found: dict[str, history.Event] = {}
    for event in history.events_of(root, holder, selector):
        if event.kind in history.MARKS:
            continue
        if event.kind == "undo" and event.before is not None:
            found[fingerprint(event.before.source)] = event
        if found and event.after is not None:
            found.pop(fingerprint(event.after.source), None)
    if found and (now := methods_of(holder).get(selector)) is not None:
        # It may have been put there past the history.
        found.pop(fingerprint(now.source), None)
    return found


def latest_taken_back(root: Root, receiver: UvmObject, selector: str) -> dict[str, Any] | None:
    """Return who has taken back last what a receiver would understand, and when.

    Args:
        root: The image.
        receiver: An object that does not understand the message.
        selector: Its name.

    Returns:
        ``address``, ``by``, ``at``, the ``version`` that was taken back, and whether ``batos
        redo`` would bring it back (``redo``); None where nothing was taken back.
    """
    for holder in ancestors(receiver):
        undos = taken_back(root, holder, selector).values() if holder._p_oid else ()
        if undos:
            event = max(undos, key=lambda each: each.number)
            assert event.before is not None, "a text was taken back"
            undone = history.changes_of(root, holder, selector).undone
            return {
                "address": f"{address_of(holder)}.{selector}",
                "by": event.user,
                "at": event.at,
                "version": event.before.version,
                "redo": bool(undone) and undone[-1].after is event.before,
            }
    return None


def taken_back_methods(root: Root, receiver: UvmObject) -> Iterator[Method]:
    """Yield the methods that a receiver would understand if they had not been taken back."""
    for holder in ancestors(receiver):
        for selector in history.selectors_with_events(root, holder):
            if lookup(receiver, selector) is None:
                undos = taken_back(root, holder, selector).values()
                latest = max(undos, key=lambda each: each.number, default=None)
                if latest is not None and latest.before is not None:
                    yield latest.before

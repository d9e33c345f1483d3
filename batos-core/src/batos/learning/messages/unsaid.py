"""Telling of methods that change objects without saying so."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from batos.image import Root, history
from batos.objects import Method, UvmObject, address_of, lookup

__all__ = ["EVENT", "note_unmarked"]

EVENT = "unmarked"
"""Kind of the event in the history of such a method."""

_LOG = logging.getLogger(__name__)


def note_unmarked(
    root: Root, receiver: UvmObject, selector: str, changed: Sequence[UvmObject]
) -> None:
    """Note in a method's history that it changed objects without saying so, once a version.

    Args:
        root: The image, in the transaction of the message; the change is committed with it.
        receiver: Who got the message.
        selector: Its name.
        changed: What was changed.
    """
    names = ", ".join(sorted({address_of(each) for each in changed}))
    ran = ", ".join(dict.fromkeys(method.selector for method in root.space.ran))
    _LOG.warning("%s.%s changed %s without saying so", address_of(receiver), selector, names)
    found = lookup(receiver, selector)
    if found is None or type(found[1]) is not Method:
        return
    holder, method = found
    for event in reversed(history.events_of(root, holder, selector)):
        if event.kind == EVENT:
            return
        if event.after is method and event.kind not in history.MARKS:
            break
    cause = f"it changed {names} without saying so; the change was kept (methods: {ran})"
    history.note_mark(root, holder, method, event=EVENT, user="guardian", cause=cause)

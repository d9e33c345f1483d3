"""Moving a method: up to what several objects delegate to, or down to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.errors import SlotError, UsageError
from batos.image import history
from batos.learning.candidates.sources import fingerprint, sends_of, slots_used
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.objects import Method, UvmObject, address_of, ancestors, lookup, methods_of, slots_of
from batos.stewardship.history.timeline import method_at
from batos.wire.messages.objects import MovedMethod

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["move_method"]


def move_method(root: Root, address: str, to: str | int, *, user: str) -> MovedMethod:
    """Move a method to an object above or below its own, in the running transaction.

    Moved up, it is taken off all who delegate there and have the very same one. One undo takes
    all of it back.

    Args:
        root: The image.
        address: ``OBJECT.SELECTOR``.
        to: The object that gets it.
        user: On whose behalf.

    Returns:
        Where it is now, and who lost it.

    Raises:
        UnknownNameError: There is no such method or object.
        UsageError: The objects do not delegate to one another, or the method needs slots that are
            not there.
        SlotError: A value is in the way.
    """
    holder, selector = method_at(root, address, own=True)
    target = root.find(to)
    method = methods_of(holder).get(selector)
    if method is None:
        raise UsageError(
            f"{address} was taken away.", hint=f"To bring it back: batos redo {address}"
        )
    up = target in ancestors(holder)
    if target is holder or not (up or holder in ancestors(target)):
        raise UsageError(
            f"{address_of(target)} is neither above nor below {address_of(holder)}.",
            hint=f"'batos tree' shows who delegates to whom. To copy it: batos show {address}, "
            f"batos define {address_of(target)}.{selector}",
        )
    own = methods_of(target).get(selector)
    if own is not None and fingerprint(own.source) != fingerprint(method.source):
        raise UsageError(
            f"{address_of(target)} has a {selector} of its own.",
            hint=f"Take that back first: batos undo {address_of(target)}.{selector}",
        )
    off = [holder]
    if up:
        _check_needs(method, target)
        off += _likewise(root, method, holder, target)
    first = 0
    for each in off:
        gone = history.put_back(root, each, selector, None, event="move", user=user, group=first)
        first = first or gone.number
        gone.group = first
        remember(root, each, selector)
    origin = {"from": [address_of(each) for each in off], "by": user, "at": now_text()}
    asked = [*method.examples, *(own.examples if own is not None else ())]
    examples = [each for number, each in enumerate(asked) if each not in asked[:number]]
    provenance = {**method.provenance, "moved": origin}
    moved = method.again(examples=examples, provenance=provenance)
    root.connection.add(moved)
    history.carry_over(root, method, moved)
    event = history.install(root, target, moved, event="move", user=user, group=first)
    remember(root, target, selector)
    return {
        "address": f"{address_of(target)}.{selector}",
        "event": event.number,
        "off": [address_of(each) for each in off],
        "lost_by": [
            name
            for name, each in root.each()
            if holder in ancestors(each) and lookup(each, selector) is None
        ],
    }


def _check_needs(method: Method, target: UvmObject) -> None:
    """Do nothing where an object has every slot and method that a method uses.

    Raises:
        UsageError: One is not there.
    """
    for name in sends_of(method.source):
        if name != method.selector and lookup(target, name) is None:
            raise UsageError(
                f"{method.selector} calls {name}, which {address_of(target)} does not understand.",
                hint=f"Move {name} there first.",
            )
    missing = [name for name in slots_used(method.source) if lookup(target, name) is None]
    if missing:
        place = f"{address_of(target)}.{missing[0]}"
        raise UsageError(
            f"{method.selector} needs the slot {missing[0]}, which {address_of(target)} lacks.",
            hint=f"Give it one first: batos set {place} VALUE",
        )


def _likewise(root: Root, method: Method, holder: UvmObject, target: UvmObject) -> list[UvmObject]:
    """Return the other named objects below one that have the very same method of their own.

    Raises:
        SlotError: One of them has a value of that name.
    """
    wanted = fingerprint(method.source)
    found = []
    for name, each in root.each():
        if each is holder or each is target or target not in ancestors(each):
            continue
        if method.selector in slots_of(each):
            raise SlotError(
                f"{name}.{method.selector} is a value and would hide the method.",
                hint=f"Take it away first: batos unset {name}.{method.selector}",
            )
        own = methods_of(each).get(method.selector)
        if own is not None and fingerprint(own.source) == wanted:
            found.append(each)
    return found

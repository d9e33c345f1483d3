"""Delegation: who answers to a name, and the cache that makes asking again cheap.

An object is asked first, then its parents in order, depth first, first hit; an object that can be
reached in several ways is asked once. What was found is kept on the receiver, dated by the epoch,
which moves with every change of a method or of a parent. A value that is added to an object moves
no epoch, so an answer is kept with the objects where a new value would come before it: they are
asked again, which is still far less than walking the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from batos.objects.method import Method
from batos.objects.prototype import Prototype

__all__ = ["Resolution", "ancestors", "find", "is_fixed", "resolve"]

_MISSING = object()
_Cached = tuple["Prototype | None", Any, tuple["Prototype", ...]]
"""Who answers, the method where it is one, and who has to be asked before that is believed."""


@dataclass(frozen=True)
class Resolution:
    """Where the answer to a selector comes from.

    Attributes:
        selector: The name.
        holder: The object that has the slot.
        value: The method, or the value of a data slot.
        path: Objects from the receiver to the holder, each a parent of the one before it.
        shadowed: Further objects in the chain that have such a slot, in the order of lookup.
    """

    selector: str
    holder: Prototype
    value: Any
    path: tuple[Prototype, ...]
    shadowed: tuple[Prototype, ...] = ()


def ancestors(obj: Prototype) -> Iterator[Prototype]:
    """Yield an object and then everything it delegates to, in the order of lookup, once each."""
    seen: set[int] = set()
    stack = [obj]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        stack.extend(reversed(current._parents))


def find(obj: Prototype, name: str, tag: bytes | None) -> tuple[Prototype, Any] | None:
    """Return the holder and the value of the slot that answers to a name, or None.

    Args:
        obj: The receiver.
        name: The selector.
        tag: The date of the caches; None where they are not to be used, since the running
            transaction has moved the epoch: an abort would leave entries of what was never
            committed.
    """
    own = obj._slots
    if name in own:
        return obj, own[name]
    if tag is None:
        return _search(obj, name)[0]
    state = obj.__dict__
    cache: dict[str, _Cached] | None = state.get("_v_cache")
    if cache is None or state["_v_cache_tag"] != tag:
        cache = state["_v_cache"] = {}
        state["_v_cache_tag"] = tag
    elif (hit := cache.get(name)) is not None:
        holder, method, beside = hit
        if not beside or not any(name in other._slots for other in beside):
            if holder is None:
                return None
            value = method if method is not None else holder._slots.get(name, _MISSING)
            if value is not _MISSING:
                return holder, value
    found, passed = _search(obj, name)
    if found is None:
        cache[name] = None, None, tuple(passed)
    elif type(found[1]) is Method:
        cache[name] = *found, _beside(found[0], passed)
    else:
        cache[name] = found[0], None, tuple(passed)
    return found


def is_fixed(obj: Prototype, name: str) -> bool:
    """Whether a method just found stays the answer as long as the epoch does not move."""
    hit: _Cached | None = obj.__dict__.get("_v_cache", {}).get(name)
    return name in obj._slots or (hit is not None and not hit[2])


def _search(obj: Prototype, name: str) -> tuple[tuple[Prototype, Any] | None, list[Prototype]]:
    """Return who answers to a name, and who was asked in vain before."""
    passed: list[Prototype] = []
    for holder in ancestors(obj):
        value = holder._slots.get(name, _MISSING)
        if value is not _MISSING:
            return (holder, value), passed
        passed.append(holder)
    return None, passed


def _beside(holder: Prototype, passed: Iterable[Prototype]) -> tuple[Prototype, ...]:
    """Return those of the objects asked before the holder that do not delegate to it.

    They may be given a value of the method's name, which moves no epoch; those that delegate to
    the holder refuse one. In a single line of parents there are none.
    """
    return tuple(
        other for other in passed if all(above is not holder for above in ancestors(other))
    )


def resolve(obj: Prototype, selector: str) -> Resolution | None:
    """Return where the answer to a selector comes from, or None if nobody has it."""
    holders = [holder for holder in ancestors(obj) if selector in holder._slots]
    if not holders:
        return None
    holder = holders[0]
    return Resolution(
        selector, holder, holder._slots[selector], _path(obj, holder), tuple(holders[1:])
    )


def _path(obj: Prototype, holder: Prototype) -> tuple[Prototype, ...]:
    """Return the way from an object to one that it delegates to, as lookup finds it."""
    came_from: dict[int, Prototype] = {}
    seen: set[int] = set()
    stack = [obj]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if current is holder:
            break
        for parent in reversed(current._parents):
            if id(parent) not in seen:
                came_from[id(parent)] = current
                stack.append(parent)
    path = [holder]
    while path[-1] is not obj:
        path.append(came_from[id(path[-1])])
    return tuple(reversed(path))

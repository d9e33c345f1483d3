"""Deep clones: a twin of an object with everything that belongs to it.

:func:`batos.objects.clone` is the ordinary way to make an object: the new one delegates to its
prototype. A deep clone is for what must be independent of its model: it has copies of the
methods, of the values, of blobs and trees, and of the objects in its slots, with sharing and
circles among them as they were.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from typing import Any

from persistent import Persistent

from batos.errors import SlotError
from batos.objects.method import Method
from batos.objects.uvm import UvmObject, set_parents

__all__ = ["deep_clone"]

_MOST = 100_000
_BLOBS = "ZODB.blob"


def deep_clone(obj: UvmObject, *, with_parents: bool = False) -> UvmObject:
    """Return a twin of an object and of all objects that can be reached through its slots.

    Args:
        obj: The model; it is not changed.
        with_parents: Whether what it delegates to is cloned too. Otherwise the twins delegate to
            the same parents.

    Returns:
        The twin, without a name, in the same image as its model if that is in one.

    Raises:
        SlotError: More than 100,000 objects belong to it.
    """
    reached = _reached(obj, with_parents)
    memo: dict[int, Any] = {}
    for part in reached:
        twin = memo[id(part)] = _shell(part)
        if part._p_jar is not None:
            part._p_jar.add(twin)
    for part in reached:
        _fill(memo[id(part)], part, memo)
    twin_of_all: UvmObject = memo[id(obj)]
    return twin_of_all


def _reached(obj: UvmObject, with_parents: bool) -> list[Persistent]:
    """Return an object and every persistent part of it, once each; methods are not among them."""
    found: list[Persistent] = []
    seen = {id(obj)}
    stack: list[Persistent] = [obj]
    while stack:
        part = stack.pop()
        found.append(part)
        if len(found) > _MOST:
            raise SlotError(f"More than {_MOST:,} objects belong to it, too many to be cloned.")
        for other in _parts(part, with_parents):
            if id(other) not in seen:
                seen.add(id(other))
                stack.append(other)
    return found


def _parts(part: Persistent, with_parents: bool) -> Iterator[Persistent]:
    """Yield the persistent objects that an object holds itself."""
    if isinstance(part, UvmObject):
        values = [each for each in part._slots.values() if type(each) is not Method]
        if with_parents:
            yield from part.parents
    elif _is_blob(part):
        return
    else:
        values = _contents(part)
    seen: set[int] = set()
    while values:
        value = values.pop()
        if isinstance(value, Persistent):
            yield value
        elif isinstance(value, (list, tuple, set, frozenset, dict)) and id(value) not in seen:
            seen.add(id(value))
            values.extend(value)
            if isinstance(value, dict):
                values.extend(value.values())


def _is_blob(part: Persistent) -> bool:
    # By name: this room knows of no database.
    return type(part).__module__ == _BLOBS


def _contents(part: Any) -> list[Any]:
    """Return the keys and values of a tree or another persistent container."""
    if hasattr(part, "items"):
        return [each for pair in part.items() for each in pair]
    return list(part)


def _shell(part: Persistent) -> Any:
    return UvmObject() if isinstance(part, UvmObject) else type(part)()


def _fill(twin: Any, part: Any, memo: dict[int, Any]) -> None:
    """Give a twin copies of what its model holds; the memo has the twins of its parts."""
    if isinstance(part, UvmObject):
        set_parents(twin, [memo.get(id(parent), parent) for parent in part.parents])
        slots = {
            name: value.again() if type(value) is Method else copy.deepcopy(value, dict(memo))
            for name, value in part._slots.items()
        }
        Persistent.__setattr__(twin, "_slots", slots)
    elif _is_blob(part):
        with part.open("r") as source, twin.open("w") as target:
            shutil.copyfileobj(source, target)
    elif hasattr(part, "items"):
        for key, value in part.items():
            twin[copy.deepcopy(key, dict(memo))] = copy.deepcopy(value, dict(memo))
    elif hasattr(twin, "append"):
        for value in part:
            twin.append(copy.deepcopy(value, dict(memo)))
    else:
        twin.update(copy.deepcopy(value, dict(memo)) for value in part)

"""Objects that a running message has made, and their way into the image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from persistent import Persistent

from batos.objects.prototype import Prototype

__all__ = ["attach", "reached"]


def reached(newborn: Iterable[Prototype], result: Any) -> Iterator[Prototype]:
    """Yield those of new objects that are in a result: they have to be found again."""
    made = {id(new): new for new in newborn}
    stack = [result]
    while stack:
        item = stack.pop()
        if id(item) in made:
            yield made[id(item)]
        elif isinstance(item, (list, tuple, set, frozenset)):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())


def attach(objects: Iterable[Prototype], beside: Persistent) -> None:
    """Give objects without one an address in the image of another object, if that has one."""
    jar = beside._p_jar
    for obj in objects:
        if jar is not None and obj._p_jar is None:
            jar.add(obj)

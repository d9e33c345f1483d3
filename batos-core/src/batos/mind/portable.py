"""What may leave a transaction: plain data, and addresses in place of objects of the image."""

from __future__ import annotations

from typing import Any

from persistent import Persistent

from batos.objects import UvmObject, is_plain, name_of

__all__ = ["address_of", "is_portable"]


def address_of(obj: UvmObject) -> str:
    """Return an address under which an object can be found again."""
    if name := name_of(obj):
        return name
    return f"@{int.from_bytes(obj._p_oid, 'big')}" if obj._p_oid else "an object"


def is_portable(value: Any) -> bool:
    """Return whether a value may leave its transaction: plain data that holds no object.

    An object belongs to one connection; carried to another transaction it would be a ghost of a
    closed one, and could not be stored.
    """
    if isinstance(value, Persistent) or not is_plain(value):
        return False
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Persistent):
            return False
        if isinstance(item, (list, tuple, set, frozenset)):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
    return True

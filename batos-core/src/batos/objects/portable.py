"""What may leave a transaction: plain data, and addresses in place of objects of the image."""

from __future__ import annotations

from typing import Any

from persistent import Persistent

from batos.objects.plain import is_plain
from batos.objects.uvm import UvmObject, address_of

__all__ = ["export_value", "is_portable"]


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


def export_value(value: Any) -> Any:
    """Return a value that may leave the transaction: objects become ``{"object": address}``.

    Where a dict or a set cannot hold that, as a key or an item, the address stands alone.
    """
    if isinstance(value, UvmObject):
        return {"object": address_of(value)}
    if isinstance(value, Persistent):
        # A part of the image that is no object, such as the catalog: nobody outside can use it.
        return {"object": type(value).__name__}
    if isinstance(value, dict):
        return {_export_item(key): export_value(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return type(value)(_export_item(each) for each in value)
    if isinstance(value, (list, tuple)):
        return type(value)(export_value(each) for each in value)
    return value


def _export_item(value: Any) -> Any:
    """Return what stands for a value where only hashable ones may stand."""
    if isinstance(value, Persistent):
        return export_value(value)["object"]
    if isinstance(value, (tuple, frozenset)):
        return type(value)(_export_item(each) for each in value)
    return value

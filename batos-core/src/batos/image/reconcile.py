"""Objects that were changed in place without anybody's having said so.

A method declares what it changes of its own object. A list that it hands to another object's
method, or is answered by one, may be changed there, and no analysis of a single method can tell
whose list it was. Where such a method ran, the loaded objects are compared with what is stored.
"""

from __future__ import annotations

from typing import Any

from batos.objects import Method, UvmObject, ensure_plain, own_slots

__all__ = ["reconcile"]

_CONTAINERS = (list, dict, set, tuple)


def reconcile(connection: Any, keep: bool) -> None:
    """Mark loaded objects as changed that differ from their records, or reload them.

    Args:
        connection: The connection to the image.
        keep: Whether the changes are meant to be stored.

    Raises:
        SlotError: What was put into an object cannot be stored.
    """
    # The cache has no public way to what is loaded, nor a connection to the state of a record.
    for _, obj in connection._cache.lru_items():
        if type(obj) is not UvmObject or obj._p_changed is not False:
            continue
        slots = own_slots(obj)
        if not any(isinstance(value, _CONTAINERS) for value in slots.values()):
            continue
        data, _ = connection._storage.load(obj._p_oid)
        if connection._reader.getState(data)["_slots"] == slots:
            continue
        if keep:
            obj._p_changed = True
            for name, value in slots.items():
                if type(value) is not Method:
                    ensure_plain(value, name)
        else:
            obj._p_invalidate()

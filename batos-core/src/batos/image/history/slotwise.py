"""Taking back what a transaction did to values, slot by slot.

A storage undoes whole records: what an object has learned since would be in the way, though it is
in other slots. Where the slots that a transaction changed still hold what it left in them, they
are set back one by one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from persistent import Persistent
from ZODB.utils import p64, u64

from batos.errors import ImageError
from batos.objects import UvmObject, own_slots, remove_slot, slots_of

if TYPE_CHECKING:
    from batos.image.root import Root
    from batos.image.session import Session

__all__ = ["take_back_values"]

_GONE = object()
"""What a slot holds that is not there."""


class _InTheWayError(Exception):
    """A slot holds something else by now."""


def take_back_values(
    session: Session, tid: bytes, oids: Iterable[bytes], *, note: str, user: str
) -> bool:
    """Set slots back to what they held before a transaction, in a transaction of its own.

    Args:
        session: The image.
        tid: Id of the transaction.
        oids: What it wrote.
        note: What is done, in a few words.
        user: On whose behalf.

    Returns:
        Whether it was done. It is not where the transaction did more than to change values of
        objects, where one of its slots was changed since, and where the past was packed away.
    """
    written = list(oids)
    try:
        before = _states(session, p64(u64(tid) - 1), written)
        after = _states(session, tid, written)
    except ImageError:
        return False
    steps = {oid: _steps(before[oid], after[oid]) for oid in before.keys() & after.keys()}
    if len(steps) < len(written) or not any(steps.values()):
        return False

    def work(root: Root) -> None:
        for oid, slots in steps.items():
            obj = root.connection.get(oid)
            for name, (old, new) in slots.items():
                _set_back(obj, name, old, new)

    try:
        session.change(work, note=note, user=user)
    except _InTheWayError:
        return False
    return True


def _states(session: Session, at: bytes, oids: Iterable[bytes]) -> dict[bytes, Mapping[str, Any]]:
    """Return the slots of objects as they were; what is no object of slots is left out."""
    found: dict[bytes, Mapping[str, Any]] = {}
    with session.read(at=at) as root:
        for oid in oids:
            try:
                obj = root.connection.get(oid)
            except KeyError:
                continue
            if type(obj) is UvmObject and not any(map(_has_objects, slots_of(obj).values())):
                found[oid] = copy.deepcopy(slots_of(obj))
    return found


def _has_objects(value: Any) -> bool:
    """Return whether there is an object of the image in a value, which cannot leave its moment."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Persistent):
            return True
        if isinstance(item, dict):
            stack.extend((*item.keys(), *item.values()))
        elif isinstance(item, (list, tuple, set, frozenset)):
            stack.extend(item)
    return False


def _steps(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the slots that differ: what each held before, and after."""
    both = {name: (before.get(name, _GONE), after.get(name, _GONE)) for name in {*before, *after}}
    return {name: (old, new) for name, (old, new) in both.items() if not _same(old, new)}


def _same(a: Any, b: Any) -> bool:
    return a is b or (type(a) is type(b) and bool(a == b))


def _set_back(obj: UvmObject, name: str, old: Any, new: Any) -> None:
    if not _same(own_slots(obj).get(name, _GONE), new):
        raise _InTheWayError
    if old is _GONE:
        remove_slot(obj, name)
    else:
        setattr(obj, name, copy.deepcopy(old))

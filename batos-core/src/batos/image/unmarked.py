"""Objects that a message has changed in place without anybody's having said so.

A method declares what it changes of its own object. What it changes through a part that came back
out of some call, no analysis can tell. At the end of a transaction every container that a method
was handed is compared with what it was before: a difference is committed with the message, or
taken back with its failure.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from batos.objects import Method, Space, UvmObject, own_slots, slots_of
from batos.objects.changes.footprint import is_as_before, kept_size
from batos.objects.plain import ensure_record

__all__ = ["Attention", "forget_touched", "mark_unmarked"]

_SMALL = 2_048
"""Bytes of a container that is always looked at."""
_SHARE = 0.05
"""Part of the time of all messages that goes into looking at larger ones."""
_BYTE_S = 15e-9
"""Seconds that a byte takes."""
_MOST_S = 0.5
_PROBATION = 20
"""Runs of a method for which everything is looked at, whatever its size."""
_REMEMBERED = 4_096


class Attention:
    """Decides what is looked at: everything that is small, and the rest as far as time allows.

    Where the guardian saw that a method may change what it was given, everything is looked at.
    Safe to use from many threads: what two of them count at once is counted once.
    """

    def __init__(self) -> None:
        self._left = 0.0
        self._runs: OrderedDict[bytes | None, int] = OrderedDict()

    def grant(self, seconds: float) -> None:
        """Note how long a transaction took."""
        self._left = min(_MOST_S, self._left + _SHARE * seconds)

    def suspects(self, methods: Iterable[Method]) -> bool:
        """Return whether one of the methods that ran is new, or was found out before."""
        found = False
        for method in methods:
            runs = self._runs.pop(method._p_oid, 0)
            found = found or runs < _PROBATION
            self._runs[method._p_oid] = runs + 1
        while len(self._runs) > _REMEMBERED:
            self._runs.popitem(last=False)
        return found

    def found_out(self, methods: Iterable[Method]) -> None:
        """Have everything looked at for ever that these methods touch."""
        for method in methods:
            self._runs[method._p_oid] = -(10**9)

    def take(self, size: int) -> bool:
        """Return whether there is time for so many bytes."""
        if size <= _SMALL:
            return True
        cost = size * _BYTE_S
        if cost > self._left:
            return False
        self._left -= cost
        return True


def mark_unmarked(space: Space, attention: Attention) -> list[UvmObject]:
    """Mark the objects as changed that differ from before; return them.

    Args:
        space: Of the running transaction.
        attention: Decides what is looked at.

    Raises:
        SlotError: What was put into an object cannot be stored.
    """
    if not space.touched:
        return []
    everything = space.borrowed or attention.suspects(dict.fromkeys(space.ran))
    found: dict[UvmObject, None] = {}
    for holder, name in space.touched:
        if holder in found or holder._p_changed is not False or holder._p_jar is None:
            continue  # it is stored anyway, was not loaded, or is new
        if _differs(holder, name, attention, everything=everything):
            found[holder] = None
    space.touched.clear()
    for holder in found:
        holder._p_changed = True
        ensure_record(slots_of(holder))
    if found:
        attention.found_out(space.ran)
    return list(found)


def forget_touched(space: Space) -> None:
    """Have the objects loaded again that may have been changed, after the transaction was left."""
    for holder, _name in space.touched:
        if holder._p_changed is False:
            holder._p_invalidate()
    space.touched.clear()


def _differs(holder: UvmObject, name: str, attention: Attention, *, everything: bool) -> bool:
    size = kept_size(holder, name)
    if size is not None:
        return (everything or attention.take(size)) and not is_as_before(holder, name)
    if not everything:
        return False
    # It was too large to be looked at when it was handed out.
    connection: Any = holder._p_jar
    data, _ = connection._storage.load(holder._p_oid)  # no public way to a record's state
    stored = connection._reader.getState(data)["_slots"]
    return bool(stored.get(name) != own_slots(holder).get(name))

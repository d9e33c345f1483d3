"""Plain data: the only values that may live in slots and leave methods.

Functions, modules, generators and foreign instances would fail at commit, far from the culprit,
or break when the code that made them is gone (ZODB stores a class by its import path). They are
refused at once, with the place where they were found.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from persistent import Persistent

from batos.errors import SlotError

__all__ = ["ensure_plain", "ensure_record", "is_plain"]

_FIXED = frozenset({type(None), bool, float, complex, dt.date, dt.timedelta})
"""Types whose every value is plain and small."""
_HASHING = frozenset({dict, set, frozenset})
_CONTAINERS = _HASHING | {list, tuple}
_ZONES = (type(None), dt.timezone, zoneinfo.ZoneInfo)
_HOMES = ("batos.", "BTrees.", "ZODB.blob", "persistent.")
"""Where the classes of persistent objects come from: one of another package would make the
image depend on that package for ever."""
_DEEPEST = 64
_MOST = 1_000_000
_LARGEST = 32 * 1024 * 1024
_DIGITS = 16_384 * 8
_SMALL_INT = 1 << 64
_FEW = 16
"""Keys of a container that may all collide without harm."""
_MOST_ALIKE = 1_000
"""Keys with the hash of another key of their container: looking them up takes a time in their
square, in C code that nothing can stop, and so would every later load of the object."""
_MOST_SLOTS = 10_000


def ensure_plain(value: Any, where: str) -> None:
    """Check that a value is plain data, a persistent object, or a nest of them.

    Args:
        value: Any value.
        where: The place of the value, for the message: a slot's name or ``result``.

    Raises:
        SlotError: Something in it cannot be stored, it is nested too deeply, or it is too large.
    """
    if type(value) not in _FIXED:
        _Measure().add(value, where)


def ensure_record(slots: Mapping[str, Any]) -> None:
    """Check that the values of an object are plain, and that one record can hold all of them.

    Args:
        slots: The values by the names of their slots.

    Raises:
        SlotError: As for :func:`ensure_plain`; the limits hold for all of them together.
    """
    if len(slots) > _MOST_SLOTS:
        raise SlotError(f"An object has at most {_MOST_SLOTS:,} slots.")
    measure = _Measure()
    for name, value in slots.items():
        if type(value) not in _FIXED:
            measure.add(value, name)


class _Measure:
    """Counts what values hold, up to what may be stored in one record."""

    __slots__ = ("_alike", "_seen", "_size")

    def __init__(self) -> None:
        self._seen = 0
        self._size = 0
        self._alike = 0

    def add(self, value: Any, where: str) -> None:
        """Count a value.

        Raises:
            SlotError: See :func:`ensure_plain`.
        """
        # An explicit stack: a shared or cyclic structure must not overflow Python's own.
        stack: list[tuple[Any, int]] = [(value, 0)]
        hashing: list[Any] = []
        while stack:
            item, depth = stack.pop()
            self._seen += 1
            if self._seen > _MOST or depth > _DEEPEST:
                raise SlotError(f"The value of {where!r} is too large or nested too deeply.")
            kind = type(item)
            if kind in (str, bytes):
                self._weigh(len(item), where)
            elif kind is int:
                if not -_SMALL_INT < item < _SMALL_INT:
                    self._weigh_number(item, where)
            elif kind in _FIXED or (kind in (dt.datetime, dt.time) and type(item.tzinfo) in _ZONES):
                continue
            elif kind in _CONTAINERS:
                parts = chain(item, item.values()) if kind is dict else item
                stack.extend((part, depth + 1) for part in parts)
                if kind in _HASHING and len(item) > _FEW:
                    hashing.append(item)
            elif not (isinstance(item, Persistent) and kind.__module__.startswith(_HOMES)):
                raise SlotError(
                    f"{where!r} cannot hold a {kind.__name__}.",
                    hint="Keep numbers, texts, lists, dicts, dates or other objects of the image.",
                )
        # Last, since hashing a key goes over all of it.
        for container in hashing:
            self._compare(container, where)

    def _weigh(self, size: int, where: str) -> None:
        self._size += size
        if self._size > _LARGEST:
            raise SlotError(f"The value of {where!r} is larger than {_LARGEST} bytes.")

    def _weigh_number(self, number: int, where: str) -> None:
        bits = number.bit_length()
        if bits > _DIGITS:
            raise SlotError(f"The number in {where!r} has too many digits.")
        self._weigh(bits // 8, where)

    def _compare(self, container: Collection[Any], where: str) -> None:
        self._alike += len(container) - len(set(map(hash, container)))
        if self._alike > _MOST_ALIKE:
            raise SlotError(
                f"The keys in {where!r} are too much alike for a dict or a set.",
                hint="Their hashes collide. Keep them in a list, or as texts.",
            )


def is_plain(value: Any) -> bool:
    """Return whether :func:`ensure_plain` accepts a value."""
    try:
        ensure_plain(value, "value")
    except SlotError:
        return False
    return True

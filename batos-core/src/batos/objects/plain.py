"""Plain data: the only values that may live in slots and leave methods.

Functions, modules, generators and foreign instances would fail at commit, far from the culprit,
or break when the code that made them is gone (ZODB stores a class by its import path). They are
refused at once, with the place where they were found.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from persistent import Persistent

from batos.errors import SlotError

__all__ = ["ensure_plain", "is_plain"]

_FIXED = frozenset({type(None), bool, float, complex, dt.date, dt.timedelta})
"""Types whose every value is plain and small."""
_SEQUENCES = frozenset({list, tuple, set, frozenset})
_ZONES = (type(None), dt.timezone, zoneinfo.ZoneInfo)
_HOMES = ("batos.", "BTrees.", "ZODB.blob", "persistent.")
"""Where the classes of persistent objects come from: one of another package would make the
image depend on that package for ever."""
_DEEPEST = 64
_MOST = 1_000_000
_LARGEST = 32 * 1024 * 1024
_DIGITS = 16_384 * 8


def ensure_plain(value: Any, where: str) -> None:
    """Check that a value is plain data, a persistent object, or a nest of them.

    Args:
        value: Any value.
        where: The place of the value, for the message: a slot's name or ``result``.

    Raises:
        SlotError: Something in it cannot be stored, it is nested too deeply, or it is too large.
    """
    if type(value) in _FIXED:
        return
    # An explicit stack: a shared or cyclic structure must not overflow Python's own.
    stack: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    size = 0
    while stack:
        item, depth = stack.pop()
        seen += 1
        if seen > _MOST or depth > _DEEPEST:
            raise SlotError(f"The value of {where!r} is too large or nested too deeply.")
        kind = type(item)
        if kind in (str, bytes):
            size += len(item)
            if size > _LARGEST:
                raise SlotError(f"The value of {where!r} is larger than {_LARGEST} bytes.")
        elif kind is int:
            if item.bit_length() > _DIGITS:
                raise SlotError(f"The number in {where!r} has too many digits.")
        elif kind in _FIXED or (kind in (dt.datetime, dt.time) and type(item.tzinfo) in _ZONES):
            continue
        elif kind in _SEQUENCES:
            stack.extend((part, depth + 1) for part in item)
        elif kind is dict:
            for key, part in item.items():
                stack.append((key, depth + 1))
                stack.append((part, depth + 1))
        elif not (isinstance(item, Persistent) and kind.__module__.startswith(_HOMES)):
            raise SlotError(
                f"{where!r} cannot hold a {kind.__name__}.",
                hint="Keep numbers, texts, lists, dicts, dates or other objects of the image.",
            )


def is_plain(value: Any) -> bool:
    """Return whether :func:`ensure_plain` accepts a value."""
    try:
        ensure_plain(value, "value")
    except SlotError:
        return False
    return True

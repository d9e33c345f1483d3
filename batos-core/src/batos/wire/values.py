"""Plain Python values in the shape that msgpack and JSON can carry."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
from collections.abc import Mapping, Set
from typing import Any

__all__ = ["BIG_INT_TAG", "from_wire", "to_wire"]

BIG_INT_TAG = "$int"
"""Key of the one-entry map that stands for an integer beyond 64 bits."""

_MIN_INT = -(2**63)
_MAX_INT = 2**64 - 1
_SCALARS = frozenset({str, float, bool, type(None), bytes})
_MAX_REPR = 200


def to_wire(value: Any) -> Any:
    """Return ``value`` made of maps with text keys, lists, texts, numbers, bytes and None.

    Tuples become lists, sets sorted lists, dates ISO texts, integers beyond 64 bits a tagged
    map that :func:`from_wire` undoes. Anything else becomes its ``repr``, cut to 200
    characters: an answer that is shown beats one that is lost.
    """
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is int:
        return value if _MIN_INT <= value <= _MAX_INT else {BIG_INT_TAG: str(value)}
    if kind is dict:
        return {k if type(k) is str else _key(k): to_wire(v) for k, v in value.items()}
    if kind is list or kind is tuple:
        return [to_wire(item) for item in value]
    return _rare(value)


def _rare(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return to_wire(value.value)
    if isinstance(value, Mapping):
        return {_key(k): to_wire(v) for k, v in value.items()}
    if isinstance(value, Set):
        return _in_order(value)
    if isinstance(value, (str, int, float)):  # subclasses of scalars
        plain = next(base for base in (bool, int, float, str) if isinstance(value, base))
        return to_wire(plain(value))
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, (decimal.Decimal, fractions.Fraction, complex)):
        return str(value)
    if isinstance(value, (range, tuple, list)) or type(value).__name__ == "deque":
        return [to_wire(item) for item in value]
    text = repr(value)
    return text if len(text) <= _MAX_REPR else text[: _MAX_REPR - 1] + "…"


def _in_order(values: Set[Any]) -> list[Any]:
    try:
        ordered = sorted(values)
    except TypeError:  # mixed types have no order of their own
        ordered = sorted(values, key=repr)
    return [to_wire(item) for item in ordered]


def _key(key: Any) -> str:
    if isinstance(key, str):
        return str(key)
    wired = to_wire(key)
    return wired if isinstance(wired, str) else str(key)


def from_wire(value: Any) -> Any:
    """Return ``value`` with the tagged integers of :func:`to_wire` restored."""
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(value.get(BIG_INT_TAG), str):
            try:
                return int(value[BIG_INT_TAG])
            except ValueError:
                return value
        return {key: from_wire(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    return value

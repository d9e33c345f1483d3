"""Plain data on its way to and from the trial child.

JSON knows no tuples, sets, dates, bytes, keys that are not texts, or numbers beyond floats. They
travel as ``{"$": kind, "v": value}``; a dict that is itself unfortunate enough to have a ``$``
travels as pairs.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from typing import Any

__all__ = ["NotPlainError", "decode", "dumps", "encode", "loads"]

_DEEPEST = 80
_HUGE = 1 << 200


class NotPlainError(ValueError):
    """A value cannot travel."""


def encode(value: Any, _depth: int = 0) -> Any:
    """Return a value as JSON can hold it.

    Raises:
        NotPlainError: Something in it is not plain data, or it is nested too deeply.
    """
    kind = type(value)
    if kind in (str, bool) or value is None:
        return value
    if kind is int:
        return value if abs(value) < _HUGE else {"$": "int", "v": hex(value)}
    if kind is float:
        return value if math.isfinite(value) else {"$": "float", "v": repr(value)}
    if _depth > _DEEPEST:
        raise NotPlainError("it is nested too deeply")
    if kind is list:
        return [encode(item, _depth + 1) for item in value]
    if kind is dict:
        if all(type(key) is str for key in value) and "$" not in value:
            return {key: encode(item, _depth + 1) for key, item in value.items()}
        pairs = [[encode(k, _depth + 1), encode(v, _depth + 1)] for k, v in value.items()]
        return {"$": "dict", "v": pairs}
    if kind in (tuple, set, frozenset):
        return {"$": kind.__name__, "v": [encode(item, _depth + 1) for item in value]}
    if kind is bytes:
        return {"$": "bytes", "v": value.hex()}
    if kind is complex:
        return {"$": "complex", "v": [repr(value.real), repr(value.imag)]}
    return _encode_date(value)


def _encode_date(value: Any) -> Any:
    if type(value) in (dt.datetime, dt.date, dt.time):
        if isinstance(value, (dt.datetime, dt.time)) and not _plain_zone(value.tzinfo):
            raise NotPlainError("it holds a time zone that cannot be stored")
        return {"$": type(value).__name__, "v": value.isoformat()}
    if type(value) is dt.timedelta:
        return {"$": "timedelta", "v": [value.days, value.seconds, value.microseconds]}
    raise NotPlainError(f"it holds a {type(value).__name__}")


def _plain_zone(zone: dt.tzinfo | None) -> bool:
    return zone is None or type(zone) is dt.timezone


def decode(value: Any) -> Any:
    """Return what :func:`encode` was given.

    Raises:
        NotPlainError: It was not made by :func:`encode`.
    """
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$" not in value:
        return {key: decode(item) for key, item in value.items()}
    try:
        return _decode_tagged(value["$"], value["v"])
    except (KeyError, TypeError, ValueError) as problem:
        raise NotPlainError(f"a value is damaged: {problem}") from None


def _decode_tagged(tag: str, value: Any) -> Any:
    if tag == "dict":
        return {decode(key): decode(item) for key, item in value}
    if tag in ("tuple", "set", "frozenset"):
        return {"tuple": tuple, "set": set, "frozenset": frozenset}[tag](map(decode, value))
    if tag == "timedelta":
        return dt.timedelta(*value)
    if tag == "complex":
        return complex(float(value[0]), float(value[1]))
    simple: Mapping[str, Any] = {
        "int": lambda text: int(text, 16),
        "float": float,
        "bytes": bytes.fromhex,
        "datetime": dt.datetime.fromisoformat,
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
    }
    return simple[tag](value)


def dumps(value: Any) -> bytes:
    """Return encoded plain data as JSON bytes; lone surrogates in texts survive as escapes."""
    return json.dumps(encode(value), separators=(",", ":"), sort_keys=False).encode("ascii")


def loads(data: bytes) -> Any:
    """Return what :func:`dumps` was given.

    Raises:
        NotPlainError: It was not made by :func:`dumps`.
    """
    try:
        return decode(json.loads(data))
    except (ValueError, RecursionError) as problem:
        raise NotPlainError(f"damaged data: {problem}") from None

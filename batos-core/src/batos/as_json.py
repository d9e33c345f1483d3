"""Values as JSON has them: one rule for the command line, the logs and the trail.

Nothing comes back from JSON as it was; it is for those who read. The wire, skills and the trial
have forms of their own, which do.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import sys
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["allow_long_numbers", "json_line", "to_json_value"]

_MOST_DIGITS = 40_000
"""Digits of a number that is turned into text: more than any has that may be stored."""
_MOST_DECIMAL = 1 << 10_000
_DEEPEST = 100


def to_json_value(value: Any, _depth: int = 0) -> Any:
    """Return a value as near as JSON has it.

    Tuples and sets become arrays, sets in order; keys become texts; what JSON does not have at
    all, such as bytes, dates and infinite numbers, becomes its text. A dict with keys that would
    become the same text (``1`` and ``"1"``) becomes an array of pairs. What has a plain form of its
    own has that, and a dataclass its fields.
    """
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        # Longer ones many readers of JSON, Python's own among them, refuse.
        return value if -_MOST_DECIMAL < value < _MOST_DECIMAL else hex(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if _depth > _DEEPEST:
        return "…"
    if isinstance(value, (list, tuple)):
        return [to_json_value(item, _depth + 1) for item in value]
    if isinstance(value, (set, frozenset)):
        return [to_json_value(item, _depth + 1) for item in _in_order(value)]
    if isinstance(value, Mapping):
        made = {_key(key): to_json_value(item, _depth + 1) for key, item in value.items()}
        if len(made) == len(value):
            return made
        return [
            [to_json_value(key), to_json_value(item, _depth + 1)] for key, item in value.items()
        ]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if hasattr(kind := type(value), "to_plain"):
        return to_json_value(value.to_plain(), _depth)
    if dataclasses.is_dataclass(kind):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(kind)}
        return to_json_value(fields, _depth)
    return str(value)


def json_line(value: Any) -> str:
    """Return a value as JSON on one line; half of a surrogate pair stays as it is."""
    return json.dumps(to_json_value(value), ensure_ascii=False)


def allow_long_numbers() -> None:
    """Let this process turn every number that may be stored into text.

    Python stops at 4,300 digits, since a text of very many takes a time in their square: 40,000
    take some milliseconds.
    """
    now = sys.get_int_max_str_digits()
    if 0 < now < _MOST_DIGITS:
        sys.set_int_max_str_digits(_MOST_DIGITS)


def _in_order(values: Iterable[Any]) -> list[Any]:
    try:
        return sorted(values)
    except TypeError:  # mixed types have no order of their own
        return sorted(values, key=repr)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    return str(key if isinstance(key, (tuple, frozenset)) else to_json_value(key))

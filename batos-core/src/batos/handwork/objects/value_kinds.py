"""Values that JSON has no form for, from the form that a person types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from batos.errors import UsageError

__all__ = ["KINDS", "read_as"]


def read_as(kind: str, value: Any) -> Any:
    """Return a value of a kind, from its plain form.

    Args:
        kind: One of :data:`KINDS`, or an empty text for a value that stands for itself.
        value: An ISO text for ``date``, such as ``2026-01-31``, ``2026-01-31T12:00`` or ``12:00``;
            a list for ``set``.

    Raises:
        UsageError: There is no such kind, or the value is none of it.
    """
    if not kind:
        return value
    if kind not in _READERS:
        raise UsageError(f"There is no kind of value {kind!r}.", hint=f"Kinds: {', '.join(KINDS)}.")
    try:
        return _READERS[kind](value)
    except (TypeError, ValueError):
        raise UsageError(f"{value!r:.80} is no {kind}.", hint=_HINTS[kind]) from None


def _date(value: str) -> dt.date | dt.time:
    if ":" not in value:
        return dt.date.fromisoformat(value)
    return dt.datetime.fromisoformat(value) if "-" in value else dt.time.fromisoformat(value)


def _set(value: list[Any]) -> set[Any]:
    if not isinstance(value, list):
        raise TypeError("a set is given as a list")
    return {tuple(each) if isinstance(each, list) else each for each in value}


_READERS: Mapping[str, Callable[[Any], Any]] = {"date": _date, "set": _set}
_HINTS = {
    "date": "Write it as 2026-01-31, 2026-01-31T12:00 or 12:00.",
    "set": 'Write it as a JSON list, such as ["red", "green"].',
}
KINDS = tuple(_READERS)
"""Kinds of values that are read from another form."""

"""Texts of values: as long as they may be, and without what nobody is to know."""

from __future__ import annotations

import datetime as dt
import re
import string
from itertools import chain
from typing import Any

from batos.guardian.dialect import ENCODINGS, MAX_TEXT, MAX_WIDTH, SLOW_ENCODINGS
from batos.guardian.dialect.kinds import ATOMS, TEXTS
from batos.guardian.dialect.measure import (
    breach,
    check_length,
    weighed,
)

__all__ = [
    "check_encoding",
    "check_spec",
    "format_text",
    "format_value",
    "formatted",
    "show",
    "text",
    "to_ascii",
    "to_repr",
    "to_str",
    "without_addresses",
]

_ORDINARY = 1 << 64
_SPEC = 1_000
"""Characters of a format specification."""
_SLOW_TEXT = 1_000
"""Characters that an encoding may be given whose time grows with the square of the length."""
_WIDTHS = re.compile(r"%[-+ #0]*(\d+|\*)?(?:\.(\d+|\*))?")
_WIDTHS_BEHIND_KEYS = re.compile(r"[%)][-+ #0]*(\d+|\*)?(?:\.(\d+|\*))?")
_ADDRESS = re.compile(r"(?: at| @) 0x[0-9A-Fa-f]{6,}")


def formatted(template: Any, right: Any) -> Any:
    """Return ``template % right`` for a text."""
    text = template if isinstance(template, str) else template.decode("latin-1")
    values = right if isinstance(right, tuple) else (right,)
    sizes = [weighed(item) for item in values]
    weights = [weight for weight, _ in sizes]
    count = text.count("%")
    length = sum(weights) if isinstance(right, tuple) else count * max(weights)
    if length + count * _widest(text, values) > 4 * MAX_TEXT:
        breach("a formatted text is too long")
    made = template % right
    if not any(opaque for _, opaque in sizes):
        return made
    if isinstance(made, str):
        return without_addresses(made)
    return without_addresses(made.decode("latin-1")).encode("latin-1")


def _widest(template: str, values: tuple[Any, ...]) -> int:
    """Return the largest width or precision that a ``%`` template may ask for.

    Where a conversion begins is not told by what stands before it: a key may hold parentheses and
    percent signs. So whatever could be a width counts as one.
    """
    runs = (_WIDTHS_BEHIND_KEYS if "%(" in template else _WIDTHS).findall(template)
    widest = 0
    for run in set(chain.from_iterable(runs)) - {""}:
        if run == "*":
            widest = max(widest, *(abs(item) for item in values if isinstance(item, int)), 0)
        else:
            widest = max(widest, int(run) if len(run) < 7 else MAX_WIDTH + 1)
    if widest > MAX_WIDTH:
        breach("a width is too large")
    return widest


def without_addresses(text: str) -> str:
    """Return a text without places in memory, which Python names for what has no other name."""
    return _ADDRESS.sub("", text) if " 0x" in text else text


class _Shown:
    """Stands in a text for a value whose own text may tell a place in memory."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __str__(self) -> str:
        return without_addresses(str(self._value))

    def __repr__(self) -> str:
        return without_addresses(repr(self._value))

    def __format__(self, spec: str) -> str:
        return without_addresses(format(self._value, spec))


def show(value: Any, most: int | None = None) -> Any:
    """Return what can be put into a text for a value, which has a sensible length.

    Args:
        value: Any value.
        most: Characters that its text may have, where many values share one text.
    """
    kind = type(value)
    if most is None and kind in ATOMS:
        if kind is int:
            ordinary = -_ORDINARY < value < _ORDINARY
        else:
            ordinary = kind not in TEXTS or len(value) <= MAX_TEXT
        if ordinary:
            return value
    weight, opaque = weighed(value)
    if most is not None and weight > most:
        breach("a text grew too long")
    return _Shown(value) if opaque else value


def text(value: str) -> str:
    """Return a text that was put together from several, once its length is checked."""
    if len(value) > MAX_TEXT:
        breach("a text grew too long")
    return value


def to_str(value: Any = "", /, *encoding: str, **named: str) -> str:
    """Return ``str(value)``."""
    if encoding or named:
        check_encoding(value, *encoding, **named)
        return str(value, *encoding, **named)
    return str(show(value))


def _plain_name(encoding: str) -> str:
    return encoding.lower().replace("-", "").replace("_", "").replace(" ", "")


_ENCODINGS = frozenset(map(_plain_name, ENCODINGS))


def check_encoding(value: Any, encoding: str = "utf-8", errors: str = "strict") -> None:
    """Check that an encoding is offered, and that it is quick enough for a text.

    Raises:
        LookupError: It is not offered.
        Breach: The text is too long for it.
    """
    del errors
    if not isinstance(encoding, str):
        raise TypeError("the name of an encoding is a text")
    check_length(value)
    name = _plain_name(encoding)
    if name not in _ENCODINGS:
        raise LookupError(f"unknown encoding: {encoding[:40]}")
    if name in SLOW_ENCODINGS and len(value) > _SLOW_TEXT:
        breach("a text is too long for this encoding")


def to_repr(value: Any, /) -> str:
    """Return ``repr(value)``."""
    return repr(show(value))


def to_ascii(value: Any, /) -> str:
    """Return ``ascii(value)``."""
    return ascii(show(value))


def format_value(value: Any, spec: str = "", /) -> str:
    """Return ``format(value, spec)``."""
    shown = show(value)
    check_spec(spec)
    if not isinstance(value, (dt.date, dt.time)):  # for which digits are no width
        for run in re.findall(r"\d+", spec):
            if len(run) > 6 or int(run) > MAX_WIDTH:
                breach("a width is too large")
    return format(shown, spec)


def check_spec(spec: Any) -> None:
    """Check that a format specification, or the form of a date, has a sensible length.

    What a form of a date gives is at most 256 times as long.
    """
    if isinstance(spec, str) and len(spec) > _SPEC:
        breach("a format specification is too long")


class _Formatter(string.Formatter):
    """Formats a template in which a specification is made of other values."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return format_value(value, format_spec)


def format_text(template: str, /, *values: Any, **named: Any) -> str:
    """Return ``template.format(...)``; the audit saw the literal template."""
    sizes = [weighed(item) for item in (*values, *named.values())]
    longest = max((weight for weight, _ in sizes), default=0)
    if template.count("{") * longest > 4 * MAX_TEXT:
        breach("a formatted text is too long")
    if any(spec and "{" in spec for _, _, spec, _ in string.Formatter().parse(template)):
        made = _Formatter().format(template, *values, **named)
    else:
        made = template.format(*values, **named)
    return without_addresses(made) if any(opaque for _, opaque in sizes) else made

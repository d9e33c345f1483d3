"""Bounded built-ins and bounded methods of plain values."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from typing import Any

from batos.guardian.dialect import MAX_BITS, MAX_ITEMS, MAX_TEXT, MAX_WIDTH, guards
from batos.guardian.dialect.guards import (
    DefaultDict,
    add,
    bounded,
    breach,
    hint,
    is_container,
    materialised,
    to_str,
    without_addresses,
)

__all__ = ["BUILTIN_GUARDS", "HIDDEN", "METHOD_GUARDS", "make_bytes", "make_range"]


# -- built-ins -------------------------------------------------------------------------------------


def make_range(*limits: int) -> range:
    """Return ``range(...)``."""
    made = range(*limits)
    try:
        length = len(made)
    except OverflowError:
        length = MAX_ITEMS + 1
    if length > MAX_ITEMS:
        breach(f"a range of more than {MAX_ITEMS:,} numbers")
    return made


def make_slice(*limits: Any) -> slice:
    """Return ``slice(...)`` of whole numbers (nested slices crash CPython when freed)."""
    if any(limit is not None and not isinstance(limit, int) for limit in limits):
        raise TypeError("slice takes whole numbers")
    return slice(*limits)


def make_bytes(value: Any = b"", *encoding: str, **named: str) -> bytes:
    """Return ``bytes(...)``."""
    if isinstance(value, int):
        if value > MAX_TEXT:
            breach("too many bytes")
        return bytes(value)
    return bytes(value, *encoding, **named) if isinstance(value, str) else bytes(bounded(value))


def int_base(value: Any, base: Any = 10) -> int:
    """Return ``int(value, base)``; bases that are powers of two know no limit of digits."""
    if hint(value) > MAX_BITS // 8:
        breach("a number has too many digits")
    return int(value, base)


def total(source: Iterable[Any], /, start: Any = 0) -> Any:
    """Return ``sum(source, start)``."""
    if isinstance(start, (list, tuple)):
        result = start
        for part in materialised(source):
            result = add(result, part)
        return result
    return sum(source, start)


def rounded(number: Any, ndigits: Any = None) -> Any:
    """Return ``round(number, ndigits)``."""
    if ndigits is None:
        return round(number)
    if isinstance(ndigits, int) and ndigits < -MAX_WIDTH:
        breach("too many digits to round")
    return round(number, ndigits)


def iterate(source: Any) -> Iterator[Any]:
    """Return ``iter(source)``, of one argument only."""
    return iter(source)


def mapped(function: Callable[..., Any], *sources: Any) -> Iterator[Any]:
    """Return ``map(...)`` over containers."""
    return map(function, *(still(source) for source in sources))


def filtered(function: Any, source: Any) -> Iterator[Any]:
    """Return ``filter(...)`` over a container."""
    return filter(function, still(source))


def still(source: Any) -> Any:
    """Return an iterable that does not grow while it is gone over.

    ``list(map(xs.append, xs))`` would never end, in a single step of C code. Other containers
    notice it themselves.
    """
    return source[:] if type(source) is list else materialised(source)


def largest(*values: Any, **options: Any) -> Any:
    """Return ``max(...)``; with a key, of what does not grow."""
    return max(*(still(values[0]),) if len(values) == 1 else values, **options)


def smallest(*values: Any, **options: Any) -> Any:
    """Return ``min(...)``; with a key, of what does not grow."""
    return min(*(still(values[0]),) if len(values) == 1 else values, **options)


def zipped(*sources: Any, strict: bool = False) -> Iterator[Any]:
    """Return ``zip(...)`` over containers; an endless source only needs to reach the shortest."""
    if len(sources) > 1 and any(not is_container(source) for source in sources):
        return iter(bounded(zip(*sources, strict=strict)))
    return zip(*(materialised(source) for source in sources), strict=strict)


def enumerated(source: Any, start: int = 0) -> Iterator[Any]:
    """Return ``enumerate(...)`` over a container."""
    return enumerate(materialised(source), start)


def backwards(source: Any) -> Iterator[Any]:
    """Return ``reversed(...)`` over a container."""
    made: Iterator[Any] = reversed(
        source if hasattr(source, "__reversed__") else materialised(source)
    )
    return made


# -- methods of values -----------------------------------------------------------------------------


def _join(separator: Any, parts: Any) -> Any:
    parts = parts if type(parts) in (list, tuple) else bounded(parts)
    try:
        length = sum(map(len, parts)) + len(separator) * len(parts)
    except TypeError:
        length = 0  # not texts: the real join says which
    if length > MAX_TEXT:
        breach("a joined text is too long")
    return separator.join(parts)


def _replace(value: Any, old: Any, new: Any, count: int = -1) -> Any:
    if type(old) is type(new) is type(value) and len(new) > len(old):
        found = value.count(old) if count < 0 else min(count, value.count(old))
        if len(value) + found * (len(new) - len(old)) > MAX_TEXT:
            breach("a text grew too long")
    return value.replace(old, new, count)


def _padding(name: str) -> Callable[..., Any]:
    def pad(value: Any, width: Any, *fill: Any) -> Any:
        if isinstance(width, int) and width > MAX_TEXT:
            breach("a padded text is too long")
        return getattr(value, name)(width, *fill)

    return pad


def _expandtabs(value: Any, tabsize: Any = 8) -> Any:
    tab = "\t" if isinstance(value, str) else b"\t"
    if isinstance(tabsize, int) and (value.count(tab) + 1) * tabsize > MAX_TEXT:
        breach("a text grew too long")
    return value.expandtabs(tabsize)


def _translate(value: Any, table: Any, **named: Any) -> Any:
    if isinstance(value, str):
        if isinstance(table, DefaultDict):
            # What it makes for a character that is missing, it has to make before it is measured.
            table = {code: table[code] for code in set(map(ord, value))}
        entries = table.values() if isinstance(table, dict) else table
        longest = max((len(item) for item in entries if isinstance(item, str)), default=1)
        if longest * len(value) > MAX_TEXT:
            breach("a text grew too long")
    return value.translate(table, **named)


def _extend(value: Any, source: Any) -> None:
    value.extend(_room(value, source))


def _extendleft(value: Any, source: Any) -> None:
    value.extendleft(_room(value, source))


def _room(value: Any, source: Any) -> Any:
    """Return what is added to a list or deque, once it is known that there is room for it."""
    if source is value or not is_container(source):
        source = bounded(source)
    if len(value) + len(source) > MAX_ITEMS:
        breach("a list grew too long")
    return source


def _arguments_of(value: Any) -> Any:
    """Return ``value.args``: the texts of an error tell no places in memory."""
    if not isinstance(value, BaseException):
        return value.args
    return tuple(without_addresses(part) if isinstance(part, str) else part for part in value.args)


def _to_bytes(value: int, length: int = 1, byteorder: Any = "big", *, signed: bool = False) -> Any:
    if isinstance(length, int) and length > MAX_TEXT:
        breach("too many bytes")
    return int(value).to_bytes(length, byteorder, signed=signed)


def _from_bytes(_type: Any, value: Any, byteorder: Any = "big", *, signed: bool = False) -> int:
    if hint(value) > MAX_BITS // 8:
        breach("a number got too large")
    return int.from_bytes(value, byteorder, signed=signed)


def _elements(value: Any) -> Iterator[Any]:
    if sum(count for count in value.values() if count > 0) > MAX_ITEMS:
        breach("there are too many items")
    return iter(list(value.elements()))


def _guard(name: str, kinds: tuple[type, ...], function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what stands for reading the attribute: a guarded method, or whatever is there."""

    def read(value: Any) -> Any:
        if not isinstance(value, kinds):
            # Of a type it is the function itself: `kind = int`, then `kind.to_bytes(1, n)`.
            unbound = isinstance(value, type) and issubclass(value, kinds)
            return function if unbound else getattr(value, name)

        def call(*arguments: Any, **named: Any) -> Any:
            return function(value, *arguments, **named)

        return call

    return read


METHOD_GUARDS: dict[str, Callable[[Any], Any]] = {
    "args": _arguments_of,
} | {
    name: _guard(name, kinds, function)
    for name, kinds, function in (
        ("join", (str, bytes), _join),
        ("replace", (str, bytes), _replace),
        ("ljust", (str, bytes), _padding("ljust")),
        ("rjust", (str, bytes), _padding("rjust")),
        ("center", (str, bytes), _padding("center")),
        ("zfill", (str, bytes), _padding("zfill")),
        ("expandtabs", (str, bytes), _expandtabs),
        ("translate", (str,), _translate),
        ("extend", (list, deque), _extend),
        ("extendleft", (deque,), _extendleft),
        ("to_bytes", (int,), _to_bytes),
        ("from_bytes", (type,), _from_bytes),
        ("elements", (Counter,), _elements),
    )
}
"""By name of the method: reads it from a value and returns a guarded one."""

BUILTIN_GUARDS: dict[str, Any] = {
    "ascii": guards.to_ascii,
    "enumerate": enumerated,
    "filter": filtered,
    "format": guards.format_value,
    "iter": iterate,
    "map": mapped,
    "pow": guards.power,
    "range": make_range,
    "repr": guards.to_repr,
    "reversed": backwards,
    "round": rounded,
    "slice": make_slice,
    "sum": total,
    "zip": zipped,
}
"""Functions in the place of built-ins of the same name."""

HIDDEN: dict[str, Any] = {
    "_add": add,
    "_iadd": guards.iadd,
    "_mul": guards.mul,
    "_imul": guards.imul,
    "_mod": guards.mod,
    "_pow": guards.power,
    "_lshift": guards.lshift,
    "_text": guards.text,
    "_show": guards.show,
    "_str": to_str,
    "_max": largest,
    "_min": smallest,
    "_format_text": guards.format_text,
    "_items": guards.items,
    "_half": guards.half,
    "_iter": iter,
    "_compress": compress,
    "_range": range,
    "_sum": sum,
    "_round": round,
    "_writable": guards.writable,
    "_bytes_type": bytes,
    "_int_base": int_base,
    "_slice": slice,
    "_type": type,
    "_int": int,
    "_getattr": getattr,
    "_hasattr": hasattr,
    **{f"_guard_{name}": read for name, read in METHOD_GUARDS.items()},
}
"""Hidden names of rewritten code."""

"""Bounded methods of plain values."""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any

from batos.guardian.dialect import KEYED_METHODS, MAX_BITS, MAX_ITEMS, MAX_TEXT
from batos.guardian.dialect.budget import look
from batos.guardian.dialect.built_ins import from_keys, pairs
from batos.guardian.dialect.formatting import check_encoding, check_spec, without_addresses
from batos.guardian.dialect.kinds import CONTAINERS, HASHED, DefaultDict
from batos.guardian.dialect.measure import (
    bounded,
    breach,
    compared,
    hint,
    light,
    lightly,
    watched,
)
from batos.guardian.dialect.operators import check_counts, other_set, searchable

__all__ = ["METHOD_GUARDS"]

_FEW = 64
_MOST_WORK = 50_000_000
"""Steps of a search that looks at every character for every other one."""


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
    if source is value or type(source) not in CONTAINERS:
        source = bounded(source)
    if len(value) + len(source) > MAX_ITEMS:
        breach("a list grew too long")
    return source


def _searching(name: str) -> Callable[..., Any]:
    def search(value: Any, item: Any, *limits: Any) -> Any:
        return getattr(searchable(value, item), name)(light(item), *limits)

    return search


def _sort(value: list[Any], *, key: Any = None, reverse: bool = False) -> None:
    if key is None:
        compared(value)
    value.sort(key=lightly(key), reverse=reverse)


def _hashing(name: str) -> Callable[..., Any]:
    """Return a method of sets and dicts that goes over the keys of others."""
    grows = any(word in name for word in ("update", "union", "symmetric"))

    def call(value: Any, *others: Any, **named: Any) -> Any:
        if isinstance(value, dict) and not isinstance(value, Counter):
            others = tuple(map(pairs, others))
        else:
            if isinstance(value, Counter):
                for counts in (*others, named):
                    check_counts(counts)
            others = tuple(_other_items(value, other, grows=grows) for other in others)
        return getattr(value, name)(*others, **named)

    return call


def _other_items(value: Any, other: Any, *, grows: bool) -> Any:
    other = other_set(value, other, grows=grows)
    # Of a set, dict or Counter more is used than its items.
    return other if isinstance(other, HASHED) else watched(other)


def _keyed(name: str) -> Callable[..., Any]:
    def call(value: Any, *arguments: Any, **named: Any) -> Any:
        return getattr(value, name)(*map(light, arguments), **named)

    return call


def _seeking(name: str) -> Callable[..., Any]:
    """Return a method of texts that may look at every character for every other one."""

    def seek(value: Any, *arguments: Any, **named: Any) -> Any:
        for sought in (*arguments[:1], *named.values()):
            long = isinstance(sought, (str, bytes)) and len(sought) > _FEW
            if long and len(sought) * len(value) > _MOST_WORK:
                breach("a text is too long to be looked for")
        return getattr(value, name)(*arguments, **named)

    return seek


def _coding(name: str) -> Callable[..., Any]:
    def code(value: Any, encoding: str = "utf-8", errors: str = "strict") -> Any:
        check_encoding(value, encoding)
        return getattr(value, name)(encoding, errors)

    return code


def _strftime(value: dt.date | dt.time, form: str) -> str:
    check_spec(form)
    return value.strftime(form)


def _arguments_of(value: Any, *default: Any) -> Any:
    """Return ``value.args``: the texts of an error tell no places in memory."""
    if not isinstance(value, BaseException):
        return getattr(value, "args", *default)
    return tuple(without_addresses(part) if isinstance(part, str) else part for part in value.args)


def _to_bytes(value: int, length: int = 1, byteorder: Any = "big", *, signed: bool = False) -> Any:
    if isinstance(length, int) and length > MAX_TEXT:
        breach("too many bytes")
    return int(value).to_bytes(length, byteorder, signed=signed)


def _from_bytes(_type: Any, value: Any, byteorder: Any = "big", *, signed: bool = False) -> int:
    if hint(value) > MAX_BITS // 8:
        breach("a number got too large")
    return int.from_bytes(value, byteorder, signed=signed)


def _copy(value: Any) -> Any:
    look()  # a large one takes a twentieth of a second
    return value.copy()


def _most_common(value: Counter[Any], n: int | None = None) -> list[tuple[Any, int]]:
    compared(list(value.values()))
    return value.most_common(n)


def _elements(value: Any) -> Iterator[Any]:
    if sum(count for count in value.values() if count > 0) > MAX_ITEMS:
        breach("there are too many items")
    return iter(list(value.elements()))


def _guard(name: str, kinds: tuple[type, ...], function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what stands for reading the attribute: a guarded method, or whatever is there."""

    def read(value: Any, *default: Any) -> Any:
        if not isinstance(value, kinds):
            # Of a type it is the function itself: `kind = int`, then `kind.to_bytes(1, n)`.
            unbound = isinstance(value, type) and issubclass(value, kinds)
            return function if unbound else getattr(value, name, *default)

        def call(*arguments: Any, **named: Any) -> Any:
            return function(value, *arguments, **named)

        return call

    return read


_HASHED: Any = (dict, set, frozenset, type({}.keys()), type({}.items()))
_HASHING = """update subtract union intersection difference symmetric_difference issubset issuperset
    isdisjoint difference_update intersection_update symmetric_difference_update"""
_KEYED: Any = (dict, set, frozenset, str, bytes, list, deque)
_SEEKING = "strip lstrip rstrip rfind rindex rsplit rpartition"

_GUARDED: tuple[tuple[str, Any, Callable[..., Any]], ...] = (
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
    ("copy", (dict, set, frozenset), _copy),
    ("most_common", (Counter,), _most_common),
    ("sort", (list,), _sort),
    *((name, _KEYED, _keyed(name)) for name in KEYED_METHODS),
    ("strftime", (dt.date, dt.time), _strftime),
    ("encode", (str,), _coding("encode")),
    ("decode", (bytes,), _coding("decode")),
    ("fromkeys", (type, dict), from_keys),
    *((name, (list, tuple, deque, set), _searching(name)) for name in ("index", "count", "remove")),
    *((name, _HASHED, _hashing(name)) for name in _HASHING.split()),
    *((name, (str, bytes), _seeking(name)) for name in _SEEKING.split()),
)

METHOD_GUARDS: dict[str, Callable[..., Any]] = {
    "args": _arguments_of,
    **{name: _guard(name, kinds, function) for name, kinds, function in _GUARDED},
}
"""By name of the method: reads it from a value and returns a guarded one."""

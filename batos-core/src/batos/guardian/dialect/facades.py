"""The facades of modules: nothing beyond their lists can be reached."""

from __future__ import annotations

import base64
import calendar
import copy
import functools
import hashlib
import json
import math
import operator
import random
import statistics
import string
import textwrap
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from batos.guardian.dialect import FACADES, MAX_BITS, MAX_TEXT, MAX_WIDTH
from batos.guardian.dialect.budget import look
from batos.guardian.dialect.built_ins import (
    from_keys,
    make_counter,
    mapping,
)
from batos.guardian.dialect.facade import Facade, facade
from batos.guardian.dialect.iteration import iteration_facades, seen
from batos.guardian.dialect.kinds import DefaultDict, Deque
from batos.guardian.dialect.measure import (
    bounded,
    breach,
    hint,
    materialised,
    measure,
    watched,
    weigh,
)
from batos.guardian.dialect.operators import check_bits, mul
from batos.guardian.dialect.regexes import RE_MEMBERS

__all__ = ["pure_facades", "random_facade"]

_MOST_DATA = 100_000
"""Values that a function may be given that goes over them one by one in Python."""
_MOST_DIGITS = 1_000_000
"""Digits that all of them may have together."""
_TOO_MUCH = f"there are more than {_MOST_DATA:,} values, or digits in them"
_LARGEST_FACTORIAL = 10_000
_MOST_MARKS = 1_000
_LONGEST_TAB = 64
_LONGEST = MAX_TEXT // 16
"""Characters of a text that Python code goes over."""


def _of_module(name: str, module: Any, **replaced: Any) -> Facade:
    """Return the listed members of a module, some of them replaced by bounded ones."""
    members = {
        member: replaced[member] if member in replaced else getattr(module, member)
        for member in FACADES[name]
    }
    return facade(name, members)


# -- mathematics -----------------------------------------------------------------------------------


def _factorial(number: int) -> int:
    if isinstance(number, int) and number > _LARGEST_FACTORIAL:
        breach("a factorial is too large")
    return math.factorial(number)


def _choices_bits(count: int, chosen: int) -> None:
    whole = isinstance(count, int) and isinstance(chosen, int)
    if whole and chosen > 0 and count.bit_length() * min(chosen, count) > MAX_BITS:
        breach("a number of combinations is too large")


def _comb(count: int, chosen: int) -> int:
    if isinstance(count, int) and isinstance(chosen, int) and 0 <= chosen <= count:
        chosen = min(chosen, count - chosen)
    _choices_bits(count, chosen)
    return math.comb(count, chosen)


def _perm(count: int, chosen: int | None = None) -> int:
    _choices_bits(count, count if chosen is None else chosen)
    return math.perm(count, chosen)


def _prod(source: Iterable[Any], *, start: Any = 1) -> Any:
    result = start
    for factor in watched(materialised(source)):
        result = mul(result, factor)
    return result


def _lcm(*numbers: int) -> int:
    result = 1
    for number in watched(numbers):
        mul(result, operator.index(number))
        result = math.lcm(result, number)
    return result


def _gcd(*numbers: int) -> int:
    result = 0
    for number in watched(numbers):
        check_bits(number)
        result = math.gcd(result, number)
    return result


def _isqrt(number: int) -> int:
    check_bits(number)
    return math.isqrt(number)


def _quantiles(data: Iterable[Any], *, n: int = 4, method: Any = "exclusive") -> Any:
    if isinstance(n, int) and n > MAX_WIDTH:
        breach("too many quantiles")
    return statistics.quantiles(data, n=n, method=method)


# -- data ------------------------------------------------------------------------------------------


def _loads(text: Any) -> Any:
    if not isinstance(text, (str, bytes)):
        raise TypeError("json.loads takes a text")
    if len(text) > MAX_TEXT:
        breach("a text is too long")
    return json.loads(text)


def _dumps(
    value: Any,
    *,
    indent: Any = None,
    sort_keys: bool = False,
    ensure_ascii: bool = True,
    separators: Any = None,
    default: Any = None,
) -> str:
    weigh(value)
    if indent is not None and (len(indent) if isinstance(indent, str) else indent) > 16:
        breach("an indent is too large")
    if separators is not None and any(len(part) > 16 for part in separators):
        breach("a separator is too long")
    encoder = json.JSONEncoder(
        indent=indent,
        sort_keys=sort_keys,
        ensure_ascii=ensure_ascii,
        separators=separators,
        default=None if default is None else _weighed_default(default),
    )
    if indent is None:
        return encoder.encode(value)
    # How much the indents make of it is known only when they are there.
    parts, left = [], MAX_TEXT
    for part in map(seen, encoder.iterencode(value)):
        left -= len(part)
        if left < 0:
            breach("a text grew too long")
        parts.append(part)
    return "".join(parts)


def _weighed_default(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function for what JSON does not have, of which all results have a bounded length."""
    left = MAX_TEXT

    def default(value: Any) -> Any:
        nonlocal left
        made = function(value)
        left -= weigh(made)
        if left < 0:
            breach("a text grew too long")
        return made

    return default


def _copied(value: Any) -> Any:
    """Return a shallow copy of plain data; anything else is shared."""
    look()
    if isinstance(value, (list, dict, set, Deque)):
        return copy.copy(value)
    return value


def _deep_copied(value: Any) -> Any:
    """Return a deep copy of plain data; objects of the image are shared, not copied."""
    weigh(value)
    if isinstance(value, dict):
        return {_deep_copied(key): _deep_copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return type(value)(_deep_copied(item) for item in value)
    return value


# -- texts -----------------------------------------------------------------------------------------


def _short(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a text function that refuses texts and widths beyond reason."""

    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        for value in (*arguments, *named.values()):
            if isinstance(value, (str, bytes)) and len(value) > _LONGEST:
                breach("a text is too long")
        return function(*arguments, **named)

    return call


def _wrapping(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that wraps texts, for texts and indents of a sensible length."""

    def call(text: str, width: int = 70, **options: Any) -> Any:
        indents = [hint(option) for option in options.values()]
        room = width - max(indents, default=0)
        if room <= 0:  # with which Python's own can turn for ever
            raise ValueError(f"invalid width {width!r} (must be > {max(indents, default=0)})")
        if sum(indents) * (len(text) // room + 1) > MAX_TEXT:
            breach("a text grew too long")
        tab = options.get("tabsize", 8)
        if tab > _LONGEST_TAB or len(text) + text.count("\t") * tab > _LONGEST:
            breach("a text is too long")
        return _short(function)(text, width, **options)

    return call


def _indent(text: str, prefix: str) -> str:
    if (text.count("\n") + 1) * len(prefix) > MAX_TEXT:
        breach("a text grew too long")
    return textwrap.indent(text, prefix)


def _normalize(form: Any, unistr: str) -> str:
    """Return ``unicodedata.normalize(...)``, which sorts the marks on a letter one by one.

    Counted are the marks that characters are taken apart into. Some are made of nothing but
    marks and are none themselves, such as U+0F73.
    """
    parts = "".join(unicodedata.normalize("NFKD", letter) for letter in unistr)
    marks = bytes(map(unicodedata.combining, parts))
    if max(map(len, marks.split(b"\0"))) > _MOST_MARKS:
        breach("there are too many marks on one letter")
    return unicodedata.normalize(form, unistr)


def _digest(name: str) -> Callable[..., Any]:
    def make(data: Any = b"") -> Any:
        return hashlib.new(name, data.encode() if isinstance(data, str) else data)

    return make


# -- chance ----------------------------------------------------------------------------------------


def _few(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that goes over its data in Python, for data of a sensible size.

    Neither fuel nor a deadline is looked at in there.
    """

    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        given = [bounded(value) if isinstance(value, Iterator) else value for value in arguments]
        for value in (*given, *named.values()):
            measure(value, _TOO_MUCH, _MOST_DATA, _MOST_DIGITS)
        return function(*given, **named)

    return call


def random_facade(source: random.Random) -> Facade:
    """Return the random functions over a source that the kernel has seeded."""

    def choices(
        population: Any, weights: Any = None, *, cum_weights: Any = None, k: int = 1
    ) -> Any:
        if k > _MOST_DATA:
            breach("too many choices")
        for data in (weights, cum_weights):
            measure(data, _TOO_MUCH, _MOST_DATA, _MOST_DIGITS)
        return source.choices(population, weights, cum_weights=cum_weights, k=k)

    def sample(population: Any, k: int, *, counts: Any = None) -> Any:
        if k > _MOST_DATA:
            breach("too many choices")
        return source.sample(population, k, counts=counts)

    def getrandbits(k: int) -> int:
        if k > MAX_BITS:
            breach("a number got too large")
        return source.getrandbits(k)

    replaced = {
        "choices": choices,
        "getrandbits": getrandbits,
        "sample": _few(sample),
        "shuffle": _few(source.shuffle),
    }
    return _of_module("random", source, **replaced)


def pure_facades() -> dict[str, Any]:
    """Return the facades that depend neither on the clock nor on chance."""
    counter = facade("Counter", {}, call=make_counter, kind=Counter)
    ordered = facade(
        "OrderedDict",
        {"fromkeys": functools.partial(from_keys, OrderedDict)},
        call=mapping(OrderedDict),
        kind=OrderedDict,
    )
    default = facade("defaultdict", {}, call=mapping(DefaultDict), kind=DefaultDict)
    double = facade("deque", {}, call=Deque, kind=Deque)
    return {
        "math": _of_module(
            "math",
            math,
            factorial=_factorial,
            comb=_comb,
            perm=_perm,
            prod=_prod,
            lcm=_lcm,
            gcd=_gcd,
            isqrt=_isqrt,
        ),
        "statistics": facade(
            "statistics",
            {name: _few(getattr(statistics, name)) for name in FACADES["statistics"]}
            | {"quantiles": _few(_quantiles)},
        ),
        "re": facade("re", RE_MEMBERS),
        "json": _of_module("json", json, loads=_loads, dumps=_dumps),
        "string": _of_module("string", string, capwords=_short(string.capwords)),
        "calendar": _of_module(
            "calendar",
            calendar,
            month=_month,
            **{name: tuple(getattr(calendar, name)) for name in _CALENDAR_NAMES},
        ),
        **iteration_facades(),
        "collections": facade(
            "collections",
            {"Counter": counter, "defaultdict": default, "OrderedDict": ordered, "deque": double},
        ),
        "Counter": counter,
        "defaultdict": default,
        "OrderedDict": ordered,
        "deque": double,
        "textwrap": facade(
            "textwrap",
            {name: _wrapping(getattr(textwrap, name)) for name in ("wrap", "fill", "shorten")}
            | {"dedent": _short(textwrap.dedent), "indent": _indent},
        ),
        "unicodedata": facade(
            "unicodedata",
            {name: _short(getattr(unicodedata, name)) for name in FACADES["unicodedata"]}
            | {"normalize": _short(_normalize)},
        ),
        "hashlib": facade("hashlib", {name: _digest(name) for name in FACADES["hashlib"]}),
        "base64": facade(
            "base64", {name: _short(getattr(base64, name)) for name in FACADES["base64"]}
        ),
        "copy": facade("copy", {"copy": _copied, "deepcopy": _deep_copied}),
    }


def _month(theyear: int, themonth: int, w: int = 0, l: int = 0) -> str:  # noqa: E741
    if max(w, l) > _LONGEST_TAB:
        breach("a width is too large")
    return calendar.month(theyear, themonth, w, l)


_CALENDAR_NAMES = ("month_name", "month_abbr", "day_name", "day_abbr")

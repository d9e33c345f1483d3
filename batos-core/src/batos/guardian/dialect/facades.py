"""Read-only namespaces in the place of modules: nothing beyond their lists can be reached."""

from __future__ import annotations

import base64
import bisect
import calendar
import copy
import functools
import hashlib
import heapq
import itertools
import json
import math
import operator
import random
import statistics
import string
import textwrap
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from batos.guardian.dialect import FACADES, MAX_BITS, MAX_ITEMS, MAX_TEXT, MAX_WIDTH
from batos.guardian.dialect.guards import (
    DefaultDict,
    Deque,
    bounded,
    breach,
    hint,
    materialised,
    mul,
    weigh,
)
from batos.guardian.dialect.regexes import RE_MEMBERS

__all__ = ["Facade", "facade", "pure_facades", "random_facade"]

_MOST_DATA = 300_000
"""Values that a function may be given that goes over them one by one in Python."""


class Facade:
    """A namespace whose members are fixed. Instances have no dictionary and take no attributes."""

    __slots__ = ()
    _kind: ClassVar[type | None] = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def facade(
    name: str,
    members: Mapping[str, Any],
    *,
    call: Callable[..., Any] | None = None,
    kind: type | None = None,
) -> Facade:
    """Return a namespace with exactly these members.

    Args:
        name: Its name, for messages.
        members: Its attributes.
        call: What calling it does, such as building a date.
        kind: The class that it stands for in ``isinstance``.
    """
    body: dict[str, Any] = {"__slots__": (), "_kind": kind}
    for member, value in members.items():
        body[member] = staticmethod(value) if callable(value) else value
    if call is not None:
        made = call
        body["__call__"] = lambda _self, *args, **named: made(*args, **named)
    cls: type[Facade] = type(name, (Facade,), body)
    return cls()


def _of_module(name: str, module: Any, **replaced: Any) -> Facade:
    """Return the listed members of a module, some of them replaced by bounded ones."""
    members = {
        member: replaced[member] if member in replaced else getattr(module, member)
        for member in FACADES[name]
    }
    return facade(name, members)


# -- mathematics -----------------------------------------------------------------------------------


def _factorial(number: int) -> int:
    if isinstance(number, int) and number > 20_000:
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
    for factor in materialised(source):
        result = mul(result, factor)
    return result


def _lcm(*numbers: int) -> int:
    result = 1
    for number in numbers:
        operator.index(number)
        mul(result, number)
        result = math.lcm(result, number)
    return result


def _quantiles(data: Iterable[Any], *, n: int = 4, method: Any = "exclusive") -> Any:
    if isinstance(n, int) and n > MAX_WIDTH:
        breach("too many quantiles")
    return statistics.quantiles(data, n=n, method=method)


def _nlargest(n: int, source: Iterable[Any], key: Any = None) -> list[Any]:
    return heapq.nlargest(n, bounded(source), key)


def _nsmallest(n: int, source: Iterable[Any], key: Any = None) -> list[Any]:
    return heapq.nsmallest(n, bounded(source), key)


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
    return json.dumps(
        value,
        indent=indent,
        sort_keys=sort_keys,
        ensure_ascii=ensure_ascii,
        separators=separators,
        default=default,
    )


def _copied(value: Any) -> Any:
    """Return a shallow copy of plain data; anything else is shared."""
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
            if isinstance(value, (str, bytes)) and len(value) > MAX_TEXT // 16:
                breach("a text is too long")
        return function(*arguments, **named)

    return call


def _indent(text: str, prefix: str) -> str:
    if (text.count("\n") + 1) * len(prefix) > MAX_TEXT:
        breach("a text grew too long")
    return textwrap.indent(text, prefix)


def _digest(name: str) -> Callable[..., Any]:
    def make(data: Any = b"") -> Any:
        return hashlib.new(name, data.encode() if isinstance(data, str) else data)

    return make


# -- iteration -------------------------------------------------------------------------------------


def _eager(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an iterator function that has finished before it returns (see `materialised`)."""

    def call(*arguments: Any, **named: Any) -> Iterator[Any]:
        return iter(bounded(function(*arguments, **named)))

    return call


def _counted(function: Callable[..., Any], count: Callable[[int, int], int]) -> Callable[..., Any]:
    """Return combinations of a pool, once it is known that there are not too many."""

    def call(source: Any, r: int | None = None) -> Iterator[Any]:
        pool = list(materialised(source))
        size = len(pool) if r is None else r
        if size >= 0 and (size > MAX_WIDTH or count(len(pool), size) > MAX_ITEMS):
            breach("there are too many combinations")
        made: Iterator[Any] = function(pool, size)
        return made

    return call


def _product(*sources: Any, repeat: int = 1) -> Iterator[Any]:
    pools = [list(materialised(source)) for source in sources]
    total = math.prod(len(pool) for pool in pools)
    if repeat > 64 or (total > 1 and total**repeat > MAX_ITEMS):
        breach("there are too many combinations")
    return itertools.product(*pools, repeat=repeat)


def _count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    return itertools.islice(itertools.count(start, step), MAX_ITEMS)


def _cycle(source: Any) -> Iterator[Any]:
    pool = list(materialised(source))
    rounds = itertools.repeat(pool, MAX_ITEMS if pool else 0)
    return itertools.islice(itertools.chain.from_iterable(rounds), MAX_ITEMS)


def _repeat(value: Any, times: int = MAX_ITEMS) -> Iterator[Any]:
    # Not the bare iterator, whose text holds that of the value.
    return itertools.islice(itertools.repeat(value), max(0, min(times, MAX_ITEMS)))


def _groupby(source: Any, key: Any = None) -> Iterator[Any]:
    groups = [(name, iter(list(found))) for name, found in itertools.groupby(bounded(source), key)]
    return iter(groups)


def _tee(source: Any, n: int = 2) -> tuple[Iterator[Any], ...]:
    pool = bounded(source)
    return tuple(iter(pool) for _ in range(min(n, 64)))


def _itertools() -> Facade:
    eager = (
        "islice accumulate takewhile dropwhile filterfalse starmap zip_longest pairwise compress"
    )
    members: dict[str, Any] = {name: _eager(getattr(itertools, name)) for name in eager.split()}
    chain = _eager(itertools.chain)
    from_iterable = _eager(itertools.chain.from_iterable)
    return facade(
        "itertools",
        {
            **members,
            "chain": facade("chain", {"from_iterable": from_iterable}, call=chain),
            "combinations": _counted(itertools.combinations, math.comb),
            "combinations_with_replacement": _counted(
                itertools.combinations_with_replacement,
                lambda count, size: math.comb(count + size - 1, size) if count else 0,
            ),
            "permutations": _counted(itertools.permutations, math.perm),
            "product": _product,
            "groupby": _groupby,
            "count": _count,
            "cycle": _cycle,
            "repeat": _repeat,
            "tee": _tee,
        },
    )


# -- chance ----------------------------------------------------------------------------------------


def _few(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that goes over its data in Python, for data of a sensible size.

    Neither fuel nor a deadline is looked at in there: three million numbers take ten seconds.
    """

    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        given = [bounded(value) if isinstance(value, Iterator) else value for value in arguments]
        for value in (*given, *named.values()):
            if hint(value) > _MOST_DATA:
                breach(f"there are more than {_MOST_DATA:,} values")
        return function(*given, **named)

    return call


def random_facade(source: random.Random) -> Facade:
    """Return the random functions over a source that the kernel has seeded."""

    def choices(
        population: Any, weights: Any = None, *, cum_weights: Any = None, k: int = 1
    ) -> Any:
        if k > MAX_ITEMS:
            breach("too many choices")
        return source.choices(population, weights, cum_weights=cum_weights, k=k)

    def getrandbits(k: int) -> int:
        if k > MAX_BITS:
            breach("a number got too large")
        return source.getrandbits(k)

    replaced = {
        "choices": choices,
        "getrandbits": getrandbits,
        "sample": _few(source.sample),
        "shuffle": _few(source.shuffle),
    }
    return _of_module("random", source, **replaced)


def pure_facades() -> dict[str, Any]:
    """Return the facades that depend neither on the clock nor on chance."""
    counter = facade("Counter", {}, call=Counter, kind=Counter)
    ordered = facade(
        "OrderedDict", {"fromkeys": OrderedDict.fromkeys}, call=OrderedDict, kind=OrderedDict
    )
    default = facade("defaultdict", {}, call=DefaultDict, kind=DefaultDict)
    double = facade("deque", {}, call=Deque, kind=Deque)
    return {
        "math": _of_module(
            "math", math, factorial=_factorial, comb=_comb, perm=_perm, prod=_prod, lcm=_lcm
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
            **{name: tuple(getattr(calendar, name)) for name in _CALENDAR_NAMES},
        ),
        "itertools": _itertools(),
        "functools": _of_module("functools", functools),
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
            {name: _short(getattr(textwrap, name)) for name in FACADES["textwrap"]}
            | {"indent": _indent},
        ),
        "unicodedata": facade(
            "unicodedata",
            {name: _short(getattr(unicodedata, name)) for name in FACADES["unicodedata"]},
        ),
        "hashlib": facade("hashlib", {name: _digest(name) for name in FACADES["hashlib"]}),
        "base64": facade(
            "base64", {name: _short(getattr(base64, name)) for name in FACADES["base64"]}
        ),
        "bisect": _of_module("bisect", bisect),
        "heapq": _of_module("heapq", heapq, nlargest=_nlargest, nsmallest=_nsmallest),
        "copy": facade("copy", {"copy": _copied, "deepcopy": _deep_copied}),
    }


_CALENDAR_NAMES = ("month_name", "month_abbr", "day_name", "day_abbr")

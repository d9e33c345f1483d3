"""Built-in functions, bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from batos.guardian.dialect import MAX_BITS, MAX_ITEMS, MAX_TEXT, MAX_WIDTH
from batos.guardian.dialect.budget import look
from batos.guardian.dialect.facade import Facade, facade
from batos.guardian.dialect.formatting import (
    check_encoding,
    format_value,
    to_ascii,
    to_repr,
    to_str,
)
from batos.guardian.dialect.kinds import CONTAINERS, HASHED
from batos.guardian.dialect.measure import (
    bounded,
    breach,
    compared,
    held,
    hint,
    keys,
    materialised,
    watched,
)
from batos.guardian.dialect.operators import add, check_bits, power

__all__ = [
    "BUILTIN_GUARDS",
    "TYPES",
    "check_range",
    "check_tuples",
    "from_keys",
    "int_base",
    "make_counter",
    "make_frozenset",
    "make_range",
    "make_set",
    "mapping",
    "pairs",
    "still",
    "watched_keys",
]

_FEW = 64
_MOST_BITS = 1 << 30
"""Bits of all the numbers that a range has."""


def make_range(*limits: int) -> range:
    """Return ``range(...)``."""
    made = range(*limits)
    try:
        length = len(made)
    except OverflowError:
        length = MAX_ITEMS + 1
    if length > MAX_ITEMS:
        breach(f"a range of more than {MAX_ITEMS:,} numbers")
    check_range(length, *limits)
    return made


def check_range(length: int, *numbers: Any) -> None:
    """Check that so many numbers as large as these are not too much altogether."""
    bits = max((number.bit_length() for number in numbers if isinstance(number, int)), default=0)
    if bits * length > _MOST_BITS:
        breach("the numbers are too large")


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
    if isinstance(value, str):
        check_encoding(value, *encoding, **named)
        return bytes(value, *encoding, **named)
    return bytes(bounded(value))


def int_base(value: Any, base: Any = 10) -> int:
    """Return ``int(value, base)``; bases that are powers of two know no limit of digits."""
    if hint(value) > MAX_BITS // 8:
        breach("a number has too many digits")
    return int(value, base)


def division(left: Any, right: Any) -> Any:
    """Return ``divmod(left, right)``."""
    check_bits(left, right)
    return divmod(left, right)


def total(source: Iterable[Any], /, start: Any = 0) -> Any:
    """Return ``sum(source, start)``."""
    if isinstance(start, (list, tuple)):
        result = start
        for part in watched(materialised(source)):
            result = add(result, part)
        return result
    return sum(watched(source), start)


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
    """Return ``map(...)`` over what is held."""
    return map(function, *(watched(still(source)) for source in sources))


def filtered(function: Any, source: Any) -> Iterator[Any]:
    """Return ``filter(...)`` over what is held."""
    return filter(function, watched(still(source)))


def still(source: Any) -> Any:
    """Return an iterable that does not grow while it is gone over.

    ``list(map(xs.append, xs))`` would never end, in a single step of C code. Other containers
    notice it themselves.
    """
    return source[:] if type(source) is list else held(source)


def _ordered(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``sorted``, ``max`` or ``min``: of what may be compared, and does not grow."""

    def call(*values: Any, key: Any = None, **options: Any) -> Any:
        items = materialised(still(values[0])) if len(values) == 1 else values
        if key is None:
            if isinstance(items, dict):
                items = list(items)
            return function(watched(compared(items)), **options)
        if isinstance(items, HASHED):
            items = list(items)
        # All keys are made before any two are compared, so that they can be measured together.
        found = compared(list(map(key, watched(items))))
        if not found:
            return function((), **options)
        places = function(range(len(found)), key=found.__getitem__, **options)
        return [items[place] for place in places] if function is sorted else items[places]

    call.__name__ = call.__qualname__ = name
    return call


def zipped(*sources: Any, strict: bool = False) -> Iterator[Any]:
    """Return ``zip(...)`` over containers; an endless source only needs to reach the shortest."""
    if len(sources) > 1 and any(type(source) not in CONTAINERS for source in sources):
        if len(sources) > _FEW:
            sources = tuple(map(held, sources))
        return iter(held(zip(*sources, strict=strict)))
    pools = [materialised(source) for source in sources]
    check_tuples(min(map(len, pools), default=0), len(pools))
    return zip(*pools, strict=strict)


def check_tuples(count: int, size: int) -> None:
    """Check that so many tuples of a size are not too much altogether."""
    if count > MAX_ITEMS or count * size > 16 * MAX_ITEMS:
        breach("there are too many combinations")


def enumerated(source: Any, start: int = 0) -> Iterator[Any]:
    """Return ``enumerate(...)`` over what is held."""
    return enumerate(held(source), start)


def backwards(source: Any) -> Iterator[Any]:
    """Return ``reversed(...)`` over a container."""
    made: Iterator[Any] = reversed(
        source if hasattr(source, "__reversed__") else materialised(source)
    )
    return made


def make_set(source: Any = ()) -> set[Any]:
    """Return ``set(...)``."""
    return set(watched_keys(source))


def make_frozenset(source: Any = ()) -> frozenset[Any]:
    """Return ``frozenset(...)``."""
    return frozenset(watched_keys(source))


def mapping(kind: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes a dict of some kind, the keys of which may be hashed."""

    def make(*sources: Any, **named: Any) -> Any:
        return kind(*sources[:-1], *map(pairs, sources[-1:]), **named)

    return make


def pairs(source: Any) -> Any:
    """Return what a dict is made of, once it is known that its keys may be hashed."""
    if isinstance(source, dict) or source is None or callable(source):
        look()  # a large dict is copied in a twentieth of a second
        return source
    found = [
        pair if type(pair) in (list, tuple, str) else tuple(islice(pair, 3))
        for pair in watched(materialised(source))
    ]
    compared([pair[0] for pair in found if pair])
    return watched(found)


def from_keys(kind: Any, source: Any, value: Any = None) -> Any:
    """Return ``kind.fromkeys(source, value)``."""
    return kind.fromkeys(watched_keys(source), value)


def make_counter(source: Any = None, /, **named: Any) -> Counter[Any]:
    """Return ``Counter(...)``."""
    return Counter(source if source is None else watched_keys(source), **named)


def watched_keys(source: Any) -> Any:
    """Return what may be hashed item by item, with a look at the clock; a dict as it is."""
    source = keys(source)
    return source if isinstance(source, dict) else watched(source)


BUILTIN_GUARDS: dict[str, Any] = {
    "ascii": to_ascii,
    "divmod": division,
    "enumerate": enumerated,
    "filter": filtered,
    "format": format_value,
    "iter": iterate,
    "map": mapped,
    "max": _ordered("max", max),
    "min": _ordered("min", min),
    "pow": power,
    "range": make_range,
    "repr": to_repr,
    "reversed": backwards,
    "round": rounded,
    "slice": make_slice,
    "sorted": _ordered("sorted", sorted),
    "sum": total,
    "zip": zipped,
}
"""Functions in the place of built-ins of the same name."""

TYPES: dict[str, Facade] = {
    kind.__name__: facade(kind.__name__, members, call=call, kind=kind)
    for kind, call, members in (
        (bytes, make_bytes, {"fromhex": bytes.fromhex}),
        (dict, mapping(dict), {"fromkeys": partial(from_keys, dict), "get": dict.get}),
        (frozenset, make_frozenset, {}),
        (list, list, {}),
        (set, make_set, {}),
        (str, to_str, {}),
        (tuple, tuple, {}),
    )
}
"""What stands for a type that is handed on: it takes no subscript, and its calls are bounded."""

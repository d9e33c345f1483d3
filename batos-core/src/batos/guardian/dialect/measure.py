"""How much there is in a value: what goes into a single step of C code is measured before.

Nothing interrupts such a step, neither fuel nor a clock. What texts, comparisons and hashes go
over may be shared: a list that holds another one twice, forty times over, is small in memory and
takes for ever; a tuple two million deep ends the process when it is hashed.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, repeat
from types import GenericAlias
from typing import Any, NamedTuple, NoReturn

from batos.guardian.dialect import MAX_ITEMS, MAX_TEXT
from batos.guardian.dialect.budget import Breach, look
from batos.guardian.dialect.kinds import ATOMS, CONTAINERS, HASHED, TEXTS, DefaultDict
from batos.objects.uvm import UvmObject

__all__ = [
    "bounded",
    "breach",
    "check_crowd",
    "check_length",
    "compared",
    "held",
    "hint",
    "keys",
    "light",
    "lightly",
    "materialised",
    "measure",
    "taken",
    "too_many",
    "watched",
    "weigh",
    "weighed",
]


_VIEWS = frozenset({type({}.keys()), type({}.values()), type({}.items())})
_LISTING: Any = (list, tuple, set, frozenset, deque, *_VIEWS)
_TOLD = CONTAINERS - {DefaultDict} | _VIEWS | {deque}
"""What has nothing but its items in its text."""
_ROWS = frozenset({list, tuple})
_LETTERS = frozenset({str, bytes, range})
_CROWD = 2_000
"""Keys that may all have the same hash."""
_SIZED = frozenset({str, bytes, int})
_LEAVES = _SIZED | {
    *(type(None), bool, float, complex, UvmObject, range),
    *(dt.datetime, dt.date, dt.time, dt.timedelta, dt.timezone),
}
"""What has a short text without an address, or one of a known length, and is compared at once."""

_DEEPEST = 1_000
_MOST_CHARACTERS = 100 * MAX_TEXT
_LONG_NUMBER = 1 << 14
"""Bits of a number whose text takes long."""
_LONG = 50_000
"""Items and characters that are worth a look at the clock."""
_FEW = 64
_SMALL, _LARGE = 8, 256
"""Items that go into a step between two looks at the clock, when they are slow and when not."""
_SLOW = 0.01
"""Seconds between two looks that are many."""
_MANY = _FEW * _FEW


def breach(reason: str) -> NoReturn:
    """Stop the method.

    Raises:
        Breach: Always.
    """
    raise Breach(reason)


class Size(NamedTuple):
    """What is in a value, counted as often as it is met.

    Attributes:
        items: Values in it, itself among them.
        characters: Characters of its texts, and digits of its integers.
        opaque: Whether it holds something of which it is not known what its text tells.
    """

    items: int
    characters: int
    opaque: bool


def measure(
    value: Any,
    what: str = "there is too much to compare",
    most: int = MAX_ITEMS,
    characters: int = _MOST_CHARACTERS,
) -> Size:
    """Return what is in a value.

    Goes level by level, so that most of the work is done in C, and depth is no danger.

    Args:
        value: Any value.
        what: What is wrong with one that is too large.
        most: Items that it may have.
        characters: Characters that it may have.

    Raises:
        Breach: There is more in it, or it is nested too deeply.
    """
    items = found = 0
    opaque = False
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        items += len(level)
        kinds = set(map(type, level))
        for kind in kinds & _SIZED:
            same = level if len(kinds) == 1 else [item for item in level if type(item) is kind]
            found += sum(map(len, same)) if kind is not int else _digits(same)
        if items > most or found > characters:
            breach(what)
        nested = kinds - _LEAVES
        if not nested:
            break
        if len(nested) < len(kinds):
            level = [item for item in level if type(item) in nested]
        if nested <= _ROWS:
            parts: Iterable[Any] = chain.from_iterable(level)
        else:
            parts = chain.from_iterable(map(_parts, level))
            opaque = opaque or not nested <= _TOLD
        level = list(islice(parts, most - items + 1))
    else:
        breach("it is nested too deeply")
    if items + found > _LONG:
        look()
    return Size(items, found, opaque)


def _digits(numbers: list[Any]) -> int:
    """Return about how many digits numbers have; long ones count for more: their texts take long.

    The time that a text of a number takes grows with the square of its length.
    """
    bits = sum(map(int.bit_length, numbers))
    if bits > _LONG_NUMBER:
        bits += sum((number.bit_length() ** 2) >> 15 for number in numbers)
    return bits // 3


def _parts(item: Any) -> Iterable[Any]:
    """Return what a text of a value tells, and a comparison goes over."""
    if isinstance(item, HASHED):
        check_crowd(item)
    if isinstance(item, dict):
        return chain(item, item.values())
    if isinstance(item, _LISTING):
        listed: Iterable[Any] = item
        return listed
    if isinstance(item, BaseException):
        return item.args
    return tuple(item.__args__) if isinstance(item, GenericAlias) else ()


def check_length(text: str | bytes) -> None:
    """Check that a text, with all that escapes may make of it, is not too long for another one.

    Each step gives a few times the characters at most, so that none grows from step to step.
    """
    if hint(text) > 4 * MAX_TEXT:
        breach("a text grew too long")


def weigh(value: Any) -> int:
    """Return about how many characters the text of a value has.

    Raises:
        Breach: It would be too long.
    """
    return weighed(value)[0]


def weighed(value: Any) -> tuple[int, bool]:
    """Return about how long the text of a value is, and whether an address may be in it.

    Raises:
        Breach: The text would be too long.
    """
    kind = type(value)
    if kind in TEXTS:
        check_length(value)
        return len(value), False
    if kind is int:
        if value.bit_length() > _LONG_NUMBER:
            look()
        return _digits([value]) + 4, False
    what = "the text of a value is too long"
    size = measure(value, what, MAX_TEXT // 4, MAX_TEXT)
    return 4 * size.items + size.characters, size.opaque


# -- comparing and hashing -------------------------------------------------------------------------


def light(value: Any) -> Any:
    """Return a value that may be compared or hashed.

    Raises:
        Breach: That would take too long, or end the process.
    """
    if type(value) not in ATOMS and not _is_short(value):
        measure(value)
    return value


def compared(items: Any) -> Any:
    """Return a container whose items may be compared with each other."""
    if not _is_short(items):
        measure(items)
    return items


def _is_short(value: Any) -> bool:
    """Whether a value is a short list or tuple of atoms and of short rows of them."""
    if type(value) not in _ROWS or len(value) > _FEW:
        return False
    kinds = set(map(type, value)) - ATOMS
    if not kinds:
        return True
    if not kinds <= _ROWS:
        return False
    try:
        inner = list(islice(chain.from_iterable(value), _MANY))
    except TypeError:  # atoms among the rows
        inner = list(islice(chain.from_iterable([x for x in value if type(x) in _ROWS]), _MANY))
    return len(inner) < _MANY and ATOMS.issuperset(map(type, inner))


def keys(source: Any) -> Any:
    """Return a container all of whose items may be hashed."""
    kind = type(source)
    if isinstance(source, HASHED) or kind in _LETTERS:
        check_crowd(source)
        return source  # its items were hashed before
    if kind not in _VIEWS:
        source = materialised(source)
    measure(source)
    return source


def check_crowd(container: Any) -> None:
    """Check that the keys of a container do not share one hash, so that none is soon found.

    Raises:
        Breach: Most of them do.
    """
    if len(container) > _CROWD:
        look()
        if len(set(map(hash, container))) * 2 < len(container):
            breach("the keys of a container collide")


def lightly(key: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """Return a function that gives keys for sorting, all of which may be compared together."""
    if key is None:
        return None
    function = key
    items = characters = 0

    def call(*values: Any) -> Any:
        nonlocal items, characters
        look()
        made = function(*values)
        kind = type(made)
        if kind in TEXTS:
            characters += len(made)
        elif kind in _ROWS and len(made) <= _FEW and ATOMS.issuperset(map(type, made)):
            items += len(made)
        elif kind not in ATOMS:
            size = measure(made)
            items += size.items
            characters += size.characters
        if items > 4 * MAX_ITEMS or characters > _MOST_CHARACTERS:
            breach("there is too much to compare")
        return made

    return call


# -- going over items ------------------------------------------------------------------------------


def hint(value: Any) -> int:
    """Return how many items a value says it has, or 0."""
    try:
        return operator.length_hint(value, 0)
    except TypeError:
        return 0


def bounded(source: Iterable[Any]) -> list[Any]:
    """Return the items of any iterable as a list."""
    found = list(islice(source, MAX_ITEMS + 1))
    if len(found) > MAX_ITEMS:
        breach("there are too many items")
    return found


def materialised(source: Any) -> Any:
    """Return an iterable that is a plain container.

    Lazy iterators over lazy iterators, a million deep, crash CPython. Built over a container,
    each is one deep.
    """
    return source if type(source) in CONTAINERS else bounded(iter(source))


class Endless(Breach):
    """An iterator went on after as many items as a list may have."""


def too_many() -> Iterator[Any]:
    """Return what stands in the place of the items that are too many.

    Raises:
        Endless: Whenever one of them is asked for; a generator would do it once, and then end.
    """
    return map(_go_on, repeat(None))


def _go_on(_: None) -> NoReturn:
    raise Endless(f"an iterator went on after {MAX_ITEMS:,} items")


def taken(source: Iterable[Any]) -> tuple[list[Any], bool]:
    """Return the items of any iterable, as many as a list may have, and whether it goes on."""
    found: list[Any] = []
    try:
        found.extend(islice(source, MAX_ITEMS + 1))
    except Endless:
        return found, True
    return found, len(found) > MAX_ITEMS


def held(source: Any) -> Iterable[Any]:
    """Return the items of an iterable out of a container, as :func:`materialised` does.

    Of an endless one those that a container holds may be used; only what asks for more is stopped.
    """
    if type(source) in CONTAINERS:
        held_already: Iterable[Any] = source
        return held_already
    found, goes_on = taken(iter(source))
    return chain(watched(found), too_many()) if goes_on else found


def watched(source: Any) -> Iterable[Any]:
    """Return the items of a container, with a look at the clock every few of them.

    For C code that goes over many items and may take long with each.
    """
    return source if hint(source) <= _SMALL else chain.from_iterable(_watched(source))


def _watched(source: Iterable[Any]) -> Iterator[list[Any]]:
    items = iter(source)
    count, checked = _SMALL, look()
    while part := list(islice(items, count)):
        yield part
        now = look()
        count = min(2 * count, _LARGE) if now - checked < _SLOW else _SMALL
        checked = now

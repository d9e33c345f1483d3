"""Size guards: the operations that could take long, or build something huge, in one step of C code.

Nothing inside CPython interrupts a single C call, so its size is checked before it is made.
Every guard does exactly what the plain operation does, or raises :class:`Breach`.
"""

from __future__ import annotations

import operator
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from batos.guardian.dialect import MAX_BITS, MAX_ITEMS, MAX_TEXT
from batos.guardian.dialect.budget import look
from batos.guardian.dialect.formatting import formatted
from batos.guardian.dialect.kinds import ATOMS, CONTAINERS, HASHED, TEXTS, Deque
from batos.guardian.dialect.measure import (
    bounded,
    breach,
    check_crowd,
    hint,
    keys,
    light,
    materialised,
    measure,
)
from batos.objects.uvm import UvmObject

__all__ = [
    "add",
    "check_bits",
    "check_counts",
    "contains",
    "floordiv",
    "half",
    "iadd",
    "imul",
    "items",
    "lshift",
    "mod",
    "mul",
    "other_set",
    "power",
    "searchable",
    "share",
    "united",
    "writable",
]

_SEQUENCES = frozenset({str, bytes, list, tuple, Deque, deque})
_EMPTY: dict[Any, Any] = {}
_KEYS, _VALUES, _ITEMS = type(_EMPTY.keys()), type(_EMPTY.values()), type(_EMPTY.items())
_SETS: Any = (*HASHED, _KEYS, _ITEMS)
_MODULAR = 1 << 36
"""Bits of an exponent times the square of those of a modulus."""
_COMPARISONS = 1 << 27
_COMPARED_TEXT = 1 << 29


# -- numbers and sequences -------------------------------------------------------------------------


def _too_long(length: int, value: object) -> bool:
    return length > (MAX_TEXT if isinstance(value, TEXTS) else MAX_ITEMS)


def add(left: Any, right: Any) -> Any:
    """Return ``left + right``."""
    sequences = type(left) in _SEQUENCES and type(right) in _SEQUENCES
    if sequences and _too_long(len(left) + len(right), left):
        breach("a text or list grew too long")
    return left + right


def iadd(left: Any, right: Any) -> Any:
    """Return ``left`` after ``left += right``."""
    if type(left) in _SEQUENCES:
        if type(right) not in CONTAINERS and isinstance(left, (list, deque)):
            right = bounded(right)
        if _too_long(len(left) + hint(right), left):
            breach("a text or list grew too long")
    elif isinstance(left, Counter):
        check_counts(right)
    left += right
    return left


def check_counts(counts: Any) -> None:
    """Check that what is added to the counts of a Counter are no texts or lists, which grow."""
    if isinstance(counts, dict) and not _SEQUENCES.isdisjoint(map(type, counts.values())):
        breach("texts and lists are no counts")


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int):
        if isinstance(right, int):
            if left.bit_length() + right.bit_length() > MAX_BITS:
                breach("a number got too large")
        elif type(right) in _SEQUENCES and left > 0 and _too_long(len(right) * left, right):
            breach("a repeated text or list is too long")
    elif (
        isinstance(right, int)
        and type(left) in _SEQUENCES
        and right > 0
        and _too_long(len(left) * right, left)
    ):
        breach("a repeated text or list is too long")


def mul(left: Any, right: Any) -> Any:
    """Return ``left * right``."""
    _check_product(left, right)
    return left * right


def imul(left: Any, right: Any) -> Any:
    """Return ``left`` after ``left *= right``."""
    _check_product(left, right)
    left *= right
    return left


def check_bits(*numbers: Any) -> None:
    """Check that no integer is so large that to divide it takes long."""
    for number in numbers:
        if isinstance(number, int) and number.bit_length() > MAX_BITS:
            breach("a number got too large")


def mod(left: Any, right: Any) -> Any:
    """Return ``left % right``, which formats when ``left`` is a text."""
    if isinstance(left, TEXTS):
        return formatted(left, right)
    check_bits(left, right)
    return left % right


def floordiv(left: Any, right: Any) -> Any:
    """Return ``left // right``."""
    check_bits(left, right)
    return left // right


def power(base: Any, exponent: Any, modulus: Any = None) -> Any:
    """Return ``pow(base, exponent, modulus)``."""
    if isinstance(base, int) and isinstance(exponent, int):
        if modulus is None:
            if abs(base) > 1 and exponent > 0 and base.bit_length() * exponent > MAX_BITS:
                breach("a power is too large")
        elif isinstance(modulus, int):
            check_bits(base)
            if max(exponent.bit_length(), 64) * modulus.bit_length() ** 2 > _MODULAR:
                breach("a modular power is too large")
            look()  # the largest take a fifth of a second
            base %= modulus or 1
    return pow(base, exponent) if modulus is None else pow(base, exponent, modulus)


def lshift(left: Any, right: Any) -> Any:
    """Return ``left << right``."""
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right > MAX_BITS:
        breach("a number got too large")
    return left << right


# -- comparing and hashing -------------------------------------------------------------------------


def contains(item: Any, container: Any) -> bool:
    """Return ``item in container``."""
    return light(item) in searchable(container, item)


def searchable(container: Any, item: Any) -> Any:
    """Return a container whose items may one by one be compared with another."""
    if isinstance(container, (list, tuple, deque)) or type(container) is _VALUES:
        count = len(container)
        if type(item) in TEXTS:
            if len(item) * count > _COMPARED_TEXT:
                breach("there is too much to compare")
        elif type(item) not in ATOMS and count * measure(item).items > _COMPARISONS:
            breach("there is too much to compare")
    return container


def united(name: str) -> Callable[[Any, Any], Any]:
    """Return a guard for an operator that numbers have, and sets.

    Args:
        name: Its name in :mod:`operator`.
    """
    operate = getattr(operator, name)

    def guard(left: Any, right: Any) -> Any:
        if isinstance(left, _SETS):
            right = other_set(left, right, grows="or" in name)
            if type(left) is _ITEMS:
                measure(left)
            if isinstance(left, Counter):  # of which the values are compared as well
                measure([left, right])
        elif isinstance(right, _SETS) and type(left) not in ATOMS:
            left = keys(left)
        return operate(left, right)

    return guard


def other_set(value: Any, other: Any, *, grows: bool) -> Any:
    """Return what a set or dict is united or compared with, item by item.

    No more is looked at than by what follows: the smaller of the two, unless the first one grows.
    """
    if type(other) in ATOMS:
        return other
    if isinstance(other, HASHED) or type(other) is _KEYS:
        check_crowd(other if grows or len(other) <= len(value) else value)
        return other
    return keys(other)


# -- containers ------------------------------------------------------------------------------------


def items(value: Any) -> Any:
    """Return a list or tuple that was put together from several, once its length is checked."""
    if len(value) > MAX_ITEMS:
        breach("a list grew too long")
    return value


def share(value: Any, count: int) -> Any:
    """Return one of several values that are put together into one, each of which gets its share."""
    value = materialised(value)
    if len(value) > MAX_ITEMS // count:
        breach("a list grew too long")
    return value


def half(value: Any) -> Any:
    """Return the new value of a slice: at most half of what a list may have."""
    if hint(value) * 2 > MAX_ITEMS:
        breach("a list grew too long")
    return value


def writable(target: Any) -> Any:
    """Return the target of an attribute store when it is an object of the image.

    Raises:
        AttributeError: It is anything else: a helper of the dialect, an exception, a function.
    """
    if not isinstance(target, UvmObject):
        raise AttributeError(f"a {type(target).__name__} has no slots that could be set")
    return target

"""What counts as the same answer, decided here for everybody who asks.

==================  ==============================================================================
numbers             An expected integer is met by its exact value, whatever its type: 2 by 2.0, not
                    by 2.0000000000000004. An expected float may be missed by a relative 1e-9; next
                    to zero, where nothing is relative, by 1e-12. NaN equals NaN.
yes and no          ``True`` is not 1, and ``False`` not 0.
lists and tuples    The same where their items are, in order.
sets                A set is the list of its items in sorted order, frozen or not.
dicts               The same where their keys and values are, in any order. JSON has no keys but
                    texts: an expected ``"3"`` is met by the key 3 of an answer with such keys.
everything else     Equal, and of the same type: ``b"a"`` is not ``"a"``.
==================  ==============================================================================

Values may be nested to any depth, hold one another many times over, or themselves.
"""

from __future__ import annotations

import cmath
import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["RELATIVE", "alike", "fulfils", "same"]

RELATIVE = 1e-9
"""By how much of the larger one two floats may differ."""
_NEAR_ZERO = 1e-12
_LONGEST_KEY = 640
"""Digits of a key that is read as an integer; more cost a time in their square."""
_SETS = (set, frozenset)
_LISTS = (list, tuple)
_LISTED = (*_LISTS, *_SETS)
_Pairs: TypeAlias = Iterable[tuple[Any, Any]]


def same(expected: Any, got: Any, *, relative: float = RELATIVE) -> bool:
    """Return whether an answer is what was expected.

    Args:
        expected: The answer that an example, or a line of a file, gives.
        got: What a method answered.
        relative: By how much floats may differ.
    """
    return _Comparison(relative, exact=True, textual=True).holds(expected, got)


def alike(one: Any, other: Any) -> bool:
    """Return whether two methods answered the same.

    Neither is an expectation, so that both count alike: an integer is met by a float next to it,
    and the key ``"3"`` only by itself.
    """
    return _Comparison(RELATIVE, exact=False, textual=False).holds(one, other)


def fulfils(after: Mapping[str, Any], slots: Mapping[str, Any]) -> bool:
    """Return whether slots are as an example expects them; it speaks only of those it names."""
    return all(name in slots and same(value, slots[name]) for name, value in after.items())


@dataclass(frozen=True)
class _Comparison:
    """One way to compare.

    Attributes:
        relative: By how much floats may differ.
        exact: Whether the first value's integers want their exact value.
        textual: Whether the first value's keys may be texts of integers.
    """

    relative: float
    exact: bool
    textual: bool

    def holds(self, expected: Any, got: Any) -> bool:
        """Return whether two values are the same."""
        # An explicit stack: what is deep must not overflow Python's own. A pair that was met
        # before is compared already, or being compared: values may hold themselves.
        stack = [(expected, got)]
        met: set[tuple[int, int]] = set()
        while stack:
            one, other = stack.pop()
            pairs = self._pairing(one, other)
            if pairs is None:
                if not self._is_same_atom(one, other):
                    return False
            elif (pair := (id(one), id(other))) not in met:
                met.add(pair)
                if len(one) != len(other):
                    return False
                try:
                    stack.extend(pairs(one, other))
                except (_DifferError, RecursionError):  # keys nested deeper than Python compares
                    return False
        return True

    def _pairing(self, one: Any, other: Any) -> Callable[[Any, Any], _Pairs] | None:
        """Return what pairs the parts of two containers; None for anything else."""
        if isinstance(one, _LISTS) and isinstance(other, _LISTS):
            return zip
        if isinstance(one, dict) and isinstance(other, dict):
            return self._of_dicts
        is_set = isinstance(one, _SETS) or isinstance(other, _SETS)
        if is_set and isinstance(one, _LISTED) and isinstance(other, _LISTED):
            return _of_sets
        return None

    def _of_dicts(self, one: dict[Any, Any], other: dict[Any, Any]) -> _Pairs:
        if all(type(key) is str for key in one):
            keys = self._keys_of_texts(one, other)
            return [(value, other[keys[key]]) for key, value in one.items()]
        pairs = zip(sorted(one, key=_order), sorted(other, key=_order), strict=False)
        return [part for a, b in pairs for part in ((a, b), (one[a], other[b]))]

    def _keys_of_texts(self, one: dict[str, Any], other: dict[Any, Any]) -> dict[str, Any]:
        """Return the keys of an answer that stand for expected ones.

        Raises:
            _DifferError: It has other keys.
        """
        keys: dict[str, Any] = {}
        for key in one:
            number = None if key in other or not self.textual else _as_integer(key)
            found = key if number is None else number
            if found not in other:
                raise _DifferError
            keys[key] = found
        # True and 1.0 are found where 1 is looked for, though they are no integers.
        if any(type(key) not in (str, int) for key in other) or len({*keys.values()}) != len(one):
            raise _DifferError
        return keys

    def _is_same_atom(self, one: Any, other: Any) -> bool:
        if isinstance(one, bool) or isinstance(other, bool):
            return one is other
        if isinstance(one, (int, float)) and isinstance(other, (int, float)):
            return self._is_same_number(one, other)
        if isinstance(one, complex) and isinstance(other, complex):
            if cmath.isnan(one) or cmath.isnan(other):
                return repr(one) == repr(other)
            return cmath.isclose(one, other, rel_tol=self.relative, abs_tol=_floor(one, other))
        return type(one) is type(other) and bool(one == other)

    def _is_same_number(self, one: float, other: float) -> bool:
        if one == other:
            return True
        if isinstance(one, int) and (self.exact or isinstance(other, int)):
            return False
        try:
            if math.isnan(one) or math.isnan(other):
                return math.isnan(one) and math.isnan(other)
            return math.isclose(one, other, rel_tol=self.relative, abs_tol=_floor(one, other))
        except OverflowError:  # an integer beyond the range of floats
            return False


class _DifferError(Exception):
    """Two dicts have other keys."""


def _of_sets(one: Any, other: Any) -> _Pairs:
    listed = (
        sorted(each, key=_order) if isinstance(each, _SETS) else each for each in (one, other)
    )
    return zip(*listed, strict=False)


def _floor(one: complex, other: complex) -> float:
    """Return by how much two numbers may differ at least: next to zero nothing is relative."""
    return _NEAR_ZERO if not one or not other else 0.0


def _as_integer(key: str) -> int | None:
    """Return the integer that a key of JSON stands for, or None for a text."""
    if len(key) > _LONGEST_KEY or not key.isascii():
        return None
    try:
        number = int(key)
    except ValueError:
        return None
    return number if str(number) == key else None


def _order(value: Any) -> Any:
    """Return what sorts the items of a set, and the keys of a dict, of any types together."""
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, (int, float)):
        # Comparing with NaN would leave the order to chance.
        return ("", 1, 0.0) if value != value else ("", 0, value)  # noqa: PLR0124
    if isinstance(value, (str, bytes)):
        return (type(value).__name__, value)
    if isinstance(value, tuple):
        return ("tuple", [_order(item) for item in value])
    if isinstance(value, frozenset):
        return ("frozenset", sorted(map(_order, value)))
    if isinstance(value, (dt.date, dt.time)):
        return (type(value).__name__, value.isoformat())
    return (type(value).__name__, repr(value))

# ruff: noqa: E501 - a table reads best with one row on a line
from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.objects import UNSET, UvmObject, alike, fulfils, same

NAN, INF = math.nan, math.inf
NEXT_TO_2 = 2.0000000000000004

NUMBERS = [
    (1, 1, True), (1, 1.0, True), (2, NEXT_TO_2, False), (2.0, NEXT_TO_2, True), (2.0, 2, True),
    (121.0, 121.00000000000001, True), (121, 121.00000000000001, False), (1.0, 1.001, False),
    (1.0, 1 + 1e-12, True), (1e300, 1e300 * (1 + 1e-12), True), (1e-13, 2e-13, False),
    (0.0, 5e-17, True), (5e-17, 0.0, True), (0, 5e-17, False), (0.0, 1e-6, False), (0.0, -0.0, True),
    (NAN, NAN, True), (NAN, 1.0, False), (1.0, NAN, False), (INF, INF, True), (INF, -INF, False),
    (10**400, 1.0, False), (1.0, 10**400, False), (10**400, 10**400, True), (10**400, INF, False),
    (1j, 1j, True), (1 + 1j, 1 + 1.0000000000001j, True), (1j, 2j, False), (complex(NAN, 1), complex(NAN, 1), True),
    (1, 1 + 0j, False), (2**60, float(2**60), True), (2**60 + 1, float(2**60), False),
]  # fmt: skip
OTHERS = [
    (True, 1, False), (1, True, False), (True, True, True), (0, False, False), (1.0, True, False),
    ("1", 1, False), (None, None, True), (None, 0, False), (None, False, False), ("a", "a", True), ("a", "A", False),
    (b"a", "a", False), (b"a", b"a", True), (dt.date(2026, 1, 1), dt.date(2026, 1, 1), True),
    (dt.date(2026, 1, 1), dt.datetime(2026, 1, 1), False), ("", [], False), ([], {}, False), ([], None, False),
    (dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), False), (UNSET, UNSET, True), (UNSET, None, False),
]  # fmt: skip
CONTAINERS = [
    ([1, 2], (1, 2), True), ((1, 2), [1, 2], True), ([1], [1, 2], False), ([1, [2.0]], (1, (2,)), True), ([2, 1], [1, 2], False),
    ([True], [1], False), ([[NAN]], ([NAN],), True),
    ({"a": [1]}, {"a": (1,)}, True), ({"a": 1}, {"b": 1}, False), ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
    ({"a": 1}, {"a": 1, "b": 2}, False), ({}, {}, True), ({1: "a"}, {True: "a"}, False), ({True: "a"}, {1: "a"}, False),
    ({1: "a"}, {1.0: "a"}, True), ({0.3: 1}, {0.1 + 0.2: 1}, True), ({(1, True): 0}, {(1, 1): 0}, False),
    ({(1, 2): 3, (0, 1): 4}, {(0, 1): 4, (1, 2): 3}, True), ({None: 1, "a": 2}, {"a": 2, None: 1}, True), ({NAN: 1}, {NAN: 1}, True),
    ({1}, {1}, True), ({1}, {2}, False), ({1}, {True}, False), (frozenset({1}), {1}, True), ({0.3}, {0.1 + 0.2}, True),
    ([1, 2, 3], {3, 1, 2}, True), ([3, 1, 2], {3, 1, 2}, False), ({3, 1, 2}, [1, 2, 3], True), ({3, 1, 2}, (3, 1, 2), False),
    ([1, 1], {1}, False), (set(), [], True), ([[1, 2], [3, 4]], {(3, 4), (1, 2)}, True), (["a", "b"], {"b", "a"}, True),
    ({frozenset({1}), frozenset({2, 3})}, {frozenset({3, 2}), frozenset({1})}, True), ({1, "a", None}, {None, "a", 1}, True),
    ({"a"}, "a", False), ([("a", 1)], {"a": 1}, False),
]  # fmt: skip
KEYS_OF_JSON = [
    ({"1": "a"}, {1: "a"}, True), ({"-3": 1, "10": 2}, {10: 2, -3: 1}, True), ([{"1": [{"2": 3}]}], [{1: [{2: 3}]}], True),
    ({"1": "a"}, {"1": "a"}, True), ({"01": "a"}, {1: "a"}, False), ({"1": "a"}, {True: "a"}, False), ({"1": "a"}, {1.0: "a"}, False),
    ({"1": "a", "b": 2}, {1: "a", "b": 2}, True), ({"x": 1}, {1: 1}, False), ({1: "a"}, {"1": "a"}, False),
    ({"1": "a", "2": "b"}, {"1": "a", 2: "b"}, True), ({"1": "a", "2": "b"}, {1: "a", "1": "b"}, False),
    ({"9" * 5000: 1}, {int("9" * 500): 1}, False), ({"\u0661": 1}, {1: 1}, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "got", "equal"), [*NUMBERS, *OTHERS, *CONTAINERS, *KEYS_OF_JSON]
)
def test_same(expected: Any, got: Any, equal: bool) -> None:
    assert same(expected, got) is equal


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [(2, NEXT_TO_2, True), (NEXT_TO_2, 2, True), (2, 3, False), ({"1": 1}, {1: 1}, False), ([1], {1}, True)],
)  # fmt: skip
def test_of_two_answers_neither_is_an_expectation(one: Any, other: Any, equal: bool) -> None:
    assert alike(one, other) is equal
    assert alike(other, one) is equal


ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates()
)
KEYS = st.one_of(st.text(), st.integers(), st.tuples(st.booleans(), st.floats()))
PLAIN = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner),
        st.tuples(inner, inner),
        st.dictionaries(KEYS, inner),
        st.sets(KEYS),
        st.frozensets(st.one_of(st.integers(), st.frozensets(st.text()))),
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_everything_is_as_itself_and_as_what_its_order_leaves_open(value: Any) -> None:
    assert same(value, value)
    assert same(value, _turned(value))
    assert alike(_turned(value), value)


def _turned(value: Any) -> Any:
    """Return an equal value with tuples for lists, and other orders in sets and dicts."""
    if isinstance(value, list):
        return tuple(map(_turned, value))
    if isinstance(value, dict):
        return {key: _turned(item) for key, item in reversed(value.items())}
    if isinstance(value, set):
        return frozenset(reversed(list(value)))
    return value


@given(PLAIN, PLAIN)
def test_answers_are_alike_in_both_directions(one: Any, other: Any) -> None:
    assert alike(one, other) is alike(other, one)


def test_a_tolerance_of_its_own_leaves_integers_exact() -> None:
    assert same([1.0], [1.0000005], relative=1e-6)
    assert not same([1], [1.0000005], relative=1e-6)


def nested(depth: int, inner: Any) -> Any:
    for _ in range(depth):
        inner = [inner]
    return inner


def test_any_depth_is_compared() -> None:
    assert same(nested(100_000, 1), nested(100_000, 1.0))
    assert not same(nested(100_000, 1), nested(100_000, 2))


def test_keys_that_are_too_deep_to_be_compared_differ() -> None:
    one, other = (), ()
    for _ in range(3_000):
        one, other = (one,), (other,)

    assert same({one: 1, "a": 2}, {other: 1, "a": 2}) is False


def test_values_that_hold_themselves_are_compared() -> None:
    one: list[Any] = [1]
    one.append(one)
    other: list[Any] = [1]
    other.append(other)
    wrong: list[Any] = [1, [2]]
    wrong[1].append(wrong)

    assert same(one, other)
    assert not same(one, wrong)


def test_what_is_held_many_times_over_is_compared_once() -> None:
    one: Any = [1]
    other: Any = (1.0,)
    for _ in range(60):
        one, other = [one, one], (other, other)

    assert same(one, other)


def test_objects_of_the_image_are_themselves_only() -> None:
    thing = UvmObject()

    assert same(thing, thing)
    assert not same(thing, UvmObject())


@pytest.mark.parametrize(
    ("after", "true"),
    [({}, True), ({"items": [1]}, True), ({"items": [2]}, False), ({"other": None}, False)],
)
def test_slots_are_looked_at_that_are_named(after: dict[str, Any], true: bool) -> None:
    assert fulfils(after, {"items": (1,), "more": 2}) is true

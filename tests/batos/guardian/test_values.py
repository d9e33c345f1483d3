# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.guardian.values import NotPlainError, dumps, loads, same

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.complex_numbers(),
)
KEYS = st.one_of(st.text(), st.integers(), st.tuples(st.integers(), st.text()))
PLAIN = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner),
        st.tuples(inner, inner),
        st.dictionaries(KEYS, inner),
        st.sets(st.integers()),
        st.frozensets(st.text()),
    ),
    max_leaves=10,
)


@given(PLAIN)
def test_plain_data_survives(value: Any) -> None:
    got = loads(dumps(value))

    assert same(value, got)
    assert type(got) is type(value)


@pytest.mark.parametrize("value", [object(), lambda: 1, [iter([])], {"a": range(3)}, ValueError()])
def test_other_data_is_refused(value: object) -> None:
    with pytest.raises(NotPlainError):
        dumps(value)


def test_deep_nest_is_refused() -> None:
    value: list[Any] = []
    for _ in range(1000):
        value = [value]

    with pytest.raises(NotPlainError):
        dumps(value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"$":"eval","v":"1"}', b'{"$":"set","v":[[1]]}', b"[" * 5000]
)
def test_damaged_data_is_refused(data: bytes) -> None:
    with pytest.raises(NotPlainError):
        loads(data)


@pytest.mark.parametrize(
    ("expected", "got", "equal"),
    [
        (1, 1, True), (1, 1.0, True), (1.0, 1 + 1e-12, True), (1.0, 1.001, False),
        (True, 1, False), (1, True, False), (True, True, True), (0, False, False),
        ([1, 2], (1, 2), True), ([1], [1, 2], False), ([1, [2.0]], (1, (2,)), True),
        (math.nan, math.nan, True), (math.inf, math.inf, True), (math.inf, -math.inf, False),
        ({"a": [1]}, {"a": (1,)}, True), ({"a": 1}, {"b": 1}, False), ({1}, {1}, True), ({1}, [1], False),
        ("1", 1, False), (None, None, True), (None, 0, False), ("a", "a", True),
        (10**400, 1.0, False), (10**400, 10**400, True), (1j, 1j, True), (b"a", "a", False),
    ],
)  # fmt: skip
def test_same(expected: Any, got: Any, equal: bool) -> None:
    assert same(expected, got) is equal

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.guardian.trial.tagged import NotPlainError, dumps, loads
from batos.objects import same

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

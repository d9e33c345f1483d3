"""Plain values as TOML holds them."""

import datetime as dt
import math
import tomllib
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.exchange.toml_text import parsed, table
from batos.exchange.toml_values import NotPlainError, from_toml, to_toml

KEYS = (
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates()
) | st.tuples(st.integers(), st.text())
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.datetimes(timezones=st.just(dt.UTC) | st.none()),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.dictionaries(KEYS, inner)
        | st.frozensets(KEYS)
        | st.sets(KEYS)
    ),
    max_leaves=15,
)


def over(value):
    """Return a value that went through a text."""
    return from_toml(parsed(table({"x": to_toml(value)}).encode())["x"])


def order(value):
    """Return a value with the order of its dicts in it, and the kinds of all parts."""
    if isinstance(value, dict):
        return [(order(key), order(item)) for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [order(item) for item in value]
    return type(value).__name__, value


@given(VALUES)
def test_every_plain_value_comes_back_as_it_was(value):
    assert order(over(value)) == order(value)


@pytest.mark.parametrize(
    "value",
    [
        2**63,
        -(2**64),
        2**5000,
        -0.0,
        math.inf,
        5e-324,
        "\ud800",
        {"\udfff": 1},
        {"$": "int", "v": "0x1"},
        {"a": {"b": 1}, "c": 2, "d": [{"e": None}], "f": 3},
        "a\x00\x1b\x7f\x85\u2028\r\n\t\"'\\#",
        {"": 1, "a.b": 2, "ä": 3},
        dt.datetime(2031, 10, 26, 2, 30, tzinfo=zoneinfo.ZoneInfo("UTC"), fold=1),
        dt.time(1, 2, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))),
        {1, "one", None, (2, 3)},
    ],
)
def test_values_that_toml_does_not_have_come_back(value):
    found = over(value)
    assert order(found) == order(value)
    assert repr(found) == repr(value) or isinstance(value, set)


def test_not_a_number_comes_back():
    assert math.isnan(over([math.nan])[0])


def test_the_same_set_is_the_same_text():
    assert to_toml({"b", "a", "c"}) == to_toml({"c", "a", "b"})


@pytest.mark.parametrize("value", [object(), len, dt.UTC, [object()], {1: object()}])
def test_what_is_not_plain_does_not_travel(value):
    with pytest.raises(NotPlainError):
        to_toml(value)


def test_what_is_nested_too_deeply_does_not_travel():
    value = []
    for _ in range(100):
        value = [value]
    with pytest.raises(NotPlainError, match="too deeply"):
        to_toml(value)
    damaged = []
    for _ in range(500):
        damaged = [damaged]
    with pytest.raises(NotPlainError, match="too deeply"):
        from_toml(damaged)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"$": "dict", "v": [[math.nan, 1]]}, "NaN"),
        ({"$": "dict", "v": [[{"$": "float", "v": "nan"}, 1]]}, "NaN"),
        ({"$": "set", "v": [math.nan]}, "NaN"),
        ({"$": "dict", "v": [[{"$": "tuple", "v": [1, math.nan]}, 1]]}, "NaN"),
        ({"$": "dict", "v": [[1, 1], [1, 2]]}, "same key twice"),
        ({"$": "set", "v": [1, 1]}, "same value twice"),
        ({"$": "dict", "v": [[[1], 1]]}, "damaged"),
        ({"$": "dict", "v": [1]}, "damaged"),
        ({"$": "set", "v": "ab"}, "damaged"),
        ({"$": "nonsense", "v": 1}, "damaged"),
        ({"$": ["int"], "v": 1}, "damaged"),
        ({"$": "int"}, "other fields"),
        ({"$": "none", "v": 1}, "damaged"),
        ({"$": "int", "v": "0x1", "w": 2}, "other fields"),
        ({"$": "timedelta", "v": [1e300]}, "damaged"),
        ({"$": "bytes", "v": "zz"}, "damaged"),
        ({"$": "text", "v": "[1]"}, "damaged"),
        ({"$": "text", "v": "{"}, "damaged"),
        ({"$": "object", "id": "x"}, "cannot stand here"),
        ({"$": "datetime", "v": "2031-01-01T00:00", "zone": "../x", "fold": 0}, "."),
        ({"$": "datetime", "v": "2031-01-01T00:00", "zone": "No/Where", "fold": 0}, "not known"),
        ({"$": "int", "v": "0x1", "zone": "UTC", "fold": 0}, "damaged"),
    ],
    ids=repr,
)
def test_what_nobody_has_written_is_refused(value, reason):
    with pytest.raises(NotPlainError, match=reason):
        from_toml(value)


def test_dates_that_a_person_has_written_by_hand_are_taken():
    assert from_toml(tomllib.loads("x = [2031-02-03]")["x"]) == [dt.date(2031, 2, 3)]

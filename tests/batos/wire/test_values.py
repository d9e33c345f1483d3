"""Python values in the shape of the wire."""

import collections
import datetime
import decimal
import enum
import json

import pytest

from batos.wire.values import from_wire, to_wire


class Colour(enum.Enum):
    RED = "red"


class Name(str):
    __slots__ = ()


class Thing:
    def __repr__(self):
        return "<a thing " + "x" * 500 + ">"


@pytest.mark.parametrize(
    ("value", "wired"),
    [
        ((1, (2, 3)), [1, [2, 3]]),
        ({3, 1, 2}, [1, 2, 3]),
        (frozenset({"b", 1}), ["b", 1]),
        ({1: "a", (1, 2): "b", None: "c"}, {"1": "a", "(1, 2)": "b", "None": "c"}),
        (datetime.date(2024, 5, 6), "2024-05-06"),
        (datetime.datetime(2024, 5, 6, 7, tzinfo=datetime.UTC), "2024-05-06T07:00:00+00:00"),
        (datetime.time(1, 2), "01:02:00"),
        (datetime.timedelta(minutes=1), 60.0),
        (decimal.Decimal("1.10"), "1.10"),
        (1 + 2j, "(1+2j)"),
        (range(3), [0, 1, 2]),
        (collections.deque([1]), [1]),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.OrderedDict(b=(1,)), {"b": [1]}),
        (bytearray(b"x"), b"x"),
        (Colour.RED, "red"),
        (Name("n"), "n"),
        (2**64, {"$int": "18446744073709551616"}),
        (True, True),
    ],
)
def test_values_take_their_plain_shape(value, wired):
    assert to_wire(value) == wired


def test_what_has_no_shape_is_shown_in_short():
    shown = to_wire(Thing())
    assert shown.startswith("<a thing")
    assert len(shown) == 200


def test_large_integers_come_back():
    value = {"n": [2**70, -(2**70), 1]}
    assert from_wire(json.loads(json.dumps(to_wire(value)))) == value
    assert from_wire({"$int": "no number"}) == {"$int": "no number"}
    assert from_wire({"$int": "1", "more": 2}) == {"$int": "1", "more": 2}

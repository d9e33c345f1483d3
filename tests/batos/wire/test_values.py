"""Python values in the shape of the wire."""

import collections
import datetime
import decimal
import enum
import math

import pytest

from batos.wire.codec import decode_body, encode_body
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


HOMECOMING = [
    {"n": [2**70, -(2**70), 1]},
    1 << 100_000,
    -(1 << 100_000),
    "unknown word \ud83d",
    ["\udc00\n", {"\ud83d": 1}],
    {1: "a", "1": "b"},
    {None: 1, "None": 2},
    {(1, (2,)): 1, "(1, (2,))": 2},
    {b"x": 1, "x": 2, "b'x'": 3},
    {"$int": "5"},
    {"$text": '"a"'},
    {"$map": [[1, 2]]},
    {"$int": {"$int": "5"}},
]


@pytest.mark.parametrize("value", HOMECOMING, ids=range(len(HOMECOMING)))
def test_what_msgpack_lacks_comes_back_as_it_was(value):
    body = {"value": value}
    assert decode_body(encode_body(body)) == body


@pytest.mark.parametrize(
    "value",
    [
        {"$int": "no number"},
        {"$int": 5},
        {"$int": "1", "more": 2},
        {"$text": "no JSON"},
        {"$text": "5"},
        {"$map": 5},
        {"$map": [[1]]},
        {"$map": [[[{}], 1]]},
        {"$other": 1},
    ],
)
def test_what_only_looks_tagged_stays_as_it_is(value):
    assert from_wire(value) == value


def test_keys_that_collide_are_left_as_pairs():
    pairs = [[n * (2**61 - 1), 0] for n in range(2_000)]
    assert from_wire({"$map": pairs}) == {"$map": pairs}


class Size(enum.Enum):
    HUGE = 2**70


KEYS = [
    (2**70, "1180591620717411303424"),
    (-(2**70), "-1180591620717411303424"),
    (2**10_000, hex(2**10_000)),
    (Size.HUGE, "1180591620717411303424"),
    (True, "True"),
    (None, "None"),
    (float("nan"), "nan"),
    (-math.inf, "-inf"),
    (b"\xff", "b'\\xff'"),
    ((2**70, (b"x",)), "(1180591620717411303424, (b'x',))"),
    (frozenset({2**70}), "frozenset({1180591620717411303424})"),
    (("\ud83d",), "('\\ud83d',)"),
]


@pytest.mark.parametrize(("key", "text"), KEYS, ids=range(len(KEYS)))
def test_a_key_is_shown_as_the_value_that_it_is(key, text):
    assert to_wire({key: 1}) == {text: 1}


def test_a_long_number_and_its_text_as_keys_are_kept_apart():
    both = {2**70: 1, "1180591620717411303424": 2}
    assert from_wire(to_wire(both)) == both


def test_dates_and_their_texts_as_keys_are_kept_apart():
    day = datetime.date(2024, 5, 6)
    shown = decode_body(encode_body({"value": {day: 1, "2024-05-06": 2}}))["value"]
    assert shown == {"datetime.date(2024, 5, 6)": 1, "2024-05-06": 2}


def test_a_body_may_be_a_map_that_looks_tagged():
    assert decode_body(encode_body({"$int": "5"})) == {"$int": "5"}


def test_what_a_slot_may_hold_at_its_deepest_crosses_the_wire():
    deep = "end"
    for _ in range(64):
        deep = [deep]
    assert decode_body(encode_body({"value": deep})) == {"value": deep}

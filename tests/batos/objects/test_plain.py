"""What may live in a slot: plain data, and nothing that would need code to come back."""

from __future__ import annotations

import collections
import datetime as dt
import math
import zoneinfo
from typing import Any

import pytest
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from persistent.list import PersistentList
from ZODB.blob import Blob

from batos.errors import SlotError
from batos.objects import Epoch, Method, UvmObject, ensure_plain, is_plain
from batos.objects.bound import BoundMessage
from batos.objects.plain import ensure_record


class Foreign(Persistent):  # type: ignore[misc]
    """A persistent class of a package that may be uninstalled."""


class Zone(dt.tzinfo):
    """A time zone made of code."""

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta:
        return dt.timedelta(hours=1)

    def dst(self, moment: dt.datetime | None) -> dt.timedelta:
        return dt.timedelta(0)

    def tzname(self, moment: dt.datetime | None) -> str:
        return "here"


class Text(str):
    """A subclass of a plain type."""

    __slots__ = ()


def _shared(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value, value]
    return value


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def _cyclic() -> dict[str, Any]:
    value: dict[str, Any] = {"list": []}
    value["list"].append(value)
    return value


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        10**30,
        -1.5,
        math.nan,
        2j,
        "text",
        b"bytes",
        dt.date(2024, 2, 29),
        dt.datetime(2024, 2, 29, 12),
        dt.datetime(2024, 2, 29, tzinfo=dt.UTC),
        dt.datetime(2024, 2, 29, tzinfo=zoneinfo.ZoneInfo("UTC")),
        dt.time(12),
        dt.timedelta(1),
        [1, (2, {3}, frozenset({4}))],
        {"a": {1: [None]}, (1, 2): "tuple"},
        _nested(60),
        "\ud800",
    ],
)
def test_plain_data_is_plain(value: Any) -> None:
    ensure_plain(value, "slot")


def test_objects_of_the_image_are_plain() -> None:
    method = Method(selector="m", source="def m(self): pass", signature="(self)")
    for value in (UvmObject(), OOBTree(), Blob(), PersistentList(), Epoch(), method):
        ensure_plain([value], "slot")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (len, "builtin_function_or_method"),
        (lambda: 1, "function"),
        ([[{"a": (lambda: 1,)}]], "function"),
        ({len: 1}, "builtin_function_or_method"),
        (str, "type"),
        ("text".upper, "builtin_function_or_method"),
        ((each for each in "ab"), "generator"),
        (iter([]), "list_iterator"),
        (range(3), "range"),
        ({}.keys(), "dict_keys"),
        (math, "module"),
        (object(), "object"),
        (Foreign(), "Foreign"),
        (Foreign, ""),
        (Text("a"), "Text"),
        (collections.Counter("aab"), "Counter"),
        (bytearray(b"a"), "bytearray"),
        (BoundMessage(UvmObject(), "m"), "BoundMessage"),
        (dt.datetime(2024, 1, 1, tzinfo=Zone()), "datetime"),
        (ValueError("x"), "ValueError"),
        (..., "ellipsis"),
    ],
)
def test_what_needs_code_to_come_back_is_refused(value: Any, kind: str) -> None:
    with pytest.raises(SlotError, match=f"'tools' cannot hold a {kind}") as caught:
        ensure_plain([value], "tools")
    assert caught.value.hint
    assert not is_plain(value)


@pytest.mark.parametrize(
    "value",
    [_cyclic(), _nested(100), _shared(30), [0] * 1_000_001, "x" * (33 << 20), 1 << 200_000],
    ids=["cyclic", "deep", "shared", "long", "large", "digits"],
)
def test_what_is_too_much_is_refused(value: Any) -> None:
    with pytest.raises(SlotError, match="'big'"):
        ensure_plain(value, "big")


_COLLIDING = 2**61 - 1
"""A multiple of it has the same hash as 0."""


@pytest.mark.parametrize(
    "value",
    [
        {n * _COLLIDING: 0 for n in range(2_000)},
        {n * _COLLIDING for n in range(2_000)},
        frozenset(n * _COLLIDING for n in range(2_000)),
        {(n * _COLLIDING,): 0 for n in range(2_000)},
        {complex(-1_000_003 * n, n) for n in range(2_000)},
        {frozenset({n * _COLLIDING}): 0 for n in range(2_000)},
        [{n * _COLLIDING: 0 for n in range(90)} for _ in range(20)],
        {"inner": {0.5: {n * _COLLIDING for n in range(2_000)}}},
    ],
    ids=["dict", "set", "frozenset", "tuples", "complex", "frozensets", "spread", "inner"],
)
def test_keys_that_collide_are_refused(value: Any) -> None:
    with pytest.raises(SlotError, match="too much alike") as caught:
        ensure_plain(value, "table")
    assert caught.value.hint


def test_ordinary_keys_do_not_collide() -> None:
    for value in (
        dict.fromkeys(range(-50000, 50000), 0),
        {n / 7 for n in range(50_000)},
        {float(n): str(n) for n in range(50_000)},
        {(n, -n): 0 for n in range(20_000)},
        {str(n) for n in range(50_000)},
        {dt.date.fromordinal(n + 1): 0 for n in range(50_000)},
    ):
        ensure_plain(value, "table")


def test_the_limits_hold_for_all_slots_of_an_object_together() -> None:
    fine = {"first": ["x" * (20 << 20)], "second": 1}
    ensure_record(fine)
    with pytest.raises(SlotError, match="'third'"):
        ensure_record({**fine, "third": "x" * (20 << 20)})
    with pytest.raises(SlotError, match="too much alike"):
        ensure_record({f"slot_{i}": {n * _COLLIDING: 0 for n in range(90)} for i in range(20)})
    with pytest.raises(SlotError, match="at most 10,000 slots"):
        ensure_record({f"slot_{i}": i for i in range(10_001)})
    with pytest.raises(SlotError, match="'many'"):
        ensure_record({"many": [1 << 100_000] * 4_000})

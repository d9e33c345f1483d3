"""What is in a value, and what may be done with it in one step."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any

import pytest

from batos.guardian.dialect.budget import Breach
from batos.guardian.dialect.kinds import DefaultDict, Deque
from batos.guardian.dialect.measure import (
    bounded,
    compared,
    keys,
    light,
    lightly,
    measure,
    watched,
    weigh,
)

PRIME = 2**61 - 1
"""Multiples of it have one hash."""


def nest(make: Callable[[Any], Any], depth: int) -> Any:
    value: Any = (1,)
    for _ in range(depth):
        value = make(value)
    return value


@pytest.mark.parametrize(
    "value",
    [
        *(1, 1.5, None, "a", b"a", (1, "a"), [[1], [2]], {"a": [1]}, {1, 2}, frozenset({(1, 2)})),
        *((3, (1, 2), "a"), Counter("aab"), OrderedDict(a=1), Deque([1]), DefaultDict(int, {1: 2})),
        *({1: 2}.items(), range(10**6), list(range(10**5)), {str(i): i for i in range(10**5)}),
        *(nest(lambda x: (x,), 900), [("a", i) for i in range(10**5)], ["a" * 1000] * 1000),
    ],
    ids=range(22),
)
def test_ordinary_value_is_light(value: Any) -> None:
    assert light(value) is value


@pytest.mark.parametrize(
    "value",
    [
        *(nest(lambda x: (x,), 2_000), nest(lambda x: [x], 10**6), nest(lambda x: (x, [x]), 60)),
        *(nest(lambda x: {1: x, 2: x}, 60), [nest(lambda x: (x, x), 60)], [[0] * 10**4] * 10**4),
        *(["a" * 10**6] * 10**4, {1: nest(lambda x: [x, x], 60)}.values(), [0] * 2 * 10**6),
        *(ValueError(nest(lambda x: [x, x], 60)), Deque([nest(lambda x: [x, x], 60)])),
        *({i * PRIME for i in range(3_000)}, [{(i * PRIME,): i for i in range(3_000)}]),
    ],
    ids=range(13),
)
def test_value_that_takes_for_ever_is_not(value: Any) -> None:
    with pytest.raises(Breach):
        light(value)
    with pytest.raises(Breach):
        compared([value, value])


def test_everything_is_counted_as_often_as_it_is_met() -> None:
    row = ["abc", 1 << 300]

    size = measure([row, row, (row, {"k": row})])

    assert size.items == 1 + 3 + 6 + 4 + 2
    assert size.characters == 4 * (3 + 100) + 1
    assert not size.opaque
    assert measure([len]).opaque


def test_weight_is_about_the_length_of_the_text() -> None:
    for value in (["abc"] * 1000, list(range(1000)), {str(i): i for i in range(100)}, 10**3000):
        assert len(str(value)) / 3 < weigh(value) < len(str(value)) * 3


def test_keys_are_weighed_unless_they_were_hashed_before() -> None:
    deep = nest(lambda x: (x,), 2_000)

    assert keys(["a", (1, 2)]) == ["a", (1, 2)]
    assert keys(iter("ab")) == ["a", "b"]
    assert keys({1: deep}) == {1: deep}
    with pytest.raises(Breach, match="deep"):
        keys([deep])
    with pytest.raises(Breach, match="deep"):
        keys({1: deep}.items())
    with pytest.raises(Breach, match="collide"):
        keys(dict.fromkeys(i * PRIME for i in range(3_000)))


def test_many_equal_keys_do_not_collide() -> None:
    assert keys([1] * 100_000) == [1] * 100_000
    assert keys({i % 7 for i in range(100_000)}) == set(range(7))


def test_keys_for_sorting_are_weighed_together() -> None:
    long = ["a" * 100_000 + str(i) for i in range(1_100)]

    assert sorted(long[:9], key=lightly(lambda text: text)) == long[:9]
    with pytest.raises(Breach, match="compare"):
        sorted(long, key=lightly(lambda text: text))
    assert lightly(None) is None


@pytest.mark.parametrize(("seconds", "looks"), [(0.0, 9), (1.0, 126)])
def test_clock_is_looked_at_the_more_often_the_slower_items_are(
    seconds: float, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[float] = []

    def look() -> float:
        times.append(len(times) * seconds)
        return times[-1]

    monkeypatch.setattr("batos.guardian.dialect.measure.look", look)

    assert list(watched(list(range(1_000)))) == list(range(1_000))
    assert len(times) == looks
    assert list(watched([1, 2])) == [1, 2]
    assert len(times) == looks


def test_too_many_items_are_not_made() -> None:
    with pytest.raises(Breach, match="too many"):
        bounded(iter(range(2_000_000)))

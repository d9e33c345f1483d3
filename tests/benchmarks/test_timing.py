"""Sides are measured in turns, and ratios are taken within each turn."""

from __future__ import annotations

import pytest
from benchmarks.timing import in_turns, median_ratio, nanoseconds, seconds_of, share


def test_sides_take_turns_and_each_second_round_goes_backwards() -> None:
    order: list[str] = []

    def side(name: str, value: float):
        def measure() -> float:
            order.append(name)
            return value

        return measure

    found = in_turns({"ours": side("ours", 1.0), "bare": side("bare", 2.0)}, rounds=3)

    assert order == ["ours", "bare", "bare", "ours", "ours", "bare"]
    assert found == {"ours": [1.0, 1.0, 1.0], "bare": [2.0, 2.0, 2.0]}


def test_ratio_is_the_median_of_the_rounds_and_not_of_the_sides() -> None:
    # The third round was disturbed on both sides alike.
    assert median_ratio([40.0, 44.0, 4.0], [100.0, 100.0, 10.0]) == pytest.approx(0.4)


def test_sides_of_unequal_length_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        median_ratio([1.0], [1.0, 2.0])


def test_share_of_nothing_is_nothing() -> None:
    assert share(1.0, 4.0) == 0.25
    assert share(0.0, 0.0) == 0.0


def test_times_are_of_the_work_that_was_done() -> None:
    done: list[int] = []

    assert seconds_of(lambda: done.append(1)) >= 0
    assert nanoseconds(done.append, 7) >= 0
    assert done == [1, 7]

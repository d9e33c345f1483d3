"""A cycle's seconds are parted by state into the model's and our own."""

from __future__ import annotations

import pytest
from benchmarks.overhead import ModelClock, state_rows

from batos.evals.metering import Use
from batos.learning.model.outcome import Outcome
from batos.plugins import CycleEvent


def test_model_seconds_belong_to_the_state_that_asked() -> None:
    use = Use()
    clock = ModelClock(use)
    clock.event(CycleEvent(kind="cycle.state", state="SYNTHESIZING"))
    use.model_seconds += 2.0
    clock.event(CycleEvent(kind="cycle.code", state="elsewhere"))
    use.model_seconds += 1.0
    clock.event(CycleEvent(kind="cycle.state", state="VALIDATING"))
    use.model_seconds += 0.5
    clock.event(CycleEvent(kind="cycle.finished"))

    assert clock.seconds == {"SYNTHESIZING": 3.0, "VALIDATING": 0.5}


def test_rows_hold_means_and_shares_of_all_time() -> None:
    outcomes = [
        Outcome(
            status="COMPLETE",
            cycle="c",
            receiver="genesis",
            selector="s",
            seconds=10.0,
            seconds_by_state={"DELEGATING": 1.0, "SYNTHESIZING": 8.0},
            model_seconds=7.0,
        )
        for _ in range(2)
    ]

    rows = {row["state"]: row for row in state_rows(outcomes, {"SYNTHESIZING": 14.0})}

    assert rows["DELEGATING"]["outside"] == pytest.approx(1.0)
    assert rows["SYNTHESIZING"]["seconds"] == pytest.approx(8.0)
    assert rows["SYNTHESIZING"]["in the model"] == pytest.approx(7.0)
    assert rows["SYNTHESIZING"]["outside, % of all"] == pytest.approx(10.0)
    assert rows["between states"]["outside"] == pytest.approx(1.0)
    assert sum(row["outside, % of all"] for row in rows.values()) == pytest.approx(30.0)

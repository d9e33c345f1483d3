"""What missions came to is what ``batos eval`` says, with the target beside it."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.beyond import is_within
from benchmarks.learning import FOLDER, chosen, figures
from benchmarks.results import Options

from batos.config import CycleConfig
from batos.errors import UnknownNameError
from batos.evals.results import Result


def result(**fields: Any) -> Result:
    return Result(**{"id": "a", "line": 1, "kind": "pure", "status": "right", **fields})


def test_missions_are_chosen_by_name_or_thinned_out() -> None:
    file = FOLDER / "everyday.jsonl"

    assert len(chosen(file, Options(), 10)) == 30
    assert len(chosen(file, Options(quick=True), 10)) == 3
    only = chosen(file, Options(selectors=("initials",)), 10)
    assert [line.selector for line in only] == ["initials"]
    with pytest.raises(UnknownNameError, match="initals"):
        chosen(file, Options(selectors=("initals",)), 10)


def test_figures_are_those_of_an_evaluation() -> None:
    results = [
        result(trust="proven", origin="written", raw="right", seconds=2.0),
        result(trust="proven", origin="written", raw="wrong", seconds=4.0, status="wrong"),
    ]

    found = {each.name: each for each in figures(results)}

    assert found["right"].value == 0.5
    assert found["right"].met is False
    assert found["installed but wrong"].value == 0.5
    assert found["raw: right"].value == 0.5
    assert found["origin written: right"].value == 0.5
    assert found["seconds, median"].value == 2.0
    assert found["missions"].value == 2
    assert [name for name, each in found.items() if each.met is not None] == ["right"]


@pytest.mark.parametrize(
    ("seconds", "calls", "within"),
    [(5.0, 3, True), (11.0, 3, True), (13.0, 3, False), (5.0, 4, False), (0.0, 0, False)],
)
def test_a_mission_without_a_cycle_did_not_keep_to_its_budget(
    seconds: float, calls: int, within: bool
) -> None:
    failed = result(status="failed", seconds=seconds, model_calls=calls)

    assert is_within(failed, CycleConfig(seconds=10, model_calls=3)) is within

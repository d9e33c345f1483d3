"""Attempts to use up time or memory: stopped by the budget or a size guard, and nothing is left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from batos.errors import BudgetExceededError, GuardianError

AFTER = "def one(self):\n    return 1\n"

BOMBS = Path(__file__).parents[1] / "adversarial" / "bombs.jsonl"


def _sources(want: str) -> list[str]:
    cases = map(json.loads, BOMBS.read_text("utf-8").splitlines())
    return [case["code"] for case in cases if case["want"] == want]


@pytest.mark.parametrize("source", _sources("stopped"))
def test_bomb_is_stopped_and_the_next_call_works(source: str, small_world: Any) -> None:
    receiver = small_world.object(source, AFTER)

    small_world.runner.seconds = 0.3
    with pytest.raises(BudgetExceededError):
        receiver.m()

    small_world.runner.seconds = 30.0  # what is right has time, on a machine that is busy
    assert receiver.one() == 1


@pytest.mark.parametrize("source", _sources("contained"))
def test_trick_ends_in_order(source: str, small_world: Any) -> None:
    small_world.runner.seconds = 0.3
    try:
        receiver = small_world.object(source, AFTER)
        receiver.m()
    except GuardianError:
        pass
    small_world.runner.seconds = 30.0
    receiver = small_world.object(AFTER)

    assert receiver.one() == 1

"""BRICK passes the kit, and what only this one has."""

from __future__ import annotations

from batos.guardian.trial.trial import Trial
from batos.objects.example import Example
from batos.testing import PersonaSuite


class TestBrick(PersonaSuite):
    name = "brick"


def test_deconstruct(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(
            args=("open the door, then look and come back.",),
            result=["open the door", "look", "come back"],
        ),
        Example(args=("",), result=[]),
    ]
    assert trial.run(methods["deconstruct"], examples).ok


def test_unexpected_brick_is_the_same_for_the_same_topic(
    trial: Trial, methods: dict[str, str]
) -> None:
    report = trial.run(methods["unexpected_brick"], [Example(args=("tea",))] * 2)
    first, second = report.cases
    assert first.result == second.result
    assert first.result.startswith("About tea: ")

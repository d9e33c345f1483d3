"""ROBIN passes the kit, and what only this one has."""

from __future__ import annotations

from batos.guardian.trial.trial import Trial
from batos.objects.example import Example
from batos.plugins import PersonaSpec
from batos.testing import PersonaSuite


class TestRobin(PersonaSuite):
    name = "robin"


def test_the_veto_is_asked_with_more_that_is_allowed_than_not(persona: PersonaSpec) -> None:
    veto = persona.prompts["veto"]
    assert veto.endswith("Verdict:")
    assert veto.count(": allow") > veto.count(": veto") > 3


def test_weigh(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(args=(["joy", "rest"], []), result="yes: joy, rest"),
        Example(args=(["joy"], ["a lie"]), result="no: a lie"),
        Example(args=(["joy", "rest"], ["noise"]), result="wait: let the water clear first"),
    ]
    assert trial.run(methods["weigh"], examples).ok


def test_ask_why_goes_as_deep_as_it_is_told(trial: Trial, methods: dict[str, str]) -> None:
    report = trial.run(
        methods["ask_why"],
        [Example(args=("I must win.",)), Example(args=("x", 99)), Example(args=("x", -1))],
    )
    assert [len(case.result) for case in report.cases] == [3, 5, 0]
    assert "I must win?" in report.cases[0].result[0]

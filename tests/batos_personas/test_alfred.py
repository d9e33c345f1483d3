"""ALFRED passes the kit, and what only this one has."""

from __future__ import annotations

from batos.dialogue.understanding.steward import ACTIONS
from batos.guardian.trial.trial import Trial
from batos.objects.example import Example
from batos.plugins import PersonaSpec
from batos.testing import PersonaSuite


class TestAlfred(PersonaSuite):
    name = "alfred"


def test_tally_outcomes(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(args=(["ok", "failed", "ok"],), result="2 ok, 1 failed."),
        Example(args=([],), result="Nothing happened."),
    ]
    assert trial.run(methods["tally_outcomes"], examples).ok


def test_naive_question_names_its_topic(trial: Trial, methods: dict[str, str]) -> None:
    report = trial.run(
        methods["naive_question"], [Example(args=("the {audit}?",)), Example(args=(" ",))]
    )
    asked, empty = report.cases
    assert "the {audit}" in asked.result
    assert asked.result.endswith("?")
    assert empty.result == "What is it that we are not talking about?"


def test_what_sentences_mean_is_shown_with_actions_that_there_are(persona: PersonaSpec) -> None:
    command, worlds = persona.prompts["command"], persona.slots["shown"]
    assert all(f"{action}:" in command for action in ACTIONS)
    seen = set()
    for world in worlds:
        methods = {line.partition("(")[0] for line in world["methods"]}
        for said, action, *args in world["sentences"]:
            assert action in methods or action in ACTIONS, said
            seen.add(action)
            offered = next((each for each in world["methods"] if each.startswith(f"{action}(")), "")
            assert len(args[0] if args else []) == (
                offered.count(",") + 1 if "()" not in offered and offered else 0
            )
    assert set(ACTIONS) <= seen

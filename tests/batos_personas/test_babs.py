"""BABS passes the kit, and what only this one has."""

from __future__ import annotations

from batos.guardian.trial.trial import Trial
from batos.objects.example import Example
from batos.testing import PersonaSuite


class TestBabs(PersonaSuite):
    name = "babs"


def test_keywords(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(args=("The tide and the moon: the tide follows.", 2), result=["tide", "moon"]),
        Example(args=("Größe of a Größe",), result=["größe"]),
        Example(args=("",), result=[]),
    ]
    assert trial.run(methods["keywords"], examples).ok


def test_notes_are_kept_and_found(trial: Trial, methods: dict[str, str]) -> None:
    [kept] = trial.run(
        methods["keep_note"], [Example(args=("The tide turns.", "a book"), result=1)]
    ).cases
    assert (kept.outcome, kept.changed) == ("ok", ("notes",))
    assert kept.state_after is not None
    [note] = kept.state_after["notes"]
    assert (note["fact"], note["source"]) == ("The tide turns.", "a book")
    state = {"notes": [note]}
    examples = [
        Example(args=("turns TIDE",), state=state, result=["The tide turns."]),
        Example(args=("moon",), state=state, result=[]),
        Example(args=("moon",), result=[]),
    ]
    assert trial.run(methods["find_notes"], examples).ok

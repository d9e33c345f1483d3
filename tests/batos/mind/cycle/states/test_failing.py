"""FAILED: what the person is told."""

from batos.inference import CancelToken
from batos.mind.cycle.states import ENDINGS
from batos.mind.cycle.thought import Budget, Candidate, Thought
from batos.mind.evidence.contract import draw_up
from batos.mind.request.brief import MissionBrief
from batos.objects import Example


def fail(*candidates, examples=(), **fields):
    brief = MissionBrief(selector="f", text="do it", examples=tuple(examples))
    thought = Thought("c", brief, Budget(1, 1), CancelToken(), contract=draw_up(brief))
    thought.candidates = list(candidates)
    for name, value in fields.items():
        setattr(thought, name, value)
    return ENDINGS["FAILED"](thought)


def test_nothing_was_tried():
    outcome = fail(reason="No such thing.")
    assert (outcome.reason, outcome.hint, outcome.tried) == (
        "No such thing.",
        "Nothing was changed.",
        (),
    )


def test_examples_and_a_stronger_model_are_offered():
    few = fail(Candidate("x", "written"), model_calls=1)
    assert "two or three examples" in few.hint
    assert "stronger model" in few.hint
    examples = [Example(args=(n,), result=n) for n in range(3)]
    assert "examples" not in fail(Candidate("x", "written"), examples=examples, model_calls=1).hint


def test_what_was_tried_is_listed():
    outcome = fail(
        Candidate("x", "delegated"),
        Candidate("y", "written"),
        Candidate("z", "repaired"),
        thinker={"model": "tiny"},
    )
    assert outcome.tried == (
        "1 proven method that seemed to fit",
        "2 candidates by tiny",
    )


def test_there_is_always_a_reason():
    assert fail().reason == "No candidate passed."

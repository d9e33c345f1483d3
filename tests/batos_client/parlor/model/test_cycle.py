"""A cycle as it is seen from outside."""

from batos.plugins.cycle_event import CycleEvent
from batos_client.parlor.model.cycle import Candidate, CycleView, Passed


def view_of(*events):
    view = CycleView("c1")
    for kind, more in events:
        view.take(CycleEvent(kind=kind, cycle="c1", **more))
    return view


def test_the_story_of_a_cycle():
    view = view_of(
        ("cycle.started", {"text": "knots a text", "receiver": "genesis", "selector": "knot"}),
        (
            "cycle.state",
            {"state": "DECOMPOSING", "text": "reads", "elapsed": 0.5, "data": {"persona": "brick"}},
        ),
        ("cycle.contract", {"text": "knot(text)"}),
        ("cycle.code", {"text": "def a", "data": {"origin": "written", "problem": "no"}}),
        ("cycle.code", {"text": "def b", "data": {"origin": "repaired", "problem": ""}}),
        ("cycle.verdict", {"text": "it holds", "data": {"accepted": True, "source": "def b"}}),
    )
    assert (view.mission, view.address) == ("knots a text", "genesis.knot")
    assert view.states == [Passed("DECOMPOSING", "brick", "reads", 0.5)]
    assert view.facts == [("contract", "knot(text)")]
    assert view.candidates == [
        Candidate("written", "no", "def a"),
        Candidate("repaired", "", "def b"),
    ]
    assert (view.accepted, view.verdict, view.source) == (True, "it holds", "def b")
    assert (view.state, view.elapsed) == ("DECOMPOSING", 0.5)
    assert view.revision == 6


def test_how_it_ended_is_its_state():
    view = view_of(("cycle.finished", {"data": {"status": "COMPLETE", "seconds": 2.5}}))
    assert (view.state, view.elapsed) == ("COMPLETE", 2.5)


def test_a_question_is_held_until_it_goes_on():
    asked = {"id": "q", "selector": "f", "args": [1], "choices": [{"result": 2, "votes": 1}]}
    view = view_of(("cycle.question", {"data": {**asked, "waits": True}}))
    assert view.question.wording() == "f(1) gives …?"
    view.take(CycleEvent(kind="cycle.resumed", cycle="c1"))
    assert view.question is None


def test_one_that_was_not_begun_has_no_state():
    assert (CycleView("c").state, CycleView("c").elapsed) == ("", 0.0)

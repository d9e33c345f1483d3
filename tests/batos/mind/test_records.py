from batos.inference import CancelToken
from batos.mind.brief import MissionBrief
from batos.mind.records import close_interrupted, keep_record, open_record
from batos.mind.thought import Budget, Thought


def thought(cycle="c1"):
    brief = MissionBrief(selector="shout", text="shout")
    return Thought(cycle=cycle, brief=brief, budget=Budget(1, 1.0), cancel=CancelToken())


def test_a_cycle_that_was_interrupted_is_closed_with_its_reason(home):
    image = home.open()
    image.session.change(lambda root: open_record(root, thought()), note="open")
    image.session.change(
        lambda root: keep_record(root, thought(), "SYNTHESIZING", history=(), entries=()),
        note="move",
    )
    assert close_interrupted(image.session) == ["c1"]
    shown = image.show("c1")
    assert shown["state"] == "FAILED"
    assert shown["reason"] == "The system ended while the cycle was SYNTHESIZING."
    assert close_interrupted(image.session) == []


def test_a_cycle_that_has_ended_is_left_alone(home):
    image = home.open()
    image.session.change(lambda root: open_record(root, thought()), note="open")
    image.session.change(
        lambda root: keep_record(root, thought(), "COMPLETE", history=(), entries=()), note="end"
    )
    assert close_interrupted(image.session) == []
    assert image.show("c1")["state"] == "COMPLETE"

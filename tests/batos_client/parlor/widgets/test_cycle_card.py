"""The card of a cycle."""

from batos.plugins.cycle_event import CycleEvent
from batos_client.parlor.model.cycle import CycleView
from batos_client.parlor.widgets.cycle_card import card_of


def view_of(*events):
    view = CycleView("c1")
    for kind, more in events:
        view.take(CycleEvent(kind=kind, receiver="genesis", selector="f", **more))
    return view


RUNNING = (
    ("cycle.state", {"state": "DECOMPOSING", "text": "reads", "data": {"persona": "brick"}}),
    ("cycle.contract", {"text": "f(text)"}),
    ("cycle.code", {"text": "def", "data": {"origin": "written", "problem": "- no loop\nmore"}}),
)
DONE = ("cycle.finished", {"data": {"status": "COMPLETE", "model_calls": 2, "origin": "written"}})


def test_one_that_runs_shows_what_it_does():
    card = card_of(view_of(*RUNNING)).plain
    assert "genesis.f  DECOMPOSING" in card
    assert "BRICK" in card
    assert "contract  f(text)" in card
    assert "1 candidate, 1 of them refused" in card
    assert "refused   no loop" in card


def test_one_that_is_over_shows_what_came_of_it_and_all_when_it_is_open():
    view = view_of(*RUNNING, DONE)
    card = card_of(view).plain
    assert "COMPLETE" in card
    assert "written, 2 model calls" in card
    assert "DECOMPOSING" not in card
    assert "DECOMPOSING" in card_of(view, is_open=True).plain


def test_a_failure_says_why():
    view = view_of(("cycle.finished", {"data": {"status": "FAILED", "reason": "No\x1b[2J luck."}}))
    card = card_of(view).plain
    assert "luck." in card
    assert "\x1b" not in card

"""A turn of the talk."""

from batos.errors import CancelledError, MissionFailedError
from batos.learning.model.outcome import Outcome, Reply
from batos_client.parlor.model.pending import Decision
from batos_client.parlor.model.turn import Turn, TurnState


def test_an_answer_in_pieces(p):
    turn = Turn(0, "who are you?")
    turn.take(*p.event("talk.reading"))
    assert turn.phase == "reading what you mean…"
    turn.take(*p.event("talk.persona", "robin"))
    assert turn.phase == "ROBIN is thinking…"
    turn.take(*p.event("talk.text", "I am"))
    assert turn.phase == ""
    turn.answer(Reply("talk", "I am ROBIN.", "robin"))
    assert (turn.state, turn.text) == (TurnState.DONE, "ROBIN: I am ROBIN.")


def test_cycles_within_a_cycle_are_kept_apart(p):
    turn = Turn(0)
    for cycle in ("outer", "inner", "outer"):
        turn.take(*p.event("cycle.state", "x", cycle=cycle, state="VALIDATING"))
    assert [(name, len(each.states)) for name, each in turn.cycles.items()] == [
        ("outer", 2),
        ("inner", 1),
    ]
    assert turn.phase == "validating…"


def test_what_it_waits_for_in_the_kernel_is_told(p):
    turn = Turn(0)
    turn.take("job.waiting", {"for": "image", "state": "starting", "text": "opening the image"})
    assert turn.phase == "waiting for the image worker: opening the image"
    turn.take("gap", {"from": 2, "to": 4, "count": 3})
    assert turn.notes == ["3 events did not arrive in time."]


def test_what_went_wrong_is_kept_with_what_came_before(p):
    turn = Turn(0)
    turn.take(*p.event("talk.text", "Half a"))
    turn.fail(MissionFailedError("It failed."))
    assert (turn.state, turn.error.message, turn.text) == (
        TurnState.FAILED,
        "It failed.",
        "Half a",
    )


def test_a_stop_is_no_error():
    turn = Turn(0)
    turn.fail(CancelledError("Cancelled."))
    assert (turn.state, turn.error) == (TurnState.STOPPED, None)


def test_it_asks_and_goes_on():
    turn = Turn(0)
    turn.ask(Decision("c"))
    assert (turn.state, turn.pending) == (TurnState.WAITING, Decision("c"))
    turn.go_on("installing…")
    assert (turn.state, turn.pending, turn.phase) == (TurnState.RUNNING, None, "installing…")


def test_an_outcome_without_events_makes_a_card():
    turn = Turn(0)
    turn.learned(
        Outcome(status="COMPLETE", cycle="c", receiver="genesis", selector="f", source="def f")
    )
    view = turn.cycles["c"]
    assert (view.state, view.address, view.source) == ("COMPLETE", "genesis.f", "def f")


def test_a_past_turn_shows_what_was_said():
    kept = {"said": "2 + 2", "answer": "4", "kind": "value", "persona": "", "at": "2026-01-01"}
    assert Turn.past(0, kept).text == "4"
    talk = {**kept, "kind": "talk", "answer": "BRICK: four.\n\nROBIN: or so."}
    speeches = Turn.past(0, talk, ("brick", "robin")).speeches
    assert [each.who for each in speeches] == ["brick", "robin"]

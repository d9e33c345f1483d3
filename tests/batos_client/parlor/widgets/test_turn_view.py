"""A turn on the screen."""

from batos.errors import MissionFailedError
from batos_client.parlor.model.turn import Turn, TurnState
from batos_client.parlor.widgets.turn_view import ending_of


def test_an_error_is_told_with_what_was_tried_and_what_to_do():
    turn = Turn(0)
    turn.fail(MissionFailedError("It failed.", hint="Say more.", details={"tried": ["a", "b"]}))
    assert ending_of(turn).plain == "It failed.\n  tried: a\n  tried: b\nSay more."


def test_what_steers_a_terminal_is_not_shown():
    turn = Turn(0)
    turn.printed = "\x1b[2Jgone"
    assert "\x1b" not in ending_of(turn).plain


def test_a_stop_is_told():
    turn = Turn(0)
    turn.end(TurnState.STOPPED)
    assert ending_of(turn).plain == "Stopped."


def test_nothing_has_no_ending():
    assert not ending_of(Turn(0))

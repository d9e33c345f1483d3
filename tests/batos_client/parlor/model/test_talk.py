"""The talk as a whole."""

from batos_client.parlor.model.talk import SHOWN, Talk
from batos_client.parlor.model.turn import TurnState


def long_talk(count):
    talk = Talk()
    for number in range(count):
        talk.begin(f"sentence {number}").end(TurnState.DONE)
    return talk


def line(said, **more):
    return {"said": said, "answer": "yes", "kind": "talk", "persona": "robin", "at": "", **more}


def test_no_more_turns_are_shown_than_fit():
    talk = long_talk(SHOWN + 5)
    assert [each.number for each in talk.trim()] == [0, 1, 2, 3, 4]
    assert talk.first == 5
    assert talk.trim() == []


def test_a_turn_that_is_not_over_stays():
    talk = long_talk(SHOWN + 5)
    talk.turns[2].state = TurnState.WAITING
    assert [each.number for each in talk.trim()] == [0, 1]


def test_earlier_turns_come_back():
    talk = long_talk(SHOWN + 5)
    talk.trim()
    assert [each.number for each in talk.earlier(3)] == [2, 3, 4]
    assert [each.number for each in talk.earlier(3)] == [0, 1]
    assert talk.earlier(3) == []


def test_a_conversation_goes_on_from_its_end():
    talk = long_talk(3)
    talk.load("chat-2", [line(f"{number}") for number in range(SHOWN + 1)])
    assert (talk.conversation, talk.first, len(talk.turns)) == ("chat-2", 1, SHOWN + 1)
    assert talk.turns[-1].text == "ROBIN: yes"


def test_what_runs_and_what_waits():
    talk = Talk()
    first, second = talk.begin("a"), talk.begin("b")
    second.end(TurnState.WAITING)
    assert (talk.running, talk.waiting) == ([first], [second])

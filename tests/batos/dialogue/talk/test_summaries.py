"""What a conversation has come to is kept with it, and goes with what it was made of."""

import pytest

from batos.dialogue.conversations import Turn, add_turn, drop_turns
from batos.dialogue.talk.summaries import due, keep, request, summary_in

MORE = "and more " * 28


@pytest.fixture
def session(home):
    session = home.open().session
    say(session, 0, 24)
    return session


def say(session, first, last):
    for number in range(first, last):
        turn = Turn(f"said {number} {MORE}", f"answer {number}")
        session.change(lambda root, turn=turn: add_turn(root, "ann", "c", turn), note="test")


def stretches(session):
    with session.read() as root:
        return due(root)


def kept(session, stretch, summary):
    return session.change(lambda root: keep(root, stretch, summary), note="test")


def test_a_stretch_at_a_time_is_summed_up_and_goes_on_from_the_one_before(session):
    (first,) = stretches(session)
    assert (list(first.turns), first.number, first.before) == ([*range(8)], 7, "")
    assert "said 7" in request(first, seconds=1.0).messages[1].content
    assert kept(session, first, "They told of 7.")
    (second,) = stretches(session)
    assert (list(second.turns), second.before) == ([*range(8, 16)], "They told of 7.")
    asked = request(second, seconds=1.0).messages[1].content
    assert asked.startswith("So far: They told of 7.\nPerson: said 8 and more")
    assert "\nAssistant: answer 8\n" in asked
    assert kept(session, second, "They told of 15.")
    assert stretches(session) == []
    say(session, 24, 32)
    (third,) = stretches(session)
    assert (list(third.turns), third.before) == ([*range(16, 24)], "They told of 15.")


def test_where_there_is_room_for_all_that_the_person_said_nothing_is_summed_up(home):
    session = home.open().session
    say(session, 0, 15)
    assert stretches(session) == []
    for number in range(24):
        turn = Turn(f"a short one, {number}", "answer " * 400)
        session.change(lambda root, turn=turn: add_turn(root, "bob", "d", turn), note="test")
    assert stretches(session) == []


def test_what_was_deleted_meanwhile_does_not_live_on_in_it(session):
    (stretch,) = stretches(session)
    session.change(
        lambda root: drop_turns(root, "ann", lambda turn: turn.said.startswith("said 3 ")), note=""
    )
    assert not kept(session, stretch, "They told of 3.")


def test_with_a_turn_all_summaries_of_its_conversation_go(session, home):
    for text in ("Zebulon rows.", "Zebulon rows and sings."):
        (stretch,) = stretches(session)
        assert kept(session, stretch, text)
    session.change(
        lambda root: drop_turns(root, "ann", lambda turn: turn.said.startswith("said 3 ")), note=""
    )
    (stretch,) = stretches(session)
    assert stretch.before == ""
    session.database.pack()
    assert b"Zebulon" not in (home.folder / "image.fs").read_bytes()


def test_an_answer_is_cut_to_its_words_and_what_is_none_is_nothing():
    assert len(summary_in("word " * 90).split()) == 60
    assert summary_in(" ok ") == ""
    assert "<|im_end|>" not in summary_in("they are <|im_end|> gone")

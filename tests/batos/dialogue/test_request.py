"""A request on its way: what it costs is told with the reply, and a bad listener ends nothing."""

from dataclasses import replace

from batos.dialogue.request import TakenRequest
from batos.learning.model.circumstances import ALONE
from batos.learning.model.commands import Call


def test_a_reply_says_what_the_request_cost():
    request = TakenRequest("count it", "genesis", (), (), "", replace(ALONE, user="ann"))
    request.calls += 2
    reply = request.reply("talk", "Three.", persona="robin")
    assert (request.user, reply.model_calls, reply.persona) == ("ann", 2, "robin")


def test_a_listener_that_fails_does_not_end_what_it_listens_to(caplog):
    heard = []

    def listener(event):
        heard.append((event.kind, event.text))
        raise ValueError("a bug of somebody else")

    request = TakenRequest("count it", "genesis", (), (), "", replace(ALONE, listener=listener))
    request.tell("talk.reading", "It is read.")
    assert heard == [("talk.reading", "It is read.")]
    assert "A listener of a request failed" in caplog.text


def test_it_is_a_turn_where_it_is_of_a_conversation_and_waits_for_no_word():
    request = TakenRequest("count it", "genesis", (), (), "", ALONE)
    assert request.turn(request.reply("value", "genesis.count()", value=[3])) is None
    request.conversation = "sums"
    call = Call("genesis", "count", ())
    request.read.append(("rules", call))
    turn = request.turn(request.reply("value", "genesis.count()", value=[3]))
    assert (turn.said, turn.answer, turn.command) == ("count it", "[3]", call)
    assert request.turn(request.reply("confirm", "Shall it be done?")) is None

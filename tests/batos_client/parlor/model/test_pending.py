"""What a person is asked in a turn."""

import pytest

from batos.errors import (
    ApprovalPendingError,
    MissionFailedError,
    QuestionPendingError,
    UsageError,
)
from batos.learning.model.commands import Call
from batos.learning.model.outcome import Reply
from batos.wire.messages.talk.missions import Ask
from batos_client.parlor.model.pending import (
    Asked,
    Confirmation,
    Decision,
    name_of,
    only,
    waits_for,
)


def test_a_question_waits_for_an_answer():
    error = QuestionPendingError("?", details={"question": {"id": "q", "selector": "f"}})
    pending = waits_for(error, Ask("x"))
    assert isinstance(pending, Asked)
    assert (pending.question.id, pending.again) == ("q", Ask("x"))


def test_a_change_waits_for_a_word():
    assert waits_for(ApprovalPendingError("?", details={"cycle": "c"})) == Decision("c")


def test_nothing_else_waits():
    assert waits_for(MissionFailedError("no")) is None
    assert waits_for(ApprovalPendingError("?")) is None


def test_a_command_waits_to_be_confirmed():
    command = Call("genesis", "f")
    shown = Reply("confirm", "batos undo", command=command)
    assert Confirmation.of(Ask("x"), shown) == Confirmation("batos undo", command, Ask("x"))
    assert Confirmation.of(Ask("x"), Reply("talk", "hello")) is None


def test_what_waits_has_a_name():
    assert name_of(Decision("c1")) == "c1"
    assert name_of(Confirmation("undo", Call("g", "f"), Ask("x"))) == ""


def test_the_only_one_is_meant_and_of_several_none():
    assert only(["c1"], "/approvals") == "c1"
    with pytest.raises(UsageError) as several:
        only(["c1", "c2"], "/approvals")
    assert several.value.hint == "/approvals lists them; name the one you mean."
    with pytest.raises(UsageError, match="Nothing waits"):
        only([], "/approvals")

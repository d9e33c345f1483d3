"""Carrying out what is typed, over a line whose other end is a script."""

import asyncio

import pytest

from batos.errors import (
    ApprovalPendingError,
    KernelNotRunningError,
    MissionFailedError,
    QuestionPendingError,
    UnknownNameError,
)
from batos.learning.model.commands import Call
from batos.learning.model.outcome import Delivery, Outcome, Reply, Settled
from batos.learning.model.question import Choice, Question
from batos.wire.messages.objects import SendMessage, ShowObject
from batos.wire.messages.talk.approvals import Approve, ListChanges, Refuse, ShowChange
from batos.wire.messages.talk.missions import Ask, MakeObject
from batos.wire.messages.talk.questions import AnswerQuestion, ShowQuestion
from batos_client.parlor.model.pending import Asked, Confirmation, Decision
from batos_client.parlor.model.presence import Presence, PresenceState
from batos_client.parlor.model.talk import Talk
from batos_client.parlor.model.turn import TurnState
from batos_client.parlor.talker import Talker
from batos_client.parlor.typed import read_line

QUESTION = Question(
    id="3f2a91c07b1e", selector="f", args=(1,), choices=(Choice(result=1), Choice(result=2))
)
CHANGE = {"id": "c1", "address": "genesis.f", "signature": "(self)", "source": "def f(self): ..."}
MESSAGE = {"receiver": "genesis", "selector": "f", "args": [1], "kwargs": {}}


def outcome(status="COMPLETE", **more):
    return Outcome(status=status, cycle="c1", receiver="genesis", selector="f", **more)


class Talking:
    """A talker, and what came of what was said to it."""

    def __init__(self, line):
        self.line = line
        self.talk = Talk(conversation="chat-1")
        self.talker = Talker(line, self.talk, lambda turn: None)

    def take(self, text):
        return self.talker.take(text, read_line(text))

    async def over(self, turn):
        while turn.number in self.talker._tasks:
            await asyncio.sleep(0)
        return turn

    async def say(self, text):
        return await self.over(self.take(text))


def told(p):
    """Decorate a test that is a coroutine and takes a line and what talks over it."""

    def decorated(test):
        async def run():
            line = p.ScriptedLine()
            await test(line, Talking(line))

        p.on_a_loop(run)()

    return decorated


def test_a_sentence_is_answered_in_pieces(p):
    @told(p)
    async def _(line, talking):
        async def answer(asked, tell):
            tell(*p.event("talk.persona", "robin"))
            tell(*p.event("talk.text", "Hel"))
            return Reply("talk", "Hello.", "robin")

        line.on(Ask, answer)
        turn = await talking.say("hello")
        assert (turn.state, turn.text) == (TurnState.DONE, "ROBIN: Hello.")
        asked = line.asked[-1]
        assert (asked.text, asked.conversation, asked.attended) == ("hello", "chat-1", True)


def test_sentences_go_one_after_another_and_commands_at_once(p):
    @told(p)
    async def _(line, talking):
        gate, begun = asyncio.Event(), []

        async def answer(asked, tell):
            begun.append(asked.text)
            if asked.text == "first":
                await gate.wait()
            return Reply("talk", asked.text, "robin")

        line.on(Ask, answer)
        line.on(SendMessage, Delivery(3))
        first, second = talking.take("first"), talking.take("second")
        sent = await talking.say("/send genesis f 1")
        assert (sent.value, second.phase) == ("3", "waits for what was said before…")
        while not begun:
            await asyncio.sleep(0)
        assert begun == ["first"]
        gate.set()
        await talking.over(first)
        await talking.over(second)
        assert begun == ["first", "second"]


def test_a_stop_is_soft_and_then_hard(p):
    @told(p)
    async def _(line, talking):
        begun = asyncio.Event()

        async def answer(asked, tell):
            begun.set()
            await asyncio.Event().wait()

        line.on(Ask, answer)
        line._stops = _Deaf(line)
        first, second = talking.take("first"), talking.take("second")
        await begun.wait()
        assert talking.talker.stop() == 2
        assert first.phase == "stopping…"
        await talking.over(second)  # it had not begun
        assert second.state is TurnState.STOPPED
        line._stops.hears = True
        assert talking.talker.stop() == 1
        await talking.over(first)
        assert (first.state, line.cancelled) == (TurnState.STOPPED, ["soft", "hard"])
        assert talking.talker.stop() == 0


class _Deaf(dict):
    """Stops that are heard only once that is wanted."""

    hears = False

    def __init__(self, line):
        super().__init__()

    def get(self, name, default=None):
        return super().get(name) if self.hears else default


def test_a_question_is_answered_and_the_message_sent_again(p):
    @told(p)
    async def _(line, talking):
        waiting = outcome("WAITING", question=QUESTION.to_plain())
        pending = QuestionPendingError("?", details=waiting.to_plain())
        answers = [pending, Delivery(7)]
        line.on(SendMessage, lambda asked: answers.pop(0))
        line.on(AnswerQuestion, Settled(outcome(source="def f")))
        turn = await talking.say("/send genesis f 1")
        assert turn.state is TurnState.WAITING
        assert isinstance(turn.pending, Asked)
        talking.talker.answer(turn, AnswerQuestion(QUESTION.id, choice=1))
        await talking.over(turn)
        assert (turn.state, turn.value) == (TurnState.DONE, "7")
        assert turn.cycles["c1"].state == "COMPLETE"


def test_a_mission_with_a_question_ends_with_its_answer(p):
    @told(p)
    async def _(line, talking):
        waiting = outcome("WAITING", question=QUESTION.to_plain())
        line.on(Ask, Reply("question", "f", outcome=waiting))
        line.on(AnswerQuestion, Settled(outcome(source="def f")))
        turn = await talking.say("write a method called f")
        talking.talker.answer(turn, AnswerQuestion(QUESTION.id, choice=1))
        await talking.over(turn)
        assert (turn.state, [type(each) for each in line.asked]) == (
            TurnState.DONE,
            [Ask, AnswerQuestion],
        )


def test_what_is_no_answer_leaves_the_question(p):
    @told(p)
    async def _(line, talking):
        waiting = outcome("WAITING", question=QUESTION.to_plain())
        line.on(Ask, Reply("question", "f", outcome=waiting))
        line.on(AnswerQuestion, UnknownNameError("question", "x", []))
        turn = await talking.say("write a method called f")
        talking.talker.answer(turn, AnswerQuestion(QUESTION.id, choice=9))
        await talking.over(turn)
        assert (turn.state, bool(turn.error)) == (TurnState.WAITING, True)


def test_a_change_is_looked_at_and_installed(p):
    @told(p)
    async def _(line, talking):
        line.on(Ask, ApprovalPendingError("?", details=outcome("WAITING").to_plain()))
        line.on(ShowChange, CHANGE)
        turn = await talking.say("write a method called f")
        assert turn.pending == Decision("c1", CHANGE, line.asked[0])
        line.on(Approve, Settled(outcome()))
        line.on(Ask, Reply("talk", "Done.", "brick"))
        talking.talker.decide(turn, install=True)
        await talking.over(turn)
        assert (turn.state, turn.text) == (TurnState.DONE, "BRICK: Done.")


def test_a_change_is_refused_with_a_reason(p):
    @told(p)
    async def _(line, talking):
        line.on(ListChanges, {"changes": [{"id": "c1"}]})
        line.on(Refuse, Settled(outcome("FAILED")))
        turn = await talking.say("/refuse")
        assert turn.notes == ["genesis.f is refused; nothing was installed."]
        turn = await talking.say("/refuse c1 it is wrong")
        assert line.asked[-1] == Refuse("c1", reason="it is wrong")


def test_nothing_waits_is_told(p):
    @told(p)
    async def _(line, talking):
        turn = await talking.say("/approve")
        assert turn.error.message == "Nothing waits for your word."


def test_a_turn_that_waits_goes_on_by_words(p):
    @told(p)
    async def _(line, talking):
        waiting = outcome("WAITING", question=QUESTION.to_plain())
        line.on(Ask, Reply("question", "f", outcome=waiting))
        line.on(AnswerQuestion, Settled(outcome(source="def f")))
        turn = await talking.say("write a method called f")
        assert await talking.say("/answer 3") is turn
        assert turn.error.message == "'3' is no choice of this question."
        assert await talking.say("/answer 2") is turn
        assert (turn.state, turn.error, line.asked[-1].choice) == (TurnState.DONE, None, 1)


def test_a_change_that_waits_goes_on_by_words_and_is_looked_at_again(p):
    @told(p)
    async def _(line, talking):
        line.on(Ask, ApprovalPendingError("?", details=outcome("WAITING").to_plain()))
        line.on(ShowChange, CHANGE)
        turn = await talking.say("write a method called f")
        line.on(ShowChange, {**CHANGE, "source": "def f(self): return 1"})
        talking.talker.look_again(turn)
        await talking.over(turn)
        assert turn.pending.change["source"] == "def f(self): return 1"
        line.on(Refuse, Settled(outcome("FAILED")))
        assert await talking.say("/refuse c1 it is wrong") is turn
        assert (turn.state, line.asked[-1].reason) == (TurnState.DONE, "it is wrong")


def test_what_was_said_before_the_kernel_went_is_asked_when_it_is_there_again(p):
    @told(p)
    async def _(line, talking):
        line.on(Ask, Reply("talk", "Here.", "robin"))
        line.come(Presence(PresenceState.AWAY))
        turn = talking.take("hello")
        await asyncio.sleep(0)
        assert (turn.state, line.asked) == (TurnState.RUNNING, [])
        line.come(Presence(PresenceState.READY))
        await talking.over(turn)
        assert turn.text == "ROBIN: Here."


def test_what_cannot_be_read_is_told_and_ends_nothing(p):
    @told(p)
    async def _(line, talking):
        async def answer(asked, tell):
            tell("cycle.event", {"kind": 3})
            tell(*p.event("talk.text", "Hel"))
            raise LookupError("odd")

        line.on(Ask, answer)
        turn = await talking.say("hello")
        assert (turn.state, turn.speeches[0].text) == (TurnState.FAILED, "Hel")
        assert "An event that cannot be read has come" in turn.notes[0]
        assert "LookupError: odd" in turn.error.message


def test_a_question_is_answered_by_words(p):
    @told(p)
    async def _(line, talking):
        line.on(ShowQuestion, {"question": QUESTION.to_plain()})
        line.on(AnswerQuestion, Settled(outcome(), MESSAGE))
        line.on(SendMessage, Delivery(2))
        turn = await talking.say("/answer q 2")
        assert (line.asked[1].choice, turn.value) == (1, "2")


def test_a_command_is_carried_out_after_a_word(p):
    @told(p)
    async def _(line, talking):
        command = Call("genesis", "f")
        shown = Reply("confirm", "batos undo", command=command)
        line.on(Ask, lambda asked: Reply("done", "Gone.") if asked.confirmed else shown)
        turn = await talking.say("undo that")
        assert isinstance(turn.pending, Confirmation)
        talking.talker.confirm(turn, wanted=True)
        await talking.over(turn)
        assert (turn.text, line.asked[-1].confirmed) == ("Gone.", command)
        turn = await talking.say("undo that")
        talking.talker.confirm(turn, wanted=False)
        assert (turn.state, turn.notes) == (TurnState.DONE, ["Nothing was changed."])


def test_what_is_left_for_later_goes_on_waiting(p):
    @told(p)
    async def _(line, talking):
        line.on(
            Ask, Reply("question", "f", outcome=outcome("WAITING", question=QUESTION.to_plain()))
        )
        turn = await talking.say("write a method called f")
        talking.talker.later(turn)
        assert (turn.state, turn.pending) == (TurnState.DONE, None)


def test_a_failure_is_told_with_what_was_tried(p):
    @told(p)
    async def _(line, talking):
        line.on(Ask, Reply("failed", "", outcome=outcome("FAILED", reason="no", tried=("a",))))
        turn = await talking.say("write a method called f")
        assert isinstance(turn.error, MissionFailedError)
        assert turn.error.details["tried"] == ["a"]


def test_an_object_is_made(p):
    @told(p)
    async def _(line, talking):
        line.on(MakeObject, outcome(kind="object"))
        turn = await talking.say("/make 'a list'")
        assert (turn.state, turn.cycles["c1"].address) == (TurnState.DONE, "f")


def test_another_object_learns(p):
    @told(p)
    async def _(line, talking):
        turn = await talking.say("/to robin")
        assert (talking.talk.receiver, turn.notes) == ("robin", ["robin learns what you ask for."])


def test_what_a_lost_kernel_left_is_taken_up_again(p):
    @told(p)
    async def _(line, talking):
        async def answer(asked, tell):
            tell(*p.event("cycle.started", "f", cycle="c1", receiver="genesis", selector="f"))
            return KernelNotRunningError("It stopped.")

        line.on(Ask, answer)
        turn = await talking.say("write a method called f")
        assert (turn.state, len(turn.notes)) == (TurnState.FAILED, 1)
        shown = [
            {"kind": "cycle", "state": "VALIDATING"},
            {"kind": "cycle", "state": "COMPLETE", "outcome": outcome(source="def f").to_plain()},
        ]
        line.on(ShowObject, lambda asked: shown.pop(0))
        await talking.talker.catch_up(turn)
        assert (turn.state, turn.error) == (TurnState.DONE, None)
        assert turn.cycles["c1"].source == "def f"


@pytest.mark.parametrize("line", ["/show nobody"])
def test_a_command_of_batos_runs_by_itself(p, tmp_path, monkeypatch, line):
    monkeypatch.setenv("BATOS_HOME", str(tmp_path))

    @told(p)
    async def _(_line, talking):
        turn = await talking.say(line)
        assert turn.state is TurnState.FAILED
        assert "Error:" in turn.printed

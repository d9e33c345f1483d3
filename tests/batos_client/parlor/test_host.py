"""The Parlor as a person uses it, over a line whose other end is a script."""

import asyncio
from pathlib import Path

import pytest

from batos.errors import UnknownNameError
from batos.learning.model.outcome import Delivery, Outcome, Reply, Settled
from batos.learning.model.question import Choice, Question
from batos.wire.messages.objects import ListObjects, SendMessage, ShowObject
from batos.wire.messages.talk.approvals import Approve, ShowChange
from batos.wire.messages.talk.conversations import ShowConversation
from batos.wire.messages.talk.missions import Ask
from batos.wire.messages.talk.questions import AnswerQuestion
from batos_client.parlor.model.presence import Presence, PresenceState
from batos_client.parlor.widgets import pending_panel

SNAPSHOTS = Path(__file__).parent / "snapshots"
QUESTION = Question(
    id="3f2a91c07b1e",
    selector="median",
    args=([1, 2],),
    choices=(Choice(result=1, votes=3), Choice(result=1.5, votes=1)),
)
CHANGE = {
    "id": "c1",
    "address": "genesis.median",
    "signature": "(self, numbers)",
    "source": "def median(self, numbers):\n    return sorted(numbers)[1]\n",
    "previous": "def median(self, numbers):\n    return numbers[1]\n",
    "diff": "@@ -1,2 +1,2 @@\n def median(self, numbers):\n-    return numbers[1]\n"
    "+    return sorted(numbers)[1]\n",
    "selector": "median",
    "examples": [],
    "stale": "",
}


def outcome(status="COMPLETE", **more):
    return Outcome(status=status, cycle="c1", receiver="genesis", selector="median", **more)


async def spoken(asked, tell):
    """An answer by ROBIN with code in it, piece by piece."""
    text = "I am **ROBIN**. See:\n\n```python\ndef f(x):\n    return x\n```\n\nAnd that is all."
    tell("cycle.event", {"kind": "talk.persona", "text": "robin"})
    for piece in text.split(" "):
        tell("cycle.event", {"kind": "talk.text", "text": f"{piece} "})
        await asyncio.sleep(0)
    return Reply("talk", text, "robin")


def asks(question):
    """A mission that ends with a question."""

    async def answer(asked, tell):
        for kind, text, more in (
            ("cycle.started", "finds the median", {}),
            ("cycle.state", "reads", {"state": "DECOMPOSING", "data": {"persona": "brick"}}),
            ("cycle.code", "def", {"data": {"origin": "written", "problem": "a loop for ever"}}),
            ("cycle.verdict", "two groups differ", {"data": {"accepted": False}}),
        ):
            told = {"kind": kind, "text": text, "cycle": "c1", "receiver": "genesis", **more}
            tell("cycle.event", {**told, "selector": "median"})
        waiting = outcome("WAITING", question=question.to_plain(), model_calls=2)
        return Reply("question", "median", "brick", outcome=waiting)

    return answer


def shows(open_, name):
    """Compare the screen with the one that was kept; keep it where none was."""
    kept = SNAPSHOTS / f"{name}.txt"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(f"{open_.text}\n", "utf-8")
        pytest.fail(f"{kept.name} was not there; it is now: look at it, and run the test again")
    assert open_.text == kept.read_text("utf-8").rstrip("\n")


def test_an_answer_is_streamed_with_a_name_and_code(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(Ask, spoken)
        async with opened(line) as parlor:
            await parlor.type("who are you?")
            await parlor.sees("And that is all.")
            await parlor.until(lambda: not parlor.app.host.talk.running)
            shows(parlor, "answer")
            await parlor.pilot.press("f9")
            assert parlor.app.clipboard.startswith("ROBIN: I am **ROBIN**.")

    run()


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (130, 30)], ids=lambda size: f"{size[0]}")
def test_it_fits_screens(p, opened, size):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(
            ListObjects,
            {
                "objects": [
                    {"name": "genesis", "parents": []},
                    {"name": "list", "parents": ["genesis"]},
                ]
            },
        )
        async with opened(line, size=size) as parlor:
            await parlor.sees("genesis learns")
            shows(parlor, f"empty-{size[0]}")

    run()


def test_a_question_is_answered_by_a_number(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(Ask, asks(QUESTION))
        line.on(AnswerQuestion, Settled(outcome(source="def median(self, n):\n    return 1.5")))
        async with opened(line) as parlor:
            await parlor.type("write a method that finds the median")
            await parlor.sees("that one")
            shows(parlor, "question")
            await parlor.pilot.press("2")
            await parlor.sees("COMPLETE")
            assert line.asked[-1] == AnswerQuestion(QUESTION.id, choice=1)
            shows(parlor, "learned")

    run()


def test_a_key_that_was_meant_for_a_line_answers_nothing(p, opened, monkeypatch):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(Ask, asks(QUESTION))
        async with opened(line) as parlor:
            monkeypatch.setattr(pending_panel, "_CALM_S", 3600.0)
            await parlor.type("write a method that finds the median")
            await parlor.sees("that one")
            await parlor.pilot.press("2", "l")
            await parlor.pilot.pause()
            assert line.asked[-1] != AnswerQuestion(QUESTION.id, choice=1)
            assert parlor.app.host.talk.waiting

    run()


def test_number_keys_are_letters_while_somebody_types(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        gate = asyncio.Event()

        async def later(asked, tell):
            await gate.wait()
            return await asks(QUESTION)(asked, tell)

        line.on(Ask, later)
        async with opened(line) as parlor:
            await parlor.type("write a method that finds the median")
            await parlor.pilot.press("a")
            gate.set()
            await parlor.sees("that one")
            await parlor.pilot.press("2")
            assert parlor.app.query_one("#prompt").text == "a2"
            assert AnswerQuestion not in map(type, line.asked)

    run()


def test_another_answer_is_typed(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(Ask, asks(QUESTION))
        async with opened(line) as parlor:
            await parlor.type("write a method that finds the median")
            await parlor.sees("that one")
            await parlor.pilot.press("o")
            assert parlor.app.query_one("#prompt").text == f"/answer {QUESTION.id} value "

    run()


def test_a_change_is_shown_with_its_diff_and_installed(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(Ask, Reply("waiting", "median", outcome=outcome("WAITING")))
        line.on(ShowChange, CHANGE)
        line.on(Approve, Settled(outcome(trust="proven", confidence=1.0)))
        async with opened(line) as parlor:
            await parlor.type("write a method that finds the median")
            await parlor.sees("install it")
            shows(parlor, "change")
            await parlor.pilot.press("r")
            assert parlor.app.query_one("#prompt").text == "/approvals run c1 "
            parlor.app.query_one("#prompt").clear()
            parlor.app.query_one("PendingPanel").focus()
            await parlor.pilot.press("y")
            await parlor.until(
                lambda: not parlor.app.host.talk.waiting and not parlor.app.host.talk.running
            )
            assert line.asked[-1] == Approve("c1")

    run()


def test_escape_stops_an_answer_and_not_the_parlor(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()

        async def endless(asked, tell):
            tell("cycle.event", {"kind": "talk.persona", "text": "babs"})
            tell("cycle.event", {"kind": "talk.text", "text": "It goes on"})
            await asyncio.Event().wait()

        line.on(Ask, endless)
        line.on(SendMessage, Delivery(3))
        async with opened(line) as parlor:
            await parlor.type("tell me a story")
            await parlor.sees("It goes on")
            await parlor.pilot.press("escape")
            await parlor.sees("Stopped.")
            assert line.cancelled == ["soft"]
            await parlor.type("/send genesis f")
            await parlor.until(lambda: parlor.app.host.talk.turns[-1].value == "3")

    run()


def test_what_is_typed_without_a_kernel_stays(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine(present=False)
        line.on(Ask, spoken)
        async with opened(line) as parlor:
            await parlor.sees("start it with: batos up")
            await parlor.type("who are you?")
            prompt = parlor.app.query_one("#prompt")
            await parlor.until(lambda: prompt.text == "who are you?")
            await parlor.type("/help")
            await parlor.sees("Commands:")
            line.come(Presence(PresenceState.READY))
            await parlor.until(lambda: parlor.app.host.is_open)
            await parlor.type("who are you?")
            await parlor.sees("And that is all.")

    run()


def test_a_conversation_goes_on(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        kept = {"said": "and before?", "answer": "I was here.", "kind": "talk", "persona": "babs"}
        shown = {"line": {"name": "chat-7"}, "turns": [{**kept, "at": ""}]}
        line.on(ShowConversation, shown)
        async with opened(line, resume="") as parlor:
            await parlor.sees("I was here.")
            shows(parlor, "resumed")
            line.on(ShowConversation, UnknownNameError("conversation", "chat-8", ["chat-7"]))
            await parlor.type("/resume chat-8")
            await parlor.sees("chat-7")

    run()


def test_the_side_comes_once_however_fast_the_key_is_pressed(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            await asyncio.gather(*(parlor.app.action_side() for _ in range(3)))
            assert len(parlor.app.query("#side")) == 1
            assert parlor.app.query_one("#side").display

    run()


def test_the_side_shows_objects_and_their_methods(p, opened):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(
            ListObjects,
            {
                "objects": [
                    {"name": "genesis", "parents": []},
                    {"name": "list", "parents": ["genesis"]},
                ]
            },
        )
        method = {"version": 2, "trust": "tentative", "calls": 7, "quarantined": False}
        shown = {"kind": "object", "name": "genesis", "slots": {"n": 1}, "methods": {"f": method}}
        line.on(ShowObject, shown)
        async with opened(line) as parlor:
            await parlor.pilot.press("f2")
            await parlor.sees("genesis")
            await parlor.pilot.press("down")
            await parlor.sees("tentative")
            shows(parlor, "side")
            await parlor.pilot.press("f2")
            assert parlor.app.focused.id == "prompt"

    run()


def test_a_wrong_command_is_told_and_stays(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            await parlor.type("/shwo genesis")
            (told,) = parlor.app._notifications
            assert told.message == "Did you mean '/show'?"
            assert parlor.app.query_one("#prompt").text == "/shwo genesis"
            assert parlor.app.host.talk.turns == []

    run()

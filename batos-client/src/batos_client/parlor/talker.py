"""Carrying out what is typed: requests, their events, and what the person is asked meanwhile."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from batos.as_json import to_json_value
from batos.cli.talk.ask_question import read_answer
from batos.errors import BatosError, CancelledError, UsageError, WireError
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Delivery, Outcome, Reply, Settled
from batos.learning.model.question import Question
from batos.wire.messages.frame import new_id
from batos.wire.messages.objects import SendMessage, ShowObject
from batos.wire.messages.request import Request
from batos.wire.messages.talk.approvals import Approve, ListChanges, Refuse, ShowChange
from batos.wire.messages.talk.missions import Ask, MakeObject
from batos.wire.messages.talk.questions import AnswerQuestion, ListQuestions, ShowQuestion
from batos_client.parlor import typed
from batos_client.parlor.line import Line
from batos_client.parlor.model.pending import (
    Asked,
    Confirmation,
    Decision,
    Pending,
    name_of,
    only,
    waits_for,
)
from batos_client.parlor.model.talk import Talk
from batos_client.parlor.model.turn import Turn, TurnState
from batos_client.parlor.program import RunningProgram

__all__ = ["Talker"]

A = TypeVar("A")

_COMES_BACK_S = 0.5


class Talker:
    """Whoever carries out what is typed, for one talk.

    Args:
        line: The connection.
        talk: The talk; its turns are changed here alone.
        changed: Called whenever a turn has changed.
        width: Tells how many cells a line of the screen has.
    """

    def __init__(
        self,
        line: Line,
        talk: Talk,
        changed: Callable[[Turn], None],
        *,
        width: Callable[[], int] = lambda: 80,
    ) -> None:
        self._line = line
        self._talk = talk
        self._changed = changed
        self._width = width
        self._in_turn = asyncio.Lock()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._jobs: dict[int, tuple[str, int]] = {}
        self._programs: dict[int, RunningProgram] = {}

    def take(self, line: str, meant: typed.Typed) -> Turn:
        """Begin a turn with what was typed, or go on with the one that waits for it."""
        if (waiting := self._waiting_for(meant)) is not None:
            return waiting
        turn = self._talk.begin(line, dt.datetime.now(dt.UTC).isoformat())
        self._go(turn, self._carried_out(turn, meant))
        return turn

    def _waiting_for(self, meant: typed.Typed) -> Turn | None:
        """Go on with the turn that waits for what was typed; None where none does."""
        if not isinstance(meant, typed.Answer | typed.Decide):
            return None
        kind = Asked if isinstance(meant, typed.Answer) else Decision
        fitting = [
            turn
            for turn in self._talk.waiting
            if isinstance(turn.pending, kind) and name_of(turn.pending).startswith(meant.name)
        ]
        if len(fitting) != 1:
            return None
        (turn,) = fitting
        if isinstance(meant, typed.Decide):
            self.decide(turn, install=meant.install, reason=meant.reason)
        elif isinstance(turn.pending, Asked):
            self._go(turn, self._answered_by_words(turn, turn.pending, meant.words))
        return turn

    def look_again(self, turn: Turn) -> None:
        """Show a change that waits as it is now, such as after somebody has edited it."""
        if isinstance(turn.pending, Decision):
            self._go(turn, self._seen_again(turn, turn.pending))

    async def _seen_again(self, turn: Turn, decision: Decision) -> None:
        change = await self._line.request(ShowChange(decision.cycle))
        turn.ask(Decision(decision.cycle, change, decision.again))

    def answer(self, turn: Turn, given: AnswerQuestion) -> None:
        """Go on with a turn that waits for an answer."""
        if isinstance(turn.pending, Asked):
            self._go(turn, self._answered(turn, turn.pending, given))

    def decide(self, turn: Turn, *, install: bool, reason: str = "") -> None:
        """Go on with a turn that waits for a person's word."""
        if isinstance(turn.pending, Decision):
            self._go(turn, self._decided(turn, turn.pending, install, reason))

    def confirm(self, turn: Turn, *, wanted: bool) -> None:
        """Go on with a turn that waits for a command to be confirmed."""
        pending = turn.pending
        if not isinstance(pending, Confirmation):
            return
        if wanted:
            again = msgspec.structs.replace(pending.asked, confirmed=pending.command)
            self._go(turn, self._asked(turn, again))
        else:
            turn.end(TurnState.DONE)
            turn.note("Nothing was changed.")
            self._changed(turn)

    def later(self, turn: Turn) -> None:
        """Leave open what a turn waits for."""
        if turn.state is TurnState.WAITING:
            turn.end(TurnState.DONE)
            turn.note("It goes on waiting: /questions and /approvals list it.")
            self._changed(turn)

    def stop(self) -> int:
        """Stop what runs: softly, and at the second time at once; return how much that is."""
        running = [number for number, task in self._tasks.items() if not task.done()]
        for number in running:
            turn = self._talk.turns[number]
            if program := self._programs.get(number):
                program.stop()
            elif job := self._jobs.get(number):
                self._line.cancel(job[0], "hard" if job[1] else "soft")
                self._jobs[number] = (job[0], job[1] + 1)
            else:
                self._tasks[number].cancel()
            turn.phase = "stopping…"
            turn.revision += 1
            self._changed(turn)
        return len(running)

    async def close(self) -> None:
        """End what runs here; what the kernel is at goes on there."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _go(self, turn: Turn, work: Coroutine[Any, Any, None]) -> None:
        before = turn.pending
        turn.go_on()
        self._changed(turn)
        self._tasks[turn.number] = asyncio.ensure_future(self._minded(turn, work, before))

    async def _minded(
        self, turn: Turn, work: Coroutine[Any, Any, None], before: Pending | None
    ) -> None:
        try:
            await work
        except BatosError as error:
            self._failed(turn, error, before)
        except asyncio.CancelledError:
            turn.fail(CancelledError("Stopped."))
            self._changed(turn)
            raise
        except Exception as error:  # shown; a turn that goes wrong must not end the screen
            turn.fail(BatosError(f"This is a bug in BAT OS: {type(error).__name__}: {error}"))
        finally:
            self._tasks.pop(turn.number, None)
            self._jobs.pop(turn.number, None)
            self._programs.pop(turn.number, None)
        self._changed(turn)

    def _failed(self, turn: Turn, error: BatosError, before: Pending | None) -> None:
        if before is not None and isinstance(error, UsageError):
            turn.ask(before)  # what was typed is no answer; the question stands
            turn.error = error
            return
        turn.fail(error)
        if isinstance(error, WireError) and any(not each.outcome for each in turn.cycles.values()):
            turn.note("What was being learned goes on when the kernel is there again.")

    async def _carried_out(self, turn: Turn, meant: typed.Typed) -> None:
        match meant:
            case typed.Say(text, off):
                asked = Ask(
                    text,
                    self._talk.receiver,
                    drop_examples=off,
                    conversation=self._talk.conversation,
                    attended=True,
                )
                if self._in_turn.locked():
                    turn.phase = "waits for what was said before…"
                    self._changed(turn)
                async with self._in_turn:
                    await self._line.ready()  # it may be gone since that was said
                    await self._asked(turn, asked)
            case typed.Send(message):
                await self._sent(turn, message)
            case typed.Make(asked):
                await self._made(turn, asked)
            case typed.Decide(install, name, reason):
                number = name or await self._only_change()
                await self._decided(turn, Decision(number), install, reason)
            case typed.Answer(name, words):
                number = name or await self._only_question()
                found = await self._line.request(ShowQuestion(number))
                question = Question.from_plain(found["question"])
                await self._answered_by_words(turn, Asked(question), words)
            case typed.To(receiver):
                await self._directed(turn, receiver)
            case typed.Program(words):
                await self._programmed(turn, words)
            case _:
                raise UsageError("That is nothing to be carried out.")

    async def _ask_for(self, turn: Turn, asked: Request[A]) -> A:
        """Send a request of a turn, and let its events change it."""
        number = new_id()
        self._jobs[turn.number] = (number, 0)

        def heard(kind: str, body: dict[str, Any]) -> None:
            try:
                turn.take(kind, body)
            except (msgspec.ValidationError, TypeError, ValueError) as error:
                turn.note(f"An event that cannot be read has come: {error}.")
            self._changed(turn)

        return await self._line.request(asked, on_event=heard, request_id=number)

    async def _asked(self, turn: Turn, asked: Ask) -> None:
        try:
            reply = await self._ask_for(turn, asked)
        except BatosError as error:
            await self._waits_or_raise(turn, error, asked)
            return
        if confirmation := Confirmation.of(asked, reply):
            turn.ask(confirmation)
        elif reply.outcome is not None and not reply.outcome.complete:
            turn.learned(reply.outcome)
            await self._waits_or_raise(turn, failure(reply.outcome))
        else:
            self._told(turn, reply)

    def _told(self, turn: Turn, reply: Reply) -> None:
        turn.answer(reply, self._talk.personas)
        if reply.outcome is not None:
            turn.learned(reply.outcome)
        if reply.kind == "value":
            turn.value = _as_json(reply.value)
            turn.note(reply.text)

    async def _sent(self, turn: Turn, message: SendMessage) -> None:
        try:
            delivery: Delivery = await self._ask_for(turn, message)
        except BatosError as error:
            await self._waits_or_raise(turn, error, message)
            return
        for outcome in delivery.learned:
            turn.learned(outcome)
        turn.end(TurnState.DONE)
        turn.value = _as_json(delivery.value)

    async def _made(self, turn: Turn, asked: MakeObject) -> None:
        try:
            outcome = await self._ask_for(turn, asked)
        except BatosError as error:
            await self._waits_or_raise(turn, error)
            return
        self._ended(turn, outcome)

    def _ended(self, turn: Turn, outcome: Outcome) -> None:
        turn.learned(outcome)
        turn.end(TurnState.DONE)

    async def _waits_or_raise(
        self, turn: Turn, error: BatosError, again: Request[Any] | None = None
    ) -> None:
        """Have the person asked, where an error says that it waits for that; else raise it."""
        pending = waits_for(error, again)
        if pending is None:
            raise error
        turn.learned(Outcome.from_plain(error.details))
        if isinstance(pending, Decision):
            change = await self._line.request(ShowChange(pending.cycle))
            pending = Decision(pending.cycle, change, again)
        turn.ask(pending)

    async def _answered(self, turn: Turn, asked: Asked, given: AnswerQuestion) -> None:
        await self._settled(turn, await self._ask_for(turn, given), asked.again)

    async def _answered_by_words(self, turn: Turn, asked: Asked, words: tuple[str, ...]) -> None:
        choice = words[0] if words[0] not in ("value", "unknown") else None
        value = words[1] if words[0] == "value" else None
        given = read_answer(asked.question, choice, value, None, unknown=words == ("unknown",))
        await self._answered(turn, asked, given)

    async def _decided(self, turn: Turn, decision: Decision, install: bool, reason: str) -> None:
        if install:
            done = await self._ask_for(turn, Approve(decision.cycle))
            await self._settled(turn, done, decision.again)
            return
        outcome = (await self._ask_for(turn, Refuse(decision.cycle, reason=reason))).outcome
        turn.learned(outcome)
        turn.end(TurnState.DONE)
        turn.note(f"{outcome.address} is refused; nothing was installed.")

    async def _settled(self, turn: Turn, done: Settled, again: Request[Any] | None) -> None:
        """Go on after a person's word: with the next question, or with what has waited for it."""
        if not done.outcome.complete:
            turn.learned(done.outcome)
            await self._waits_or_raise(turn, failure(done.outcome), again)
            return
        self._ended(turn, done.outcome)
        if isinstance(again, SendMessage):
            await self._sent(turn, again)
        elif isinstance(again, Ask):
            await self._asked(turn, again)
        elif done.message is not None:
            await self._sent(turn, SendMessage.of(done.message, attended=True))

    async def _directed(self, turn: Turn, receiver: str) -> None:
        if receiver:
            await self._line.request(ShowObject(receiver))  # say now that it does not exist
            self._talk.receiver = receiver
        turn.end(TurnState.DONE)
        turn.note(f"{self._talk.receiver} learns what you ask for.")

    async def _programmed(self, turn: Turn, words: tuple[str, ...]) -> None:
        def told(text: str) -> None:
            turn.printed = text
            turn.revision += 1
            self._changed(turn)

        program = self._programs[turn.number] = RunningProgram(words, told, width=self._width())
        turn.phase = f"batos {words[0]}…"
        code = await program.run()
        turn.end(
            TurnState.DONE if code == 0 else TurnState.STOPPED if code < 0 else TurnState.FAILED
        )

    async def _only_change(self) -> str:
        rows = (await self._line.request(ListChanges())).changes
        return only([row["id"] for row in rows], "/approvals")

    async def _only_question(self) -> str:
        rows = (await self._line.request(ListQuestions())).questions
        return only([str(row["id"]) for row in rows], "/questions")

    async def catch_up(self, turn: Turn) -> None:
        """Take in what became of the cycles of a turn that a kernel has left unfinished."""
        for view in list(turn.cycles.values()):
            while not view.outcome:
                try:
                    shown = await self._line.request(ShowObject(view.cycle))
                except WireError:
                    return  # it is gone again; the next time that it is there it is asked again
                if shown["kind"] != "cycle":
                    return
                if outcome := shown.get("outcome"):
                    await self._caught_up(turn, Outcome.from_plain(outcome))
                    return
                turn.phase = f"{shown['state'].lower()}…"
                turn.revision += 1
                self._changed(turn)
                await asyncio.sleep(_COMES_BACK_S)

    async def _caught_up(self, turn: Turn, outcome: Outcome) -> None:
        turn.learned(outcome)
        if outcome.complete:
            turn.error = None
            turn.end(TurnState.DONE)
        else:
            try:
                await self._waits_or_raise(turn, failure(outcome))
            except BatosError as error:
                turn.fail(error)
        self._changed(turn)


def _as_json(value: Any) -> str:
    import json

    return json.dumps(to_json_value(value), ensure_ascii=False, indent=2)

"""The host of the Parlor: what is typed and chosen comes here, and what comes of it goes out."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.containers import Horizontal
from textual.widgets import Static

from batos.errors import BatosError, UsageError, WireError
from batos.wire.messages.image import ListPersonas
from batos.wire.messages.objects import ShowObject
from batos.wire.messages.request import Request
from batos.wire.messages.talk.conversations import NameConversation, ShowConversation
from batos.wire.messages.talk.questions import AnswerQuestion
from batos_client.parlor import typed
from batos_client.parlor.help_text import help_text
from batos_client.parlor.line import Line
from batos_client.parlor.model.pending import Asked, Decision
from batos_client.parlor.model.presence import Presence, PresenceState
from batos_client.parlor.model.talk import Talk
from batos_client.parlor.model.turn import Turn, TurnState
from batos_client.parlor.talker import Talker
from batos_client.parlor.widgets.pending_panel import PendingPanel
from batos_client.parlor.widgets.prompt import Prompt
from batos_client.parlor.widgets.side import Side
from batos_client.parlor.widgets.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Host"]

_FIRST = "genesis"
_WIDE = 110
"""Cells from which on the side is shown by itself."""
_OFFLINE = (typed.Program, typed.Help, typed.Leave)
"""What needs no kernel, or says by itself that there is none."""


class Host:
    """Whoever receives in a Parlor.

    Args:
        app: The screen.
        runtime_dir: Where the kernel is.
        receiver: The object that learns.
        resume: The conversation to go on with, the latest where empty; None begins a new one.
        line: The connection, where it is another one than that to the kernel of the folder.

    Attributes:
        line: The connection.
        talk: The talk.
        transcript: It on the screen.
        talker: Who carries out what is typed.
        is_open: Whether the kernel was there, so that there is something to talk to.
    """

    def __init__(
        self,
        app: App[int],
        runtime_dir: Path,
        *,
        receiver: str,
        resume: str | None,
        line: Line | None = None,
    ) -> None:
        self._app = app
        self._resume = resume
        self.line = line or Line(runtime_dir, self.met)
        self.talk = Talk(receiver)
        self.transcript = Transcript(self.talk)
        self.talker = Talker(self.line, self.talk, self._changed, width=self._width)
        self.is_open = False
        self._side: Side | None = None
        self._one_at_a_time = asyncio.Lock()
        self._told = ""

    def _width(self) -> int:
        return self.transcript.size.width

    @property
    def _prompt(self) -> Prompt:
        return self._app.query_one(Prompt)

    async def receive(self) -> None:
        """Show the talk, and keep the line until this is cancelled."""
        self._prompt.commands = typed.command_names()
        await self._app.query_one("#body", Horizontal).mount(self.transcript)
        self._app.set_interval(1.0, self.tell_state)
        self.tell_state()
        await self.line.keep()

    async def leave(self) -> None:
        """Let go of the kernel; what it is at goes on there."""
        await self.talker.close()
        self.line.close()

    def met(self, presence: Presence) -> None:
        """Take in how the connection is."""
        self.tell_state()
        if presence.state is PresenceState.READY:
            self._app.run_worker(
                self._arrived(), group="arrival", exclusive=True, exit_on_error=False
            )

    async def _arrived(self) -> None:
        try:
            if not self.is_open:
                await self._open()
            for turn in self.talk.turns[self.talk.first :]:
                if turn.state is TurnState.FAILED and isinstance(turn.error, WireError):
                    await self.talker.catch_up(turn)
        except WireError as error:
            if self.line.presence.state is PresenceState.READY:
                self._warn(error)  # it answers with what cannot be read
            return  # else it is gone again, and comes back
        except BatosError as error:
            self._warn(error, severity="error")
        if self._side is not None:
            self._side.refresh_tab()
        self.tell_state()

    async def _open(self) -> None:
        """Find the personas, and the conversation or a name for a new one."""
        rows = (await self.line.request(ListPersonas())).personas
        self.talk.personas |= {row["name"]: row.get("colour", "") for row in rows}
        try:
            await self.line.request(ShowObject(self.talk.receiver))
            if self._resume is not None:
                await self._go_on_with(self._resume)
        except UsageError as error:  # told, and begun anew: else there were nobody to talk to
            self._warn(error)
            self._resume, self.talk.receiver = None, _FIRST
        if self._resume is None:
            self.talk.conversation = (await self.line.request(NameConversation())).name
        self.is_open = True
        if self._app.size.width >= _WIDE:
            await self.show_side()
            self._prompt.focus()

    async def _go_on_with(self, name: str) -> None:
        """Show another talk.

        Raises:
            UsageError: Something of the present one still runs.
        """
        shown = await self.line.request(ShowConversation(name))
        if self.talk.running:
            raise UsageError("Something still runs here.", hint="Esc stops it; then /resume again.")
        self.talk.load(shown.line["name"], shown.turns)
        await self.transcript.reload()
        self.tell_state()

    def _changed(self, turn: Turn) -> None:
        self.transcript.changed(turn)
        self.tell_state()

    def tell_state(self) -> None:
        """Show how the connection is, and what runs and waits."""
        if not self._app.is_running:
            return
        presence = self.line.presence
        now = asyncio.get_running_loop().time()
        parts = [presence.worded(now), f"{self.talk.receiver} learns", self.talk.conversation]
        if running := len(self.talk.running):
            parts.append(f"{running} running")
        if waiting := len(self.talk.waiting):
            parts.append(f"{waiting} waiting for you")
        if presence.state is not PresenceState.READY and presence.hint:
            parts.insert(1, presence.hint)
        text = " · ".join(part for part in parts if part)
        if text == self._told:
            return  # it is asked for with each piece of an answer
        self._told = text
        status = self._app.screen_stack[0].query_one("#status", Static)
        status.update(text)
        status.set_class(presence.state is not PresenceState.READY, "-away")

    async def take(self, line: str, *, from_prompt: bool = True) -> None:
        """Take a line that was typed, or that something chosen comes to."""
        try:
            meant = typed.read_line(line, receiver=self.talk.receiver)
        except UsageError as error:
            self._warn(error)
            self._keep(line, from_prompt=from_prompt)
            return
        is_there = self.is_open and self.line.presence.state is PresenceState.READY
        if not self.is_open and self.line.presence.state is PresenceState.READY:
            self.met(self.line.presence)  # what kept it from opening may be over
        if not is_there and not isinstance(meant, _OFFLINE):
            self._app.notify("What you typed stays here.", title="The kernel is not there yet.")
            self.line.hurry()
            self._keep(line, from_prompt=from_prompt)
            return
        self.transcript.anchor()
        match meant:
            case typed.Leave():
                self._app.exit(0)
            case typed.Help():
                self.say(line, help_text())
            case typed.Resume(name):  # apart, so that keys are heard meanwhile
                self._app.run_worker(
                    self._guarded(self._go_on_with(name)), group="arrival", exit_on_error=False
                )
            case typed.Program(words, True):
                self._in_terminal(words)
            case _:
                self.talker.take(line, meant)
        self.tell_state()

    def _keep(self, line: str, *, from_prompt: bool) -> None:
        if from_prompt:
            self._prompt.give_back(line)

    def say(self, said: str, text: str) -> None:
        """Answer a line without the kernel."""
        turn = self.talk.begin(said)
        turn.printed = text
        turn.end(TurnState.DONE)
        self.transcript.changed(turn)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except BatosError as error:
            self._warn(error)

    def _warn(self, error: BatosError, *, severity: str = "warning") -> None:
        title, text = (error.message, error.hint) if error.hint else ("", error.message)
        self._app.notify(text, title=title, severity=severity, timeout=15, markup=False)  # type: ignore[arg-type]

    def _in_terminal(self, words: tuple[str, ...]) -> None:
        """Lend the terminal to a command, such as one that opens an editor."""
        with self._app.suspend():
            subprocess.run([sys.executable, "-P", "-m", "batos.cli.main", *words], check=False)  # noqa: S603
        self._app.refresh()

    def appeared(self, panel: PendingPanel) -> None:
        """Lend the keys to what the person is asked."""
        if not self._prompt.text:  # a key that is meant for a line must answer nothing
            panel.focus()

    def answered(self, event: PendingPanel.Answered) -> None:
        """Go on after a key that answers."""
        turn = self.talk.turns[event.number]
        pending = turn.pending
        if event.word == "later":
            self.talker.later(turn)
        elif isinstance(pending, Asked):
            self._answer(turn, pending, event)
        elif isinstance(pending, Decision):
            self._decide(turn, pending, event.word)
        else:
            self.talker.confirm(turn, wanted=event.word == "yes")
        if event.word not in ("other", "run", "edit"):
            self._prompt.focus()
        self.tell_state()

    def _answer(self, turn: Turn, asked: Asked, event: PendingPanel.Answered) -> None:
        number = asked.question.id
        if event.word == "other":
            self._prompt.begin(f"/answer {number} value ")
        elif event.word == "unknown":
            self.talker.answer(turn, AnswerQuestion(number, unknown=True))
        else:
            self.talker.answer(turn, AnswerQuestion(number, choice=event.choice))

    def _decide(self, turn: Turn, decision: Decision, word: str) -> None:
        if word == "run":
            self._prompt.begin(f"/approvals run {decision.cycle} ")
        elif word == "edit":
            self._in_terminal(("approvals", "edit", decision.cycle))
            self.talker.look_again(turn)
        else:
            self.talker.decide(turn, install=word == "yes")

    def stop(self) -> bool:
        """Stop what runs; return whether anything did."""
        return bool(self.talker.stop())

    def copied(self) -> str:
        """Return the latest answer."""
        return next((turn.text for turn in reversed(self.talk.turns) if turn.text), "")

    async def show_side(self) -> None:
        """Show the side, or hide it."""
        async with self._one_at_a_time:  # a key may come while it is being made
            if self._side is None:
                side = Side(self._ask)
                await self._app.query_one("#body", Horizontal).mount(side)
                self._side = side
        shown = not self._side.has_class("-shown")
        self._side.set_class(shown, "-shown")
        if shown:
            self._side.query_one("#tree").focus()
        else:
            self._prompt.focus()

    async def _ask(self, asked: Request[Any]) -> Any:
        return await self.line.request(asked)

    def commands(self) -> Iterable[SystemCommand]:
        """Return the commands that are typed, for the palette."""

        def begins(name: str) -> Callable[[], None]:
            return lambda: self._prompt.begin(f"{name} ")

        for name in typed.command_names():
            usage = typed.OWN.get(name, f"As 'batos {name[1:]}'")
            yield SystemCommand(name, usage, begins(name))

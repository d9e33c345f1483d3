"""The Parlor: the screen, its keys, and who is told what."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Static

from batos.errors import BatosError, UsageError, WireError
from batos.wire.keys import write_private
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
from batos_client.parlor.recall import Recall
from batos_client.parlor.widgets.prompt import Prompt
from batos_client.parlor.widgets.transcript import Transcript

if TYPE_CHECKING:
    from batos_client.parlor.talker import Talker
    from batos_client.parlor.widgets.pending_panel import PendingPanel
    from batos_client.parlor.widgets.side import Side

__all__ = ["Parlor"]

_LATER = (
    "batos_client.parlor.talker",
    "batos_client.parlor.widgets.turn_view",
    "batos_client.parlor.widgets.side",
)
"""What is loaded once the first picture is there."""
_WIDE = 110
"""Cells from which on the side is shown by itself."""
_OFFLINE = (typed.Program, typed.Help, typed.Leave)
"""What needs no kernel, or says by itself that there is none."""


class Parlor(App[int]):
    """The Parlor.

    Args:
        runtime_dir: Where the kernel is.
        state_dir: Where what was typed and the theme are kept.
        receiver: The object that learns.
        resume: The conversation to go on with, the latest where empty; None begins a new one.
        line: The connection, where it is another one than that to the kernel of the folder.
    """

    CSS_PATH = "parlor.tcss"
    TITLE = "BAT OS"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "stop"),
        Binding("f2", "side", "side"),
        Binding("f8", "undo", "undo"),
        Binding("f9", "copy_answer", "copy"),
        Binding("f1", "help", "help"),
    ]

    def __init__(
        self,
        runtime_dir: Path,
        state_dir: Path,
        *,
        receiver: str = "genesis",
        resume: str | None = None,
        line: Line | None = None,
    ) -> None:
        super().__init__()
        self.talk = Talk(receiver)
        self.transcript = Transcript(self.talk)
        self._state_file = state_dir / "parlor.json"
        self._recall = Recall(state_dir / "parlor_history.json")
        self._resume = resume
        self.line = line or Line(runtime_dir, self.met)
        self.talker: Talker | None = None
        self._opened = False
        self._status = Static(id="status", markup=False)
        self._told = ""
        self._side: Side | None = None

    def compose(self) -> ComposeResult:
        """Return the talk, the prompt, the state and the keys; the side comes when it is wanted."""
        with Horizontal(id="body"):
            yield self.transcript
        yield Prompt(self._recall, typed.command_names())
        yield self._status
        yield Footer()

    async def on_mount(self) -> None:
        """Connect, and take up what was left."""
        self._restore_theme()
        self.theme_changed_signal.subscribe(self, lambda _theme: self._keep_theme())
        self.query_one(Prompt).focus()
        self._heed_signals()
        self.call_after_refresh(lambda: self.run_worker(self._connect(), name="line"))

    async def _connect(self) -> None:
        """Load what is not needed for the first picture, and keep the line."""
        # In a thread: a key that is pressed meanwhile is shown at once.
        await asyncio.to_thread(lambda: [importlib.import_module(name) for name in _LATER])
        from batos_client.parlor.talker import Talker

        self.talker = Talker(
            self.line, self.talk, self._changed, width=lambda: self.transcript.size.width
        )
        self.set_interval(1.0, self._tell_state)
        self._tell_state()
        await self.line.keep()

    def _heed_signals(self) -> None:
        """Leave in order when the terminal is closed, or somebody ends the program."""
        if self.is_headless:
            return  # the program around it has its own ways
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit, 0)

    def met(self, presence: Presence) -> None:
        """Take in how the connection is."""
        self._tell_state()
        if presence.state is PresenceState.READY:
            self.run_worker(self._arrived(), name="arrival", group="arrival", exclusive=True)

    async def _arrived(self) -> None:
        try:
            if not self._opened:
                await self._open()
            for turn in self.talk.turns[self.talk.first :]:
                is_lost = turn.state is TurnState.FAILED and isinstance(turn.error, WireError)
                if is_lost and self.talker is not None:
                    await self.talker.catch_up(turn)
        except WireError:
            return  # it is gone again, and comes back
        except BatosError as error:
            self.notify(error.message, title=error.hint or "", severity="error", timeout=15)
        if self._side is not None:
            self._side.refresh_tab()
        self._tell_state()

    async def _open(self) -> None:
        """Find the personas, and the conversation or a name for a new one."""
        rows = (await self.line.request(ListPersonas())).personas
        self.talk.personas = tuple(row["name"] for row in rows) or self.talk.personas
        await self.line.request(ShowObject(self.talk.receiver))
        if self._resume is None:
            self.talk.conversation = (await self.line.request(NameConversation())).name
        else:
            await self._go_on_with(self._resume)
        self._opened = True
        if self.size.width >= _WIDE:
            await self.action_side()
            self.query_one(Prompt).focus()

    async def _go_on_with(self, name: str) -> None:
        shown = await self.line.request(ShowConversation(name))
        self.talk.load(shown.line["name"], shown.turns)
        await self.transcript.reload()
        self._tell_state()

    def _changed(self, turn: Turn) -> None:
        self.transcript.changed(turn)
        self._tell_state()

    def _tell_state(self) -> None:
        if not self.is_running:
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
        self._status.update(text)
        self._status.set_class(presence.state is not PresenceState.READY, "-away")

    @on(Prompt.Sent)
    async def _sent(self, event: Prompt.Sent) -> None:
        await self.take(event.text)

    async def on_side_wanted(self, event: Side.Wanted) -> None:
        """Take what was chosen at the side."""
        await self.take(event.line, from_prompt=False)

    async def take(self, line: str, *, from_prompt: bool = True) -> None:
        """Take a line that was typed, or that something chosen comes to."""
        try:
            meant = typed.read_line(line, receiver=self.talk.receiver)
        except UsageError as error:
            self.notify(error.hint or "", title=error.message, severity="warning")
            return
        is_early = not self._opened and not isinstance(meant, _OFFLINE)
        if is_early or self.talker is None:
            self.notify("What you typed stays here.", title="The kernel is not there yet.")
            self.line.hurry()
            return
        if from_prompt:
            self.query_one(Prompt).taken()
        self.transcript.anchor()
        match meant:
            case typed.Leave():
                self.exit(0)
            case typed.Help():
                self._say(line, help_text())
            case typed.Resume(name):
                await self._resumed(name)
            case typed.Program(words, True):
                self._in_terminal(words)
            case _ if self.talker is not None:
                self.talker.take(line, meant)
        self._tell_state()

    def _say(self, said: str, text: str) -> None:
        turn = self.talk.begin(said)
        turn.printed = text
        turn.end(TurnState.DONE)
        self.transcript.changed(turn)

    async def _resumed(self, name: str) -> None:
        try:
            await self._go_on_with(name)
        except BatosError as error:
            self.notify(error.hint or "", title=error.message, severity="warning")

    def _in_terminal(self, words: tuple[str, ...]) -> None:
        """Lend the terminal to a command, such as one that opens an editor."""
        with self.suspend():
            subprocess.run([sys.executable, "-P", "-m", "batos.cli.main", *words], check=False)  # noqa: S603
        self.refresh()

    def on_pending_panel_appeared(self, event: PendingPanel.Appeared) -> None:
        """Lend the keys to what the person is asked."""
        if not self.query_one(Prompt).text:  # a key that is meant for a line must answer nothing
            event.panel.focus()

    def on_pending_panel_answered(self, event: PendingPanel.Answered) -> None:
        """Go on after a key that answers."""
        turn = self.talk.turns[event.number]
        pending, talker = turn.pending, self.talker
        assert talker is not None, "who was asked has talked"
        if event.word == "later":
            talker.later(turn)
        elif isinstance(pending, Asked):
            self._answer(turn, pending, event)
        elif isinstance(pending, Decision):
            talker.decide(turn, install=event.word == "yes")
        else:
            talker.confirm(turn, wanted=event.word == "yes")
        if event.word != "other":
            self.query_one(Prompt).focus()
        self._tell_state()

    def _answer(self, turn: Turn, asked: Asked, event: PendingPanel.Answered) -> None:
        number = asked.question.id
        assert self.talker is not None, "who was asked has talked"
        if event.word == "other":
            self.query_one(Prompt).put(f"/answer {number} value ")
        elif event.word == "unknown":
            self.talker.answer(turn, AnswerQuestion(number, unknown=True))
        else:
            self.talker.answer(turn, AnswerQuestion(number, choice=event.choice))

    def action_stop(self) -> None:
        """Stop what runs, and go back to the prompt."""
        if self.talker is None or not self.talker.stop():
            self.query_one(Prompt).focus()

    async def action_undo(self) -> None:
        """Take back the latest change."""
        await self.take("/undo", from_prompt=False)

    async def action_help(self) -> None:
        """Tell the keys and the commands."""
        await self.take("/help", from_prompt=False)

    def action_copy_answer(self) -> None:
        """Copy the latest answer, by the terminal's own clipboard."""
        text = next((turn.text for turn in reversed(self.talk.turns) if turn.text), "")
        if text:
            self.copy_to_clipboard(text)
            self.notify("Copied.")

    async def action_side(self) -> None:
        """Show the side, or hide it."""
        if self._side is None:
            from batos_client.parlor.widgets.side import Side

            self._side = Side(self._ask)
            await self.query_one("#body").mount(self._side)
        shown = not self._side.has_class("-shown")
        self._side.set_class(shown, "-shown")
        if shown:
            self._side.query_one("#tree").focus()
        else:
            self.query_one(Prompt).focus()

    async def _ask(self, asked: Request[Any]) -> Any:
        return await self.line.request(asked)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Return what the palette offers."""
        yield from super().get_system_commands(screen)
        yield SystemCommand("Side", "Objects, talks, memory, what waits", self.action_side)
        yield SystemCommand("Undo", "Take back the latest change", self.action_undo)
        yield SystemCommand("Stop", "Stop what runs", self.action_stop)
        yield SystemCommand("Copy", "Copy the latest answer", self.action_copy_answer)
        for name in typed.command_names():
            usage = typed.OWN.get(name, f"As 'batos {name[1:]}'")
            yield SystemCommand(name, usage, lambda name=name: self._begin(name))

    def _begin(self, name: str) -> None:
        self.query_one(Prompt).put(f"{name} ")

    def _restore_theme(self) -> None:
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            theme = json.loads(self._state_file.read_text("utf-8")).get("theme")
            if theme in self.available_themes:
                self.theme = theme

    def _keep_theme(self) -> None:
        self._state_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._state_file, json.dumps({"theme": self.theme}))

    async def on_unmount(self) -> None:
        """Let go of the kernel; what it is at goes on there."""
        if self.talker is not None:
            await self.talker.close()
        self.line.close()

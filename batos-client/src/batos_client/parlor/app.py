"""The screen of the Parlor: painted first, and then made to live.

Whatever is not needed for the first picture is loaded behind it; a key that is pressed meanwhile
is shown at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Static
from textual.worker import Worker, WorkerState

from batos_client.parlor.bugs import tell_bug
from batos_client.parlor.ends import heed_ends
from batos_client.parlor.recall import Recall
from batos_client.parlor.widgets.prompt import Prompt

if TYPE_CHECKING:
    from batos_client.parlor.host import Host
    from batos_client.parlor.line import Line
    from batos_client.parlor.widgets.pending_panel import PendingPanel
    from batos_client.parlor.widgets.side import Side

__all__ = ["Parlor"]

_LATER = (
    "batos_client.parlor.host",
    "batos_client.parlor.widgets.turn_view",
    "pygments.lexers.python",
)


class Parlor(App[int]):
    """The Parlor.

    Args:
        runtime_dir: Where the kernel is.
        state_dir: Where what was typed and the theme are kept.
        receiver: The object that learns.
        resume: The conversation to go on with, the latest where empty; None begins a new one.
        line: The connection, where it is another one than that to the kernel of the folder.

    Attributes:
        host: Who receives here; None until it was loaded.
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
        self.host: Host | None = None
        self._runtime_dir = runtime_dir
        self._receiver = receiver
        self._resume = resume
        self._line = line
        self._state_file = state_dir / "parlor.json"
        self._recall = Recall(state_dir / "parlor_history.json")

    def compose(self) -> ComposeResult:
        """Return the prompt, the state and the keys; the talk and the side come when they are."""
        yield Horizontal(id="body")
        yield Prompt(self._recall)
        yield Static("opening…", id="status", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Paint, and then load what is wanted behind it."""
        self._restore_theme()
        self.theme_changed_signal.subscribe(self, lambda _theme: self._keep_theme())
        self.query_one(Prompt).focus()
        if not self.is_headless:  # else the program around it has its own ways
            heed_ends(lambda: self.exit(0))
        self.call_after_refresh(lambda: self.run_worker(self._live(), exit_on_error=False))

    async def _live(self) -> None:
        await asyncio.to_thread(lambda: [importlib.import_module(name) for name in _LATER])
        if not self.is_headless:
            # What was loaded stays: to look through it again and again would hold up keys.
            gc.freeze()
            gc.enable()
        from batos_client.parlor.host import Host

        self.host = Host(
            self,
            self._runtime_dir,
            receiver=self._receiver,
            resume=self._resume,
            line=self._line,
        )
        await self.host.receive()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of work that ended with a bug; the screen stays."""
        if event.state is WorkerState.ERROR:
            tell_bug(self, event.worker.error)

    async def on_prompt_sent(self, event: Prompt.Sent) -> None:
        """Take a line that was typed."""
        await self.take(event.text)

    async def on_side_wanted(self, event: Side.Wanted) -> None:
        """Take what was chosen at the side."""
        await self.take(event.line, from_prompt=False)

    def on_pending_panel_appeared(self, event: PendingPanel.Appeared) -> None:
        """Lend the keys to what the person is asked."""
        if self.host is not None:
            self.host.appeared(event.panel)

    def on_pending_panel_answered(self, event: PendingPanel.Answered) -> None:
        """Go on after a key that answers."""
        if self.host is not None:
            self.host.answered(event)

    async def take(self, line: str, *, from_prompt: bool = True) -> None:
        """Take a line that was typed, or that something chosen comes to."""
        if self.host is not None:
            await self.host.take(line, from_prompt=from_prompt)
        else:
            self.notify("What you typed stays here.", title="The Parlor opens.")
            if from_prompt:
                self.query_one("#prompt", Prompt).give_back(line)

    def action_stop(self) -> None:
        """Stop what runs, or go back to the prompt."""
        if self.host is None or not self.host.stop():
            self.query_one(Prompt).focus()

    async def action_undo(self) -> None:
        """Take back the latest change."""
        await self.take("/undo", from_prompt=False)

    async def action_help(self) -> None:
        """Tell the keys and the commands."""
        await self.take("/help", from_prompt=False)

    def action_copy_answer(self) -> None:
        """Copy the latest answer, by the terminal's own clipboard."""
        if self.host is not None and (text := self.host.copied()):
            self.copy_to_clipboard(text)
            self.notify("Copied.")

    async def action_side(self) -> None:
        """Show the side, or hide it."""
        if self.host is not None:
            await self.host.show_side()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Return what the palette offers."""
        yield from super().get_system_commands(screen)
        yield SystemCommand("Side", "Objects, talks, memory, what waits", self.action_side)
        yield SystemCommand("Undo", "Take back the latest change", self.action_undo)
        yield SystemCommand("Stop", "Stop what runs", self.action_stop)
        yield SystemCommand("Copy", "Copy the latest answer", self.action_copy_answer)
        if self.host is not None:
            yield from self.host.commands()

    def _restore_theme(self) -> None:
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            theme = json.loads(self._state_file.read_text("utf-8")).get("theme")
            if theme in self.available_themes:
                self.theme = theme

    def _keep_theme(self) -> None:
        from batos.errors import BatosError
        from batos.wire.keys import write_private  # brings the socket's library

        with contextlib.suppress(OSError, BatosError):  # the theme holds until the end
            self._state_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self._state_file, json.dumps({"theme": self.theme}))

    async def on_unmount(self) -> None:
        """Let go of the kernel; what it is at goes on there."""
        if self.host is not None:
            await self.host.leave()

"""A turn of the talk on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

from batos.cli.terminal.output import printable, sentence
from batos_client.parlor.model.turn import Turn, TurnState
from batos_client.parlor.widgets.cycle_card import CycleCard
from batos_client.parlor.widgets.pending_panel import PendingPanel
from batos_client.parlor.widgets.speech_view import SpeechView

__all__ = ["TurnView", "ending_of"]

_MOST = 20_000
"""Characters of a value that are drawn."""


class TurnView(Vertical):
    """One turn: what was typed, who answers, what is learned and what is asked.

    Args:
        turn: It.
        colours: The colours of the personas, by their names.
    """

    def __init__(self, turn: Turn, colours: Mapping[str, str]) -> None:
        super().__init__(classes="turn")
        self.turn = turn
        self._colours = colours
        self._revision = -1
        self._ending = Static(classes="ending", markup=False)
        self._phase = Static(classes="phase", markup=False)
        self._speeches: list[SpeechView] = []
        self._cards: dict[str, CycleCard] = {}
        self._panel: PendingPanel | None = None

    def compose(self) -> ComposeResult:
        """Return what is known so far."""
        if self.turn.said:
            yield Static(f"> {printable(self.turn.said)}", classes="said", markup=False)
        self._cards = {view.cycle: CycleCard(view) for view in self.turn.cycles.values()}
        self._speeches = [SpeechView(each, self._colours) for each in self.turn.speeches]
        yield from self._cards.values()
        yield from self._speeches
        yield self._ending
        yield self._phase
        self._tell()

    async def sync(self) -> None:
        """Show what is new."""
        turn = self.turn
        is_over = turn.state is not TurnState.RUNNING
        for view in list(turn.cycles.values()):
            if view.cycle not in self._cards:
                card = self._cards[view.cycle] = CycleCard(view)
                await self.mount(card, before=self._ending)
            self._cards[view.cycle].sync()
        for shown in self._speeches[len(turn.speeches) :]:
            await shown.remove()
        del self._speeches[len(turn.speeches) :]
        for speech in turn.speeches[len(self._speeches) :]:
            added = SpeechView(speech, self._colours)
            self._speeches.append(added)
            await self.mount(added, before=self._ending)
        for shown in self._speeches:
            await shown.sync(is_over=is_over)
        if self._revision != turn.revision:
            self._revision = turn.revision
            self._tell()
            await self._ask()

    def _tell(self) -> None:
        ending = ending_of(self.turn)
        self._ending.display = bool(ending)
        self._ending.update(ending)
        self._phase.display = bool(self.turn.phase)
        self._phase.update(f"… {sentence(self.turn.phase)}")

    async def _ask(self) -> None:
        pending = self.turn.pending
        if self._panel is not None and self._panel.pending is not pending:
            await self._panel.remove()
            self._panel = None
        if pending is not None and self._panel is None:
            self._panel = PendingPanel(pending, self.turn.number)
            await self.mount(self._panel, before=self._phase)

    @property
    def panel(self) -> PendingPanel | None:
        """What the person is asked; None for nothing."""
        return self._panel


def ending_of(turn: Turn) -> Content:
    """Return what a turn came to beside what was said."""
    lines = []
    if turn.value:
        lines.append(highlight(printable(turn.value[:_MOST]), language="json"))
    if len(turn.value) > _MOST:
        told = f"… {len(turn.value):,} characters; F9 copies all of them."
        lines.append(Content.assemble((told, "$text-muted")))
    if turn.printed:
        lines.append(Content(printable(turn.printed.rstrip())))
    lines += [Content.assemble((printable(note), "$text-muted")) for note in turn.notes if note]
    if turn.error is not None:
        lines.append(Content.assemble((sentence(turn.error.message), "$text-error")))
        tried = turn.error.details.get("tried", ())
        more = [*(f"  tried: {sentence(str(each))}" for each in tried), turn.error.hint or ""]
        lines += [Content.assemble((sentence(line), "$text-muted")) for line in more if line]
    if turn.state is TurnState.STOPPED:
        lines.append(Content.assemble(("Stopped.", "$text-warning")))
    return Content("\n").join(lines)

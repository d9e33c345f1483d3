"""The talk on the screen: its latest turns, and earlier ones when they are wanted."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from batos_client.parlor.bugs import tell_bug
from batos_client.parlor.model.talk import Talk
from batos_client.parlor.model.turn import Turn

if TYPE_CHECKING:
    from batos_client.parlor.widgets.turn_view import TurnView

__all__ = ["Transcript"]

_PAUSE_S = (0.06, 0.4)
"""Seconds between two looks at what is new, at least and at most."""
_SHARE = 3
"""How many times as long as a look has computed there is nothing before the next: keys go first."""


class Transcript(VerticalScroll):
    """The turns of a talk; no more of them than the model has on the screen.

    Args:
        talk: The talk.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "earlier", "earlier", show=False),
    ]

    def __init__(self, talk: Talk) -> None:
        super().__init__(id="transcript")
        self._talk = talk
        self._views: dict[int, TurnView] = {}
        self._stale: dict[int, Turn] = {}
        self._news = asyncio.Event()
        self._shown = asyncio.Event()

    def on_mount(self) -> None:
        """Begin to look for what is new."""
        self.anchor()
        self.run_worker(self._follow(), exit_on_error=False)

    def changed(self, turn: Turn) -> None:
        """Note that a turn has changed; it is shown soon."""
        self._stale[turn.number] = turn
        self._shown.clear()
        self._news.set()

    async def settled(self) -> None:
        """Wait until all is shown that was noted."""
        if self._stale or self._news.is_set():
            await self._shown.wait()

    async def _follow(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            began = time.thread_time()
            stale, self._stale = self._stale, {}
            try:
                for turn in stale.values():
                    await self._show(turn)
                await self._trim()
                await self._drawn()
            except Exception as error:  # what cannot be drawn must not hold up all else
                tell_bug(self.app, error)
            if not self._stale:
                self._shown.set()
            least, most = _PAUSE_S
            await asyncio.sleep(min(max(least, _SHARE * (time.thread_time() - began)), most))

    async def _drawn(self) -> None:
        """Wait until the screen shows what was changed: that takes longer than to change it."""
        drawn = asyncio.Event()
        if self.call_after_refresh(drawn.set):
            await drawn.wait()

    async def _show(self, turn: Turn) -> None:
        if turn.number < self._talk.first:
            return
        view = self._views.get(turn.number)
        if view is None:
            view = self._views[turn.number] = self._view(turn)
            await self.mount(view)
        await view.sync()

    async def _trim(self) -> None:
        for turn in self._talk.trim():
            if view := self._views.pop(turn.number, None):
                await view.remove()

    async def reload(self) -> None:
        """Show another conversation, from its end."""
        await self.remove_children()
        self._views.clear()
        for turn in self._talk.turns[self._talk.first :]:
            self.changed(turn)

    async def action_earlier(self) -> None:
        """Bring some earlier turns back."""
        back = [self._view(turn) for turn in self._talk.earlier()]
        for view in back:
            self._views[view.turn.number] = view
        if back:
            await self.mount_all(back, before=0)
        for view in back:
            await view.sync()
        self.scroll_home(animate=False)

    def _view(self, turn: Turn) -> TurnView:
        # Markdown and highlighting are not needed for the first picture.
        from batos_client.parlor.widgets.turn_view import TurnView

        return TurnView(turn, self._talk.personas)

    def view_of(self, number: int) -> TurnView | None:
        """Return the view of a turn; None where it is not on the screen."""
        return self._views.get(number)

"""A Parlor whose other end streams without a model: what ``parlor`` measures runs here."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from batos.learning.model.outcome import Reply
from batos.wire.messages.image import ListPersonas
from batos.wire.messages.objects import ShowObject
from batos.wire.messages.request import Request
from batos.wire.messages.talk.conversations import NameConversation, NewConversation
from batos.wire.messages.talk.missions import Ask
from batos_client.parlor.app import Parlor
from batos_client.parlor.line import Line
from batos_client.parlor.model.presence import Presence, PresenceState

__all__ = ["Streaming", "resident_mb"]

_TOKENS_S = 100
_TOKENS = 1500
"""Of an answer that comes at that pace: a long one."""
_TEXT = """\
It is **so**: a list of what matters, `code` among it.

- the first thing, with some words after it
- the second thing, with as many

```python
def double(number):
    return 2 * number
```
"""


class Streaming(Line):
    """A line that answers every sentence with the same text, token by token.

    Args:
        is_slow: Whether an answer is long, and comes at 100 tokens a second.
    """

    def __init__(self, *, is_slow: bool) -> None:
        super().__init__(Path(), self._hear)
        self._is_slow = is_slow
        self._app: Parlor | None = None

    def tell(self, app: Parlor) -> None:
        """Have a Parlor told how the connection is."""
        self._app = app

    def _hear(self, presence: Presence) -> None:
        if self._app is not None and self._app.host is not None:
            self._app.host.met(presence)

    async def keep(self) -> None:
        """Be there at once, and for ever."""
        self.presence = Presence(PresenceState.READY)
        self._hear(self.presence)
        await asyncio.Event().wait()

    async def ready(self) -> None:
        """Wait for nothing."""

    async def request(self, asked: Request[Any], **more: Any) -> Any:
        """Answer what a Parlor asks when it opens, and sentences."""
        if isinstance(asked, Ask):
            return await self._spoken(more["on_event"])
        answers: dict[type[Request[Any]], Any] = {
            ListPersonas: _Personas(),
            NameConversation: NewConversation("chat-1"),
            ShowObject: {},
        }
        return answers[type(asked)]

    async def _spoken(self, tell: Callable[[str, dict[str, Any]], None]) -> Reply:
        tell("cycle.event", {"kind": "talk.persona", "text": "robin"})
        words = _TEXT.split(" ")
        number = 0
        due = asyncio.get_running_loop().time()
        while number < (_TOKENS if self._is_slow else len(words)):
            tell("cycle.event", {"kind": "talk.text", "text": f"{words[number % len(words)]} "})
            number += 1
            if self._is_slow:
                due += 1 / _TOKENS_S
                await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        return Reply("talk", _TEXT, "robin")


class _Personas:
    personas = ({"name": "robin"},)


def resident_mb() -> float:
    """Return the memory that this process has in use, megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _parlor(folder: Path, *, is_slow: bool) -> Parlor:
    line = Streaming(is_slow=is_slow)
    app = Parlor(folder, folder, line=line)
    line.tell(app)
    return app


def _stream(folder: Path) -> None:
    """Open on this terminal, and speak answer after answer."""
    app = _parlor(folder, is_slow=True)

    async def speak() -> None:
        while True:
            if app.host is not None and app.host.is_open and not app.host.talk.running:
                await app.take("tell me everything", from_prompt=False)
            await asyncio.sleep(0.02)

    async def both() -> None:
        speaking = asyncio.ensure_future(speak())
        await app.run_async()
        speaking.cancel()

    asyncio.run(both())


async def _talk(folder: Path, messages: int) -> None:
    """Take messages and their answers without a terminal; print the memory now and then."""
    app = _parlor(folder, is_slow=False)
    async with app.run_test(size=(100, 30)) as pilot:
        while app.host is None or not app.host.is_open:
            await pilot.pause()
        for number in range(1, messages + 1):
            await app.take(f"sentence {number}", from_prompt=False)
            while app.host.talk.running:
                await asyncio.sleep(0)
            if number % max(1, messages // 100) == 0:
                await app.host.transcript.settled()
            if number % (messages // 10) == 0:
                print(f"{number} {resident_mb():.1f}", flush=True)


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "stream":
        _stream(Path(where))
    else:
        asyncio.run(_talk(Path(where), int(rest[0])))

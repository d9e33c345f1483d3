"""Fixtures: a Parlor on a screen of a test, over a line whose other end is a script."""

import asyncio
import functools
import inspect

import pytest

from batos.errors import CancelledError, WireError
from batos.wire.messages.image import ListPersonas
from batos.wire.messages.objects import ListObjects, ShowObject
from batos.wire.messages.talk.approvals import ListChanges, ShowChange
from batos.wire.messages.talk.conversations import (
    ListConversations,
    NameConversation,
)
from batos.wire.messages.talk.questions import ListQuestions, ShowQuestion
from batos_client.parlor.app import Parlor
from batos_client.parlor.model.presence import Presence, PresenceState
from batos_client.parlor.widgets import pending_panel

PERSONAS = ("alfred", "babs", "brick", "robin")


def event(kind, text="", **more):
    """An event of a cycle or of a talk, as it comes over the wire."""
    return ("cycle.event", {"kind": kind, "text": text, **more})


def on_a_loop(test):
    """Run a test that is a coroutine."""

    @functools.wraps(test)
    def run(**given):
        asyncio.run(asyncio.wait_for(test(**given), 120))

    return run


class ScriptedLine:
    """What stands for the kernel: answers by the class of a request, with events on the way."""

    def __init__(self, *, present=True):
        self.asked = []
        self.cancelled = []
        self.presence = Presence(
            PresenceState.READY if present else PresenceState.AWAY,
            "" if present else "No kernel is running.",
            "" if present else "start it with: batos up",
        )
        self.changed = lambda presence: None
        self.answers = {
            ListPersonas: {"personas": [{"name": name} for name in PERSONAS]},
            NameConversation: {"name": "chat-1"},
            ListObjects: {"objects": []},
            ListConversations: {"conversations": []},
            ListChanges: {"changes": []},
            ListQuestions: {"questions": []},
            ShowObject: {"kind": "object", "name": "genesis", "slots": {}, "methods": {}},
        }
        self._stops = {}

    def on(self, kind, answer):
        """Have requests of a class answered: by a value, an error, or a coroutine function."""
        self.answers[kind] = answer

    async def keep(self):
        self.changed(self.presence)
        await asyncio.Event().wait()

    def come(self, presence):
        self.presence = presence
        self.changed(presence)

    async def ready(self):
        while self.presence.state is not PresenceState.READY:
            await asyncio.sleep(0)

    def hurry(self):
        pass

    def close(self):
        pass

    def cancel(self, request_id, mode):
        self.cancelled.append(mode)
        if stop := self._stops.get(request_id):
            stop.set()

    async def request(self, asked, *, on_event=None, request_id="", timeout=None):
        if self.presence.state is not PresenceState.READY:
            raise WireError(self.presence.text, hint=self.presence.hint)
        self.asked.append(asked)
        answer = self.answers[type(asked)]
        stop = self._stops[request_id] = asyncio.Event()
        if inspect.iscoroutinefunction(answer):
            answer = await _unless(stop, answer(asked, on_event or (lambda *_: None)))
        elif callable(answer):
            answer = answer(asked)
        if isinstance(answer, Exception):
            raise answer
        return _Attributes(answer) if type(answer) is dict and not _is_shown(asked) else answer


def _is_shown(asked):
    return isinstance(asked, (ShowObject, ShowChange, ShowQuestion))


async def _unless(stop, work):
    """Return what a coroutine gives, unless it is stopped before."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not task.done():
        task.cancel()
        return CancelledError("Cancelled.")
    return task.result()


class _Attributes:
    """A map whose keys are attributes, as answers are."""

    def __init__(self, plain):
        self.__dict__.update(plain)


class Open:
    """A Parlor that is open, and who presses its keys."""

    def __init__(self, app, pilot, line):
        self.app, self.pilot, self.line = app, pilot, line

    @property
    def text(self):
        """What is on the screen, without colours."""
        return "\n".join(
            strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()
        ).rstrip()

    async def type(self, text):
        """Type a line and send it."""
        self.app.query_one("#prompt").put(text)
        await self.pilot.press("enter")

    async def until(self, condition):
        while not condition():
            assert self.app._exception is None, self.app._exception
            await self.pilot.pause()
            await asyncio.sleep(0.01)
        await self.app.host.transcript.settled()
        await self.pilot.pause()

    async def sees(self, text):
        """Wait until something is on the screen."""
        try:
            async with asyncio.timeout(60):
                await self.until(lambda: text in self.text)
        except TimeoutError:
            raise AssertionError(f"{text!r} is not shown:\n{self.text}") from None


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Opens a Parlor, to be used with ``async with``; its panels take keys at once."""
    monkeypatch.setattr(pending_panel, "_CALM_S", 0.0)

    def open_(line=None, *, size=(80, 24), **options):
        line = line or ScriptedLine()
        return _Opening(tmp_path, line, size, options)

    return open_


class _Opening:
    def __init__(self, folder, line, size, options):
        app = Parlor(folder / "run", folder / "state", line=line, **options)
        line.changed = self._met
        self._line, self._app = line, app
        self._test = app.run_test(size=size)

    def _met(self, presence):
        self._app.host.met(presence)

    async def __aenter__(self):
        pilot = await self._test.__aenter__()
        open_ = Open(self._app, pilot, self._line)
        while self._app.host is None or not self._app.host.transcript.is_attached:
            assert self._app._exception is None, self._app._exception
            await asyncio.sleep(0.01)
        if self._line.presence.state is PresenceState.READY:
            await open_.until(lambda: self._app.host.is_open)
        return open_

    async def __aexit__(self, *error):
        await self._test.__aexit__(*error)


@pytest.fixture(scope="session", name="p")
def fixture_p():
    """The helpers of this room."""
    import sys

    return sys.modules[__name__]

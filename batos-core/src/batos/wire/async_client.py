"""The kernel's client on an event loop: many requests at once, over one socket."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from batos.errors import BatosError, DeadlineError, WireError
from batos.wire.client import EventCallback
from batos.wire.codec import Body, decode_body, unpack
from batos.wire.connection import Connection
from batos.wire.dealer import Dealer, LinkState
from batos.wire.faults import error_from_body
from batos.wire.link import PING_AFTER_S, SILENT_AFTER_S, dealt, framed, gone, in_short, silent
from batos.wire.messages.frame import MAX_WORKER_BODY, Lane, new_id
from batos.wire.messages.kernel import Bye, CancelJob, Hello, Ping, Resume, Welcome
from batos.wire.messages.request import Request, answered

__all__ = ["AsyncKernelClient"]

A = TypeVar("A")

_TICK_S = 0.25
_CONNECTING_TICK_S = 0.02
_AT_ONCE = 200
"""Messages that are taken in before others on the loop have their turn."""


class AsyncKernelClient:
    """One connection to the kernel, for one event loop.

    Use :meth:`connect`. Every request raises :class:`batos.errors.KernelNotRunningError` within
    about a second if the kernel dies while it waits. A link that is lost and comes back, of a
    kernel that runs on, is not noticed by whoever waits: what was missed comes again.

    Attributes:
        connection: Where the kernel is.
        session: Id of this client's session; another one goes on with it.
        welcome: What the kernel said of itself; None before it did.
    """

    def __init__(self, connection: Connection, dealer: Dealer, *, session: str = "") -> None:
        self.connection = connection
        self.session = session or new_id()
        self.welcome: Welcome | None = None
        self._loop = asyncio.get_running_loop()
        self._lost: asyncio.Future[BatosError] = self._loop.create_future()
        self._dealer = dealer
        self._waits: dict[str, _Wait] = {}
        self._unsent: deque[list[bytes]] = deque()
        self._last_heard = time.monotonic()
        self._watched = True
        try:
            self._loop.add_reader(dealer.socket.fileno(), self._drain)
        except NotImplementedError:  # the usual loop of Windows; the ticks drain it there
            self._watched = False
        self._ticks = self._loop.create_task(self._tick())

    @classmethod
    async def connect(
        cls, runtime_dir: Path, *, timeout: float = 5.0, name: str = "client", session: str = ""
    ) -> Self:
        """Return a client that has been welcomed by the kernel of a runtime folder.

        Args:
            runtime_dir: Folder with the kernel's connection file and keys.
            timeout: Seconds to wait for the kernel.
            name: How this client calls itself in the kernel's lists.
            session: Id of an earlier session to go on with, or an empty text.

        Raises:
            KernelNotRunningError: There is no kernel, or it does not answer.
            KeyRefusedError: It does not take this key, or it is not the one that was expected.
            ProtocolError: It speaks another protocol.
        """
        connection, dealer = await asyncio.to_thread(dealt, runtime_dir)
        client = cls(connection, dealer, session=session)
        try:
            said = client.request(Hello.of_this_program(name))
            client.welcome = await asyncio.wait_for(said, timeout)
        except BaseException as error:
            client.close()
            if isinstance(error, TimeoutError):
                raise silent(connection) from None
            raise
        return client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection. Work that was submitted goes on; nobody hears of it here."""
        self._end(WireError("The connection was closed."))

    async def lost(self) -> BatosError:
        """Wait until the kernel is gone, or this client is closed; return why."""
        # Shielded: whoever gives up waiting must not end the connection for all others.
        return await asyncio.shield(self._lost)

    @property
    def link(self) -> LinkState:
        """How the link to the kernel is."""
        return self._dealer.link

    async def request(
        self,
        asked: Request[A],
        *,
        on_event: EventCallback | None = None,
        timeout: float | None = None,
        lane: Lane = "interactive",
        request_id: str = "",
    ) -> A:
        """Send a request and return its answer.

        A task that is cancelled while it waits cancels the request in the kernel as well.

        Args:
            asked: One of the messages in :mod:`batos.wire.messages`.
            on_event: Called on the loop for each event, and for ``gap`` where events were lost.
            timeout: Seconds until the request is cancelled and :class:`DeadlineError` raised.
            lane: Which queue to wait in.
            request_id: An id of the caller's choice, by which :meth:`cancel` knows it.

        Raises:
            CancelledError: Somebody cancelled it.
            LimitExceededError: It is longer than the wire carries; nothing was sent.
            BatosError: What the kernel or the worker answered, as its own class.
        """
        body = await self.call(
            asked.TYPE,
            asked,
            on_event=on_event,
            timeout=timeout,
            lane=lane,
            request_id=request_id,
        )
        return answered(asked, body)

    async def call(
        self,
        type: str,  # noqa: A002 - the header's own word
        body: Body | None = None,
        *,
        on_event: EventCallback | None = None,
        timeout: float | None = None,
        lane: Lane = "interactive",
        request_id: str = "",
    ) -> dict[str, Any]:
        """Send a request for which there is no message, as to a worker of your own.

        It takes the name and the body of one; all else is as for :meth:`request`.
        """
        if self._lost.done():
            raise self._lost.result()
        header, frames = framed(
            type,
            body,
            session=self.session,
            inc=self.connection.inc,
            lane=lane,
            id_=request_id,
            ttl_s=timeout or 0.0,
        )
        wait = self._waits[header.id] = _Wait(self._loop.create_future(), on_event)
        self._send(frames)
        try:
            async with asyncio.timeout(timeout):
                return await wait.answer
        except TimeoutError:
            self.cancel(header.id)
            raise DeadlineError("The request took longer than the time given to it.") from None
        except asyncio.CancelledError:
            self.cancel(header.id)
            raise
        finally:
            self._waits.pop(header.id, None)

    def cancel(
        self, request_id: str, *, mode: Literal["soft", "hard"] = "soft", grace_ms: int = 2000
    ) -> None:
        """Ask the kernel to cancel a request (see :class:`CancelJob`), and wait for nothing."""
        if not self._lost.done():
            self._send(in_short(CancelJob(request_id, mode, grace_ms), self.session))

    def _send(self, frames: list[bytes]) -> None:
        self._unsent.append(frames)
        self._flush()

    def _flush(self) -> None:
        while self._unsent and self._dealer.send(self._unsent[0], 0):
            self._unsent.popleft()
        # Sending takes in what has come meanwhile, and the socket would tell of it no more.
        if self._watched:
            self._loop.call_soon(self._drain)

    def _drain(self) -> None:
        for _ in range(_AT_ONCE):
            if self._lost.done():
                return
            frames = self._dealer.receive(0)
            if frames is None:
                return
            self._last_heard = time.monotonic()
            try:
                self._take(frames)
            except BatosError as error:  # whoever sends that cannot be talked with
                self._end(error)
                return
        self._loop.call_soon(self._drain)

    def _take(self, frames: list[bytes]) -> None:
        header, raw = unpack(frames, MAX_WORKER_BODY)
        wait = self._waits.get(header.re)
        if wait is None or header.type == Bye.TYPE or wait.answer.done():
            return  # an answer to something that nobody waits for any more
        if header.kind == "rep":
            wait.answer.set_result(decode_body(raw, MAX_WORKER_BODY))
        elif header.kind == "err":
            wait.answer.set_exception(error_from_body(decode_body(raw, MAX_WORKER_BODY)))
        elif header.kind == "evt" and header.seq > wait.seq:  # else it was seen before a resume
            wait.seq = header.seq
            if wait.on_event is not None:
                wait.on_event(header.type, decode_body(raw, MAX_WORKER_BODY))

    async def _tick(self) -> None:
        """Find out, again and again, whether the kernel is there."""
        while not self._lost.done():
            try:
                self._look()
            except BatosError as error:
                self._end(error)
                return
            is_calm = self.link is LinkState.UP and self._watched
            await asyncio.sleep(_TICK_S if is_calm else _CONNECTING_TICK_S)

    def _look(self) -> None:
        self._dealer.poll_monitor(0)
        self._dealer.check(self.connection)
        if not self.connection.alive():
            raise gone(self.connection, "while it was needed")
        if self._dealer.take_reconnected():
            for number, wait in self._waits.items():
                self._unsent.append(in_short(Resume(number, wait.seq), self.session))
        quiet = time.monotonic() - self._last_heard
        if quiet > SILENT_AFTER_S:
            raise silent(self.connection)
        if quiet > PING_AFTER_S and self.link is LinkState.UP:
            self._dealer.send(in_short(Ping(), self.session), 0)
        self._flush()
        self._drain()

    def _end(self, why: BatosError) -> None:
        if self._lost.done():
            return
        self._lost.set_result(why)
        if self._watched:
            self._loop.remove_reader(self._dealer.socket.fileno())
        if asyncio.current_task() is not self._ticks:
            self._ticks.cancel()
        self._dealer.close()
        for wait in self._waits.values():
            if not wait.answer.done():
                wait.answer.set_exception(why)
                wait.answer.exception()  # it may be that nobody asks any more


class _Wait:
    """One request that is being waited for."""

    def __init__(
        self, answer: asyncio.Future[dict[str, Any]], on_event: EventCallback | None
    ) -> None:
        self.answer = answer
        self.on_event = on_event
        self.seq = 0

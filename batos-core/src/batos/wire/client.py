"""The kernel's client: blocking, lean, and never left waiting for a dead kernel."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from batos.errors import CancelledError, DeadlineError
from batos.wire.codec import Body, decode_body, unpack
from batos.wire.connection import Connection
from batos.wire.dealer import Dealer, LinkState
from batos.wire.faults import error_from_body
from batos.wire.link import PING_AFTER_S, SILENT_AFTER_S, dealt, framed, gone, in_short, silent
from batos.wire.messages.frame import MAX_WORKER_BODY, Header, Lane, new_id
from batos.wire.messages.kernel import Bye, CancelJob, Hello, Ping, Resume, Welcome
from batos.wire.messages.request import Request, answered

__all__ = ["EventCallback", "KernelClient"]

A = TypeVar("A")

EventCallback = Callable[[str, dict[str, Any]], None]
"""Called with the type and the body of each event of a request."""

_TICK_MS = 250
_INTERRUPT_GRACE_S = 2.0


class KernelClient:
    """One connection to the kernel; for one thread.

    Use :meth:`connect`. Every call raises :class:`KernelNotRunningError` within about a second
    if the kernel dies while it waits.

    Attributes:
        connection: Where the kernel is.
        welcome: What the kernel said of itself; None before :meth:`hello`.
        interrupted: Whether Ctrl-C came too late for the latest request, which was answered all
            the same; the next request then raises KeyboardInterrupt instead.
    """

    def __init__(self, connection: Connection, dealer: Dealer, *, session: str = "") -> None:
        self.connection = connection
        self.interrupted = False
        self.session = session or new_id()
        self.welcome: Welcome | None = None
        self._dealer = dealer
        self._last_heard = time.monotonic()

    @classmethod
    def connect(
        cls,
        runtime_dir: Path,
        *,
        timeout: float = 5.0,
        name: str = "client",
        session: str = "",
        endpoint: str = "",
    ) -> Self:
        """Return a client that has been welcomed by the kernel of a runtime folder.

        Args:
            runtime_dir: Folder with the kernel's connection file and keys.
            timeout: Seconds to wait for the kernel.
            name: How this client calls itself in the kernel's lists.
            session: Id of an earlier session to go on with, or an empty text.
            endpoint: Where the kernel is, if that is another machine: ``tcp://HOST:PORT``. The
                folder then has copies of its connection file and of the client's key.

        Raises:
            KernelNotRunningError: There is no kernel, or it does not answer.
            KeyRefusedError: It does not take this key, or it is not the one that was expected.
            ProtocolError: It speaks another protocol.
        """
        connection, dealer = dealt(runtime_dir, endpoint)
        client = cls(connection, dealer, session=session)
        try:
            client._await_link(timeout)
            client.hello(name=name, timeout=timeout)
        except BaseException:
            client.close()
            raise
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection. Work that was submitted goes on."""
        self._dealer.close()

    def hello(self, *, name: str = "client", timeout: float = 5.0) -> Welcome:
        """Introduce this client; return the kernel's welcome.

        Raises:
            VersionMismatchError: The two have no version of the protocol in common.
        """
        asked = Hello.of_this_program(name)
        self.welcome = self.request(asked, timeout=timeout, cancel_on_interrupt=False)
        return self.welcome

    def request(
        self,
        asked: Request[A],
        *,
        on_event: EventCallback | None = None,
        timeout: float | None = None,
        cancel_on_interrupt: bool = True,
        lane: Lane = "interactive",
        request_id: str = "",
    ) -> A:
        """Send a request and return its answer.

        Args:
            asked: One of the messages in :mod:`batos.wire.messages`.
            on_event: Called for each event, and for ``gap`` where events were lost.
            timeout: Seconds until the request is cancelled and :class:`DeadlineError` raised.
            cancel_on_interrupt: Whether Ctrl-C cancels the request in the kernel as well.
            lane: Which queue to wait in.
            request_id: An id of the caller's choice. One kernel carries no id out twice: of ids
                from :func:`batos.wire.messages.frame.new_id` never, of others as long as it is
                among the latest 200,000. The answer comes again as long as it is kept, for ten
                minutes at most; then :class:`RequestRepeatedError` says so.

        Raises:
            CancelledError: Somebody cancelled it, or Ctrl-C was pressed.
            LimitExceededError: It is longer than the wire carries; nothing was sent.
            BatosError: What the kernel or the worker answered, as its own class.
        """
        body = self.call(
            asked.TYPE,
            asked,
            on_event=on_event,
            timeout=timeout,
            cancel_on_interrupt=cancel_on_interrupt,
            lane=lane,
            request_id=request_id,
        )
        return answered(asked, body)

    def call(
        self,
        type: str,  # noqa: A002 - the header's own word
        body: Body | None = None,
        *,
        on_event: EventCallback | None = None,
        timeout: float | None = None,
        cancel_on_interrupt: bool = True,
        lane: Lane = "interactive",
        request_id: str = "",
    ) -> dict[str, Any]:
        """Send a request for which there is no message, as to a worker of your own.

        It takes the name and the body of one; all else is as for :meth:`request`.
        """
        if self.interrupted:
            self.interrupted = False
            raise KeyboardInterrupt
        header, frames = framed(
            type,
            body,
            session=self.session,
            inc=self.connection.inc,
            lane=lane,
            id_=request_id,
            ttl_s=timeout or 0.0,
        )
        self._send(frames)
        wait = _Wait(header.id, on_event, None if timeout is None else time.monotonic() + timeout)
        try:
            return self._terminal(wait)
        except KeyboardInterrupt:
            if not cancel_on_interrupt:
                raise
            return self._interrupted(wait)

    def cancel(
        self, request_id: str, *, mode: Literal["soft", "hard"] = "soft", grace_ms: int = 2000
    ) -> None:
        """Ask the kernel to cancel a request (see :class:`CancelJob`), and wait for nothing."""
        self._send(in_short(CancelJob(request_id, mode, grace_ms), self.session))

    def _send(self, frames: list[bytes]) -> None:
        deadline = time.monotonic() + SILENT_AFTER_S
        while not self._dealer.send(frames, _TICK_MS):
            self._check_kernel("before the request was sent")
            if time.monotonic() > deadline:
                raise silent(self.connection)

    def _terminal(self, wait: _Wait) -> dict[str, Any]:
        while True:
            frames = self._dealer.receive(wait.tick_ms())
            if frames is None:
                self._idle(wait)
                continue
            self._last_heard = time.monotonic()
            header, raw = unpack(frames, MAX_WORKER_BODY)
            if header.type == Bye.TYPE and header.kind == "evt":
                continue  # the terminal of this request still comes
            if header.re != wait.id:
                continue  # an answer to something that nobody waits for any more
            if header.kind == "rep":
                return decode_body(raw, MAX_WORKER_BODY)
            if header.kind == "err":
                raise error_from_body(decode_body(raw, MAX_WORKER_BODY))
            if header.kind == "evt":
                wait.event(header, raw)
                self._last_heard = time.monotonic()  # who was told may have taken its time

    def _idle(self, wait: _Wait) -> None:
        """Find out why nothing comes: the deadline, the kernel's death, a lost link."""
        now = time.monotonic()
        if wait.deadline is not None and now >= wait.deadline:
            self.cancel(wait.id)
            raise DeadlineError("The request took longer than the time given to it.")
        self._check_kernel("while the request was running")
        if self._dealer.take_reconnected():
            self._send(in_short(Resume(wait.id, wait.seq), self.session))
        quiet = now - self._last_heard
        if quiet > SILENT_AFTER_S and now - wait.started > SILENT_AFTER_S:
            raise silent(self.connection)
        if quiet > PING_AFTER_S and self._dealer.link is LinkState.UP:
            self._dealer.send(in_short(Ping(), self.session), 0)

    def _interrupted(self, wait: _Wait) -> dict[str, Any]:
        self._dealer.drop_partial()
        self.cancel(wait.id)
        wait.on_event = None
        wait.deadline = time.monotonic() + _INTERRUPT_GRACE_S
        with contextlib.suppress(CancelledError, DeadlineError):
            answer = self._terminal(wait)
            self.interrupted = True  # it was over before the cancel arrived
            return answer
        raise CancelledError("Cancelled.") from None

    def _await_link(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while self._dealer.link is not LinkState.UP:
            self._dealer.check(self.connection)
            if time.monotonic() >= deadline:
                raise silent(self.connection)
            self._dealer.poll_monitor(50)
            if not self.connection.alive():
                raise gone(self.connection, "while connecting")

    def _check_kernel(self, when: str) -> None:
        self._dealer.poll_monitor(0)
        self._dealer.check(self.connection)
        if not self.connection.alive():
            raise gone(self.connection, when)


class _Wait:
    """One request that is being waited for."""

    def __init__(self, id_: str, on_event: EventCallback | None, deadline: float | None) -> None:
        self.id = id_
        self.on_event = on_event
        self.deadline = deadline
        self.started = time.monotonic()
        self.seq = 0

    def tick_ms(self) -> int:
        if self.deadline is None:
            return _TICK_MS
        return max(1, min(_TICK_MS, int((self.deadline - time.monotonic()) * 1000) + 1))

    def event(self, header: Header, raw: bytes) -> None:
        if header.seq <= self.seq:
            return  # already seen before a resume
        self.seq = header.seq
        if self.on_event is not None:
            self.on_event(header.type, decode_body(raw, MAX_WORKER_BODY))

"""An engine: a process that is a member of the bus, and answers grams by its name."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from batos.errors import BatosError, CancelledError, KernelNotRunningError, WireError
from batos.kernel.base.context import JobContext
from batos.kernel.worker.runtime import WorkerArgs, WorkerRuntime
from batos.kernel.worker.transport import RouterTransport, Transport, WorkerLink
from batos.wire.codec import decode_body, encode_body, pack, unpack
from batos.wire.connection import Connection
from batos.wire.dealer import LinkState
from batos.wire.faults import BusyError, EngineLostError, NameTakenError, incident_body
from batos.wire.messages.bus import ANSWER, CLIENT, BatGram, GramAnswer
from batos.wire.messages.frame import MAX_BODY, MAX_WORKER_BODY, Header, new_id
from batos.wire.messages.request import read
from batos.wire.messages.workers import Registered
from batos.wire.values import to_wire

__all__ = ["Answering", "EngineRuntime", "MemberTransport"]

_LOG = logging.getLogger(__name__)
_MOST_POSTED = 1000
"""Posted grams that wait in an engine; the senders of more are told."""
_DRAIN_S = 2.0
"""Seconds that an engine which is to end gives what it has in hand; then it is asked to stop."""
_LOOK_S = 0.02
_AWAY_S = 15.0
"""Seconds that a kernel on another machine may be away."""

Answering = Callable[[BatGram, JobContext], Any]
"""Answers a gram with plain data; expected errors are those of ``batos.errors``."""


class MemberTransport(RouterTransport):
    """A member's connection to the clients' port.

    Args:
        connection: Where the kernel is.
        keys: Folder of the client's key.

    Raises:
        KernelNotRunningError: The kernel cannot be reached.
    """

    def __init__(self, connection: Connection, keys: Path) -> None:
        link = WorkerLink(
            endpoint=connection.endpoint, server_key=connection.server_key, keys=str(keys)
        )
        super().__init__(link, "client")
        self._connection = connection
        self._up = time.monotonic()

    def _received(self, timeout_s: float) -> list[bytes] | None:
        """Return the next message, or None.

        Raises:
            KernelNotRunningError: The kernel has ended, or has been away for too long.
        """
        frames = super()._received(timeout_s)
        if frames is None:
            self._look()
        return frames

    def _look(self) -> None:
        dealer, now = self._dealer, time.monotonic()
        dealer.poll_monitor(0)
        if dealer.link is LinkState.UP:
            self._up = now
        if not self._connection.alive() or now - self._up > _AWAY_S:
            raise KernelNotRunningError(f"The kernel at {self._connection.endpoint} has ended.")


class EngineRuntime(WorkerRuntime):
    """Is a member of the bus, in the calling thread, until the kernel or a signal ends it.

    Args:
        name: Its name on the bus.
        answer: Answers a gram.
        connection: Where the kernel is.
        keys: Folder of the client's key.
        max_parallel: Grams that it answers at once.
        version: Shown in ``kernel.status``.
        log: File of its log; None is the standard error.
        on_joined: Called when it is on the bus, from another thread.
    """

    def __init__(
        self,
        name: str,
        answer: Answering,
        connection: Connection,
        keys: Path,
        *,
        max_parallel: int = 4,
        version: str = "",
        log: Path | None = None,
        on_joined: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            WorkerArgs(link="", name=name, parent=0),
            {BatGram.TYPE: self._asked},
            max_parallel=max_parallel,
            max_body=MAX_BODY,
            version=version,
            log=log,
        )
        self._answers = answer
        self._connection = connection
        self._keys = keys
        self._on_joined = on_joined
        self._handled: dict[int, Any] = {}
        self._is_ending = False
        self._posted: set[object] = set()

    def serve(self) -> None:
        """Serve until it is ended.

        Raises:
            NameTakenError: Its name is somebody else's.
            KernelNotRunningError: The kernel has ended.
        """
        try:
            self.run()
        finally:
            logging.getLogger().removeHandler(self._logging)
            for number, handler in self._handled.items():
                signal.signal(number, handler)
        if self._refused:
            raise NameTakenError(self._refused, hint="'batos engines' lists who is on the bus.")
        if self._board.lost:
            raise KernelNotRunningError(f"The kernel at {self._connection.endpoint} has ended.")

    def stop(self) -> None:
        """End it, from any thread: what it has in hand first, for a few seconds.

        It is given nothing more meanwhile. A second call does not wait.
        """
        if self._is_ending:
            self._end(0)
            return
        self._is_ending = True
        self._spawn(self._drain, "drain")

    def _drain(self) -> None:
        self.report("starting", "it is ending")
        deadline = time.monotonic() + _DRAIN_S
        while (self._running or self._posted) and time.monotonic() < deadline:
            time.sleep(_LOOK_S)
        self._end(0)

    def _dialled(self) -> Transport:
        return MemberTransport(self._connection, self._keys)

    def _leave(self) -> None:
        self._transport.send(pack(Header(kind="ctl", type="leave")))

    def _handle_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for name in ("SIGINT", "SIGTERM", "SIGHUP"):
                if number := getattr(signal, name, None):
                    self._handled[number] = signal.signal(number, lambda _n, _f: self._heed())

    def _heed(self) -> None:
        """Stop at a signal; before the kernel was reached there is nothing to stop."""
        if not hasattr(self, "_exchange"):
            raise KeyboardInterrupt
        self.stop()

    def _on_message(self, frames: list[bytes]) -> None:
        try:
            header, raw = unpack(frames, MAX_WORKER_BODY)
        except WireError:
            _LOG.exception("the kernel sent what cannot be read")
            return
        if header.kind == "evt" and header.type == BatGram.TYPE and not header.re:
            self._take_posted(raw)
            return
        super()._on_message(frames)
        if header.type == Registered.TYPE:
            self._on_joined()

    def _asked(self, _type: str, body: dict[str, Any], job: JobContext) -> GramAnswer:
        try:
            return GramAnswer(self._answers(read(BatGram, body), job))
        except CancelledError as error:
            if not self._stopping:
                raise
            raise EngineLostError(
                f"The engine {self._args.name!r} has ended before it could answer.",
                hint="Send it again when an engine of that name is there: 'batos engines'.",
            ) from error

    def _take_posted(self, raw: bytes) -> None:
        is_full = self._tasks.qsize() >= _MOST_POSTED

        def task() -> None:
            try:
                gram = read(BatGram, decode_body(raw, MAX_WORKER_BODY))
            except BatosError as error:
                _LOG.warning("a gram cannot be read: %s", error.message)
                return
            # An answer is not answered, or two engines would never end.
            if gram.method != ANSWER:
                self._posted.add(task)
                self._reply(gram, self._answer_posted(gram, is_full=is_full))
                self._posted.discard(task)

        if is_full:
            task()
        else:
            self._tasks.put(task)

    def _answer_posted(self, gram: BatGram, *, is_full: bool) -> dict[str, Any]:
        """Return what goes back for a posted gram; whatever happens, something does."""
        told = {"persona": self._args.name}
        try:
            if is_full:
                raise BusyError(f"{self._args.name!r} does not keep up; this gram is not kept.")
            job = JobContext(Header(kind="req"), self._exchange)
            answer = to_wire(self._answers(gram, job))
            self._within_limit(encode_body({"content": answer}))
        except BatosError as error:
            return {**told, "content": error.message, "code": error.code}
        except BaseException:  # as for what is asked
            body = incident_body(f"{self._args.name} engine")
            _LOG.exception("incident %s", body["incident"])
            return {**told, "content": body["message"], "code": body["code"]}
        return {**told, "content": answer}

    def _reply(self, gram: BatGram, payload: dict[str, Any]) -> None:
        if gram.source != CLIENT:  # whom nobody could find
            answer = BatGram(gram.source, ANSWER, payload)
            self._transport.send(pack(Header(kind="evt", type=answer.TYPE, id=new_id()), answer))

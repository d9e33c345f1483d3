"""What workers tell the kernel about themselves, and how long they are believed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from batos.errors import BatosError
from batos.kernel.base.links import Peer
from batos.kernel.base.outbox import Entry
from batos.kernel.router.dispatcher import Dispatcher
from batos.kernel.router.engines import Engine, EngineBoard
from batos.kernel.router.refusals import read_own
from batos.wire.codec import decode_body, pack
from batos.wire.messages.frame import Header
from batos.wire.messages.workers import (
    Beat,
    Note,
    Refused,
    Register,
    Registered,
    WorkerState,
)

__all__ = ["WorkerPort"]

_LOG = logging.getLogger(__name__)
_RETURN_S = 10.0
"""Seconds for which those who wait for a member that is gone wait for the next one of its name."""


class WorkerPort:
    """Takes in what workers send.

    Args:
        board: The workers.
        dispatcher: Gets their answers.
        inc: Incarnation of the kernel.
        beat_s: Seconds between two beats.
        liveness: Beats that may be missed before a worker counts as silent.
        kill_silent_s: Seconds of silence after which a worker is ended.
        request: Takes in what a worker asks itself.
        kill: Called with an engine and a reason when its process has to be ended.
        on_engine: Called after an engine registered or changed its state.
    """

    def __init__(
        self,
        board: EngineBoard,
        dispatcher: Dispatcher,
        *,
        inc: str,
        beat_s: float,
        liveness: int,
        kill_silent_s: float,
        request: Callable[[Peer, Header, bytes], None],
        kill: Callable[[Engine, str], None],
        on_engine: Callable[[Engine], None],
    ) -> None:
        self._board = board
        self._dispatcher = dispatcher
        self._inc = inc
        self._beat_s = beat_s
        self._liveness = liveness
        self._kill_silent_s = kill_silent_s
        self._request = request
        self._kill = kill
        self._on_engine = on_engine

    def take(self, peer: Peer, header: Header, raw: bytes) -> None:
        """Take in one message.

        Raises:
            BatosError: It cannot be understood.
        """
        engine = self._board.of_peer(peer)
        if header.kind == "ctl" and header.type == Register.TYPE:
            self.register(peer, read_own(Register, raw))
            return
        if engine is None:
            self._tell(peer, "unregistered")
            return
        engine.last_seen = peer.last_seen
        engine.silent = False
        if header.kind in ("evt", "rep", "err"):
            self._dispatcher.answer(engine, header, raw)
        elif header.kind == "req":
            self._request(peer, header, raw)
        elif header.type == "aside":
            self._dispatcher.step_aside(engine, header.re)
        elif header.type == WorkerState.TYPE:
            self._set_state(engine, read_own(WorkerState, raw))
        elif header.type == "failed":
            engine.fault = decode_body(raw)
            engine.text = str(engine.fault.get("message", ""))
        elif header.type == Beat.TYPE:
            self._tell(peer, Beat.TYPE)
        elif header.type == "leave" and engine.member:
            self.gone(engine, "it has left")

    def spoilt(self, peer: Peer, header: Header | None, error: BatosError) -> None:
        """End the request of a worker whose answer cannot be taken."""
        engine = self._board.of_peer(peer)
        if engine is not None and header is not None and header.kind in ("rep", "err"):
            job = engine.running.get(header.re)
            if job is not None:
                self._dispatcher.fail(job, error)

    def gone(self, engine: Engine, cause: str) -> None:
        """End what a worker had, after its process or its lease has ended."""
        engine.cause = cause
        if engine.peer is not None:
            self._dispatcher.cancel_own(f"the {engine.name} worker has ended", engine.peer)
        self._dispatcher.lost(self._board.detach(engine), engine)

    def check_leases(self, now: float, late_s: float) -> None:
        """Look for workers that have been silent for too long.

        Args:
            now: Monotonic time.
            late_s: How late the loop is, in seconds: a loop that was held itself must not
                blame the workers for it.
        """
        silence = self._beat_s * self._liveness + late_s
        for engine in self._board:
            if engine.member:
                self._check_member(engine, now, silence)
                continue
            if engine.peer is None:
                continue
            quiet = now - engine.last_seen
            if quiet > silence and not engine.silent:
                engine.silent = True
                _LOG.warning("worker %s has been silent for %.1f s", engine.name, quiet)
                if not engine.supervised:
                    self.gone(engine, f"silent for {quiet:.0f} s")
            elif quiet > self._kill_silent_s + late_s and engine.supervised:
                self._kill(engine, f"no sign of life for {quiet:.0f} s")

    def look_after(self, name: str) -> bool:
        """Return whether a member is still connected, and end what it had if it is not.

        Only the transport knows, and it tells when something is sent.
        """
        engine = self._board.get(name)
        if engine is None or engine.peer is None:
            return False
        self._tell(engine.peer, Beat.TYPE)
        if engine.peer.gone:
            self.gone(engine, "its connection ended")
        return engine.peer is not None

    def _check_member(self, engine: Engine, now: float, silence: float) -> None:
        """Look for a member that is gone, and wait a while for the next one of its name."""
        if engine.peer is None:
            if now - engine.last_seen > _RETURN_S:
                engine.state = "unavailable"
                self._dispatcher.tell_state(engine)
                self._board.forget(engine)
            return
        quiet = now - max(engine.last_seen, engine.peer.last_seen)
        # A link that is lost for a moment comes back within the silence, and so does its engine.
        if quiet > silence and self.look_after(engine.name) and quiet > self._kill_silent_s:
            self.gone(engine, f"no sign of life for {quiet:.0f} s")

    def register(self, peer: Peer, said: Register, *, session: str = "") -> None:
        """Connect a worker with its engine, or tell it that its name is taken.

        Args:
            peer: Its connection.
            said: What it says of itself.
            session: Of a member of the bus: what tells its process from all others.
        """
        before = self._board.get(said.name)
        if before is not None and before.silent and before.peer is not peer:
            self.gone(before, "replaced after a silence")
        link = before.peer if before is not None else None
        engine = self._board.register(peer, said, session=session)
        if engine is None:
            self.refuse(
                peer, f"The name {said.name!r} is taken: an engine is already registered under it."
            )
            return
        peer.name = said.name
        if link is not None and link is not peer:
            # Over the lost link a request may not have come, and an answer neither.
            jobs = [job for job in engine.running.values() if job.key not in said.jobs]
            self._dispatcher.lost(jobs, engine)
        _LOG.info("worker %s (pid %d) registered as %s", said.name, said.pid, said.state)
        self._tell(peer, Registered.TYPE, Registered(self._beat_s, self._liveness))
        self._dispatcher.tell_state(engine)
        self._on_engine(engine)

    def _set_state(self, engine: Engine, said: WorkerState) -> None:
        if said.state != engine.state:
            _LOG.info("worker %s is %s: %s", engine.name, said.state, said.text)
        engine.state, engine.text = said.state, said.text
        self._dispatcher.tell_state(engine)
        self._on_engine(engine)

    def refuse(self, peer: Peer, reason: str) -> None:
        """Tell a worker that it is not taken."""
        self._tell(peer, Refused.TYPE, Refused(reason))

    def _tell(self, peer: Peer, type_: str, body: Note | None = None) -> None:
        peer.deliver(Entry(pack(Header(kind="ctl", type=type_, inc=self._inc), body)))

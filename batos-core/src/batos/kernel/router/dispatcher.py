"""The life of a request: accepted, placed with a worker, told about, ended once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from batos.errors import BatosError, CancelledError, DeadlineError
from batos.kernel.base.links import Peer
from batos.kernel.base.outbox import Entry
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.admission import Admission, time_left
from batos.kernel.router.allowance import Allowance
from batos.kernel.router.engines import Engine, EngineBoard
from batos.kernel.router.jobs import Job, JobTable, message_mark
from batos.kernel.router.lanes import Lanes
from batos.kernel.router.losses import loss, may_run_again, unavailable
from batos.kernel.router.placing import choose, home_of, shard_of
from batos.kernel.router.refusals import refuse
from batos.kernel.router.watching import WATCHES, Watching
from batos.wire.codec import EMPTY_BODY, encode_body, encode_header
from batos.wire.faults import BusyError, error_to_body
from batos.wire.founding import founding_answer
from batos.wire.messages.frame import MAGIC, Header
from batos.wire.messages.kernel import Waiting
from batos.wire.messages.workers import StopJob

__all__ = ["Dispatcher"]

_LOG = logging.getLogger(__name__)
_BUSY_RETRY_MS = 250
_LEFT_S = 60.0
"""Seconds after which nobody who has gone comes back to listen on."""


class Dispatcher:
    """Brings requests to workers and answers back.

    Args:
        board: The workers.
        inc: Incarnation of the kernel.
        limits: What is held at most.
        kill: Called with an engine and a reason when its process has to be ended.
        on_unacked: Called when a request waits for its ack and none did before.

    Attributes:
        jobs: Every request that workers answer.
        lanes: Those of them that wait.
        allowance: What may be learned for whom.
        admission: Which requests are let in.
        watching: Who hears what others have asked.
    """

    def __init__(
        self,
        board: EngineBoard,
        *,
        inc: str,
        limits: KernelLimits,
        kill: Callable[[Engine, str], None],
        on_unacked: Callable[[], None],
    ) -> None:
        self.jobs = JobTable(limits)
        self.lanes = Lanes()
        self.admission = Admission(board, self.jobs, self.lanes, inc=inc, limits=limits)
        self._board = board
        self._inc = inc
        self._limits = limits
        self._kill = kill
        self._on_unacked = on_unacked
        self.allowance = Allowance(limits)
        self.watching = Watching(
            board, self.jobs, make=self._made, end=self._finish, most=limits.open_requests
        )
        self._unacked: dict[str, Job] = {}
        self._doomed: dict[str, tuple[float, str]] = {}

    # -- from clients, and from workers that ask something themselves ----------------------

    def accept(
        self, peer: Peer, header: Header, raw: bytes, *, founding: list[bytes] | None = None
    ) -> None:
        """Take in a request, or answer why not."""
        known = self.jobs.of_request(header.id)
        if header.type in WATCHES and known is None:
            self.watching.join(peer, header, raw)
            return
        asking = self._board.of_peer(peer)
        admission = self.admission
        problem = None if known is not None else admission.refusal(peer, header, asking)
        mark = message_mark(header.type, raw) if problem is None else ""
        if known is not None and known.mark == mark:
            self.rejoin(known, peer, known.seq)
            return
        problem = problem or admission.repeated(header.id, known)
        problem = problem or admission.barred(header.type, mark)
        if problem is not None:
            if founding is not None:
                body = encode_body(error_to_body(problem))
                peer.deliver(Entry([*founding, founding_answer(None, body)]))
            else:
                retry = _BUSY_RETRY_MS if isinstance(problem, BusyError) else 0
                refuse(peer, header, problem, inc=self._inc, retry_after_ms=retry)
            return
        job = self._made(peer, header)
        job.founding = founding
        job.mark = mark
        if asking is not None and header.parent:
            self._adopt(asking, header.parent, job)
        if asking is None or asking.member:
            self.jobs.spent.add(header.id)
        self.watching.begun(job, raw)
        self._place(job, raw)
        if job.state != "done" and founding is None:
            if not self._unacked:
                self._on_unacked()
            self._unacked[job.key] = job

    def _made(self, peer: Peer, header: Header) -> Job:
        job = Job(self.jobs.next_key(), peer, header, inc=self._inc, limits=self._limits)
        if header.ttl_ms:
            job.expires = job.started + time_left(header)
        self.jobs.add(job)
        peer.open += 1
        return job

    def rejoin(self, job: Job, peer: Peer, last_seq: int) -> None:
        """Let a client that came back, or asked twice, have what it missed."""
        if job.peer is not peer and job.state != "done":
            job.peer.open -= 1
            peer.open += 1
        job.peer = peer
        if job.state != "done":
            self._ack(job)
        job.replay(last_seq)

    def _adopt(self, engine: Engine, parent_key: str, job: Job) -> None:
        parent = engine.running.get(parent_key)
        if parent is None:
            return
        job.parent = parent
        job.lane = parent.lane
        if parent.children is None:
            parent.children = set()
        parent.children.add(job)

    # -- to workers ------------------------------------------------------------------------

    def _place(self, job: Job, raw: bytes) -> None:
        engines = self._board.for_type(job.type, job.to)
        if len(engines) > 1:
            path = next((e.shards[job.type] for e in engines if job.type in e.shards), "")
            job.shard = shard_of(raw, path) if path else ""
        engine = choose(job, engines)
        if engine is not None:
            self._give(job, engine, raw)
            return
        job.body = raw
        self.lanes.add(job)
        if not any(engine.serves(job.type) for engine in engines):
            self._tell_waiting(job, engines)

    def _tell_waiting(self, job: Job, engines: list[Engine]) -> None:
        """Say why a job waits for an engine that is not up, or end it if none will come."""
        hopeful = [engine for engine in engines if engine.state not in ("unavailable", "stopped")]
        if not hopeful:
            self.fail(job, unavailable(engines[0]))
            return
        engine = hopeful[0]
        told = Waiting(engine.name, engine.state, engine.text)
        job.event(told.TYPE, encode_body(told), told.TYPE)

    def _give(self, job: Job, engine: Engine, raw: bytes) -> None:
        peer = engine.peer
        if peer is None:  # serves() says otherwise; the type checker cannot know
            return
        job.state = "running"
        job.engine = engine.name
        job.body = raw
        engine.take(job)
        header = Header(
            kind="req",
            type=job.type,
            id=job.key,
            re=job.request_id,
            inc=self._inc,
            to=job.to,
            tp=job.tp,
            lane=job.lane,
            ttl_ms=max(1, int((job.expires - time.monotonic()) * 1000)) if job.expires else 0,
        )
        peer.deliver(Entry([MAGIC, encode_header(header), raw]))

    def fill(self, engine: Engine) -> None:
        """Give an engine waiting jobs as long as it takes more."""
        while self.lanes and engine.free():
            job = self.lanes.take(lambda job: self._is_for(job, engine))
            if job is None:
                return
            self._give(job, engine, job.body or EMPTY_BODY)

    def _is_for(self, job: Job, engine: Engine) -> bool:
        if not (engine.answers(job.type, job.to) and engine.serves(job.type)):
            return False
        return not job.shard or home_of(job, self._board.for_type(job.type)) is engine

    def _refill(self, engine: Engine | None = None) -> None:
        """Serve what waits: for one engine, or where receivers may have moved for all."""
        if self.lanes:
            for each in self._board if engine is None else (engine,):
                self.fill(each)

    def tell_state(self, engine: Engine) -> None:
        """After an engine's state has changed: serve or tell those that wait for it."""
        self._refill()
        for job in self.lanes:
            engines = self._board.for_type(job.type, job.to)
            if engine in engines and not any(e.serves(job.type) for e in engines):
                self._tell_waiting(job, engines)

    # -- from workers ----------------------------------------------------------------------

    def answer(self, engine: Engine, header: Header, raw: bytes) -> None:
        """Pass on an event or the terminal of a job; one that is over is ignored."""
        job = engine.running.get(header.re)
        if job is None:
            return
        if header.kind == "evt":
            if not job.acked:
                self._ack(job)
            self.watching.heard(job, header.type, raw)
            job.event(header.type, raw, header.key)
            return
        self._finish(job, "rep" if header.kind == "rep" else "err", raw)

    def step_aside(self, engine: Engine, key: str) -> None:
        """Give the place of a job that waits for something to another one."""
        if engine.step_aside(key):
            self._refill(engine)

    def lost(self, jobs: list[Job], engine: Engine) -> None:
        """End the jobs of a worker that is gone; those that can go on wait for the next one."""
        for job in reversed(jobs):
            if not may_run_again(job, engine):
                self.fail(job, loss(job, engine))
                continue
            if engine.begun is None or job.key in engine.begun:
                job.tries += 1
            job.moves += 1
            engine.release(job)
            job.state = "queued"
            job.engine = ""
            self.lanes.put_back(job)
        self._refill()

    # -- endings ---------------------------------------------------------------------------

    def fail(self, job: Job, error: BatosError) -> None:
        """End a job with an error."""
        self._finish(job, "err", encode_body(error_to_body(error)))

    def _finish(self, job: Job, kind: str, raw: bytes) -> None:
        if job.state == "done":
            return
        if job.state == "queued":
            self.lanes.remove(job)
        job.state = "done"
        job.body = None
        self._unacked.pop(job.key, None)
        self._doomed.pop(job.key, None)
        self.allowance.end(job)
        job.end(kind, raw)
        self.jobs.retire(job, time.monotonic())
        self.watching.over(job, kind, raw)
        if job.parent is not None and job.parent.children is not None:
            job.parent.children.discard(job)
        for child in list(job.children or ()):
            self.cancel(child, reason="the work it was for is over")
        engine = self._board.get(job.engine)
        if engine is not None:
            engine.release(job)
            self._refill(engine if not job.shard else None)

    def cancel(self, job: Job, *, reason: str, mode: str = "soft", grace_s: float = 2.0) -> None:
        """Ask a job and all that is done for it to stop; hard ends its worker after the grace."""
        if job.state == "done":
            return
        if job.watched is not None:
            self.fail(job, CancelledError(f"Cancelled: {reason}."))
            return
        job.cancelled = job.cancelled or reason
        for child in list(job.children or ()):
            self.cancel(child, reason=reason)
        if job.state == "queued":
            self.fail(job, CancelledError(f"Cancelled: {reason}."))
            return
        engine = self._board.get(job.engine)
        if engine is not None and engine.peer is not None:
            header = Header(kind="ctl", type=StopJob.TYPE, re=job.key, inc=self._inc)
            body = encode_body(StopJob(reason))
            engine.peer.deliver(Entry([MAGIC, encode_header(header), body]))
        if mode == "hard":
            self._doomed[job.key] = (time.monotonic() + grace_s, reason)
            self.end_doomed()

    def cancel_all(self, reason: str) -> None:
        """Ask everything to stop."""
        for job in self.jobs:
            self.cancel(job, reason=reason)

    def cancel_own(self, reason: str, peer: Peer | None = None) -> None:
        """Ask what workers do by themselves to stop: nobody waits for it.

        Args:
            reason: Why.
            peer: Only what this worker asked; of all of them when left out.
        """
        if peer is None:
            self.watching.close()
        for job in self.jobs:
            asking = self._board.of_peer(job.peer)
            own = job.parent is None and asking is not None and not asking.member
            if job.peer is peer or (peer is None and own):
                self.cancel(job, reason=reason)

    # -- time ------------------------------------------------------------------------------

    def ack_waiting(self, before: float) -> bool:
        """Acknowledge requests that have no answer yet; return whether some are left.

        Args:
            before: Monotonic time; younger requests may still be answered without an ack.
        """
        for job in list(self._unacked.values()):
            if job.started <= before:
                self._ack(job)
        return bool(self._unacked)

    def _ack(self, job: Job) -> None:
        self._unacked.pop(job.key, None)
        if job.founding is not None:
            return
        job.acked = True
        body: dict[str, Any] = {"state": job.state, "job": job.key}
        if job.state == "queued":
            body["position"] = next(i for i, other in enumerate(self.lanes) if other is job)
        header = Header(kind="ack", type=job.type, re=job.request_id, inc=self._inc)
        job.peer.deliver(Entry([MAGIC, encode_header(header), encode_body(body)]))

    def end_doomed(self) -> float | None:
        """End workers that did not heed a hard cancel; return the next time to look."""
        now = time.monotonic()
        for key, (when, reason) in list(self._doomed.items()):
            if when <= now:
                del self._doomed[key]
                job = self.jobs.get(key)
                engine = self._board.get(job.engine) if job is not None else None
                if job is not None and engine is not None:
                    engine.asked = True
                    self._kill(engine, f"hard cancel of {job.type}: {reason}")
        return min((when for when, _ in self._doomed.values()), default=None)

    def expire(self) -> None:
        """End what has waited past its time, cancel what runs past it."""
        now = time.monotonic()
        for job in self.jobs:
            if job.watched is not None and job.peer.gone and now - job.peer.last_seen > _LEFT_S:
                self.fail(job, CancelledError("Whoever listened has gone."))
                continue
            if not job.expires or job.expires > now:
                continue
            if job.state == "queued":
                self.fail(job, DeadlineError("The request waited longer than its time."))
            elif not job.cancelled:
                self.cancel(job, reason="its time is over")
            else:
                self._end_late(job, now - job.expires)
        self.jobs.forget_old(now)
        self.allowance.forget_old(now)

    def _end_late(self, job: Job, late_s: float) -> None:
        """End the worker of a job that was asked to stop when its time was over and did not.

        A job that waits for another worker is left to that one; a worker that gives no sign of
        life will not heed anything.
        """
        engine = self._board.get(job.engine)
        if engine is None or not engine.late_s or job.children:
            return
        if engine.silent or late_s > engine.late_s:
            reason = f"{job.type} did not stop {late_s:.0f} s past its deadline"
            self._kill(engine, reason)

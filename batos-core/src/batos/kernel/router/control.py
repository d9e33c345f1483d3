"""The control lane: what the kernel answers itself, whatever else is going on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from batos.kernel.router.refusals import read_own
from batos.wire.codec import Body
from batos.wire.faults import UnknownJobError
from batos.wire.messages.frame import MAX_BODY, MAX_DEPTH, MAX_HEADER, Header
from batos.wire.messages.kernel import (
    CancelJob,
    Cancelled,
    Draining,
    Hello,
    Jobs,
    KernelState,
    KernelStatus,
    ListJobs,
    MayLearn,
    Ping,
    Pulse,
    Rejoined,
    Resume,
    ShutDown,
    Welcome,
)
from batos.wire.messages.request import Nothing, Request
from batos.wire.versions import agreed

if TYPE_CHECKING:
    from batos.kernel.base.links import Peer
    from batos.kernel.router.jobs import Job
    from batos.kernel.router.router import Router

__all__ = ["Control"]

_MAX_CONTROL_BODY = 64 * 1024
_Asked = TypeVar("_Asked", bound=Request[Any])


class Control:
    """Answers to the control types.

    Args:
        router: The router whose state they tell and change.
        shutdown: Called with a reason and the seconds that running work gets.

    Attributes:
        answers: What answers each type.
    """

    def __init__(self, router: Router, shutdown: Callable[[str, float | None], None]) -> None:
        self._router = router
        self._shutdown = shutdown
        self.answers: dict[str, Callable[[Peer, Header, bytes], Body]] = {}
        self._on(Hello, self._hello)
        self._on(Resume, self._resume)
        self._on(Ping, self._ping)
        self._on(CancelJob, self._cancel)
        self._on(MayLearn, self._learn)
        self._on(ListJobs, self._jobs)
        self._on(KernelStatus, self._status)
        self._on(ShutDown, self._stop)

    def _on(self, kind: type[_Asked], answer: Callable[[Peer, Header, _Asked], Body]) -> None:
        def answer_raw(peer: Peer, header: Header, raw: bytes) -> Body:
            return answer(peer, header, read_own(kind, raw, _MAX_CONTROL_BODY))

        self.answers[kind.TYPE] = answer_raw

    def _ping(self, _peer: Peer, _header: Header, _asked: Ping) -> Pulse:
        router = self._router
        return Pulse(router.state, round(router.lag_s * 1000, 1), len(router.dispatcher.lanes))

    def _hello(self, peer: Peer, header: Header, said: Hello) -> Welcome:
        version, minor = agreed(said)
        peer.name = said.name
        peer.session = header.sess
        router = self._router
        for missed in said.resume:
            job = router.dispatcher.jobs.find(missed.re)
            if job is not None:
                router.dispatcher.rejoin(job, peer, missed.last_seq)
        return Welcome(
            version=version,
            minor=minor,
            inc=router.inc,
            features=["resume", "cancel.hard", "gap", "founding"],
            limits={
                "header": MAX_HEADER,
                "body": MAX_BODY,
                "depth": MAX_DEPTH,
                "open": router.limits.open_requests,
            },
            beat_s=router.beat_s,
            state=router.state,
        )

    def _status(self, _peer: Peer, _header: Header, _asked: KernelStatus) -> KernelState:
        return self._router.status()

    def _jobs(self, _peer: Peer, _header: Header, _asked: ListJobs) -> Jobs:
        return Jobs([job.summary() for job in self._router.dispatcher.jobs])

    def _cancel(self, _peer: Peer, _header: Header, asked: CancelJob) -> Cancelled:
        job = self._find(asked.re)
        before = job.state
        self._router.dispatcher.cancel(
            job, reason=asked.reason, mode=asked.mode, grace_s=asked.grace_ms / 1000
        )
        self._router.watch_doomed()
        return Cancelled(job.key, before, job.state)

    def _learn(self, peer: Peer, header: Header, _asked: MayLearn) -> Nothing:
        """Say whether something may be learned for a request that a worker carries out."""
        router = self._router
        engine = router.board.of_peer(peer)
        if engine is None:
            raise UnknownJobError("Only a worker learns, for a request that it has.")
        job = engine.running.get(header.parent)
        if job is not None:  # what a worker goes on with by itself is for nobody
            router.dispatcher.allowance.begin(job, time.monotonic())
        return Nothing()

    def _resume(self, peer: Peer, _header: Header, asked: Resume) -> Rejoined:
        job = self._find(asked.re)
        self._router.dispatcher.rejoin(job, peer, asked.last_seq)
        return Rejoined(job.key, job.state, job.seq)

    def _stop(self, _peer: Peer, _header: Header, asked: ShutDown) -> Draining:
        self._shutdown(asked.reason, asked.drain_s)
        return Draining("draining", len(self._router.dispatcher.jobs))

    def _find(self, name: str) -> Job:
        job = self._router.dispatcher.jobs.find(name)
        if job is None:
            raise UnknownJobError(
                f"There is no job {name!r}; it may be long over.",
                hint="batos status shows what runs",
            )
        return job

"""The control lane: what the kernel answers itself, whatever else is going on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec

from batos.wire.codec import decode_body
from batos.wire.faults import BodyInvalidError, UnknownJobError, VersionMismatchError
from batos.wire.messages import (
    MAX_BODY,
    MAX_DEPTH,
    MAX_HEADER,
    PROTOCOL,
    Header,
)

if TYPE_CHECKING:
    from batos.kernel.links import Peer
    from batos.kernel.router import Router

__all__ = ["Control"]

_MAX_CONTROL_BODY = 64 * 1024
_T = TypeVar("_T")
_Answer = Callable[["Peer", Header, bytes], dict[str, Any] | None]


class _Resume(msgspec.Struct):
    re: str
    last_seq: Annotated[int, msgspec.Meta(ge=0)] = 0


class _Hello(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(max_length=64)] = "client"
    versions: tuple[int, int] = (PROTOCOL, PROTOCOL)
    resume: list[_Resume] = []


class _Cancel(msgspec.Struct):
    re: str
    mode: Literal["soft", "hard"] = "soft"
    grace_ms: Annotated[int, msgspec.Meta(ge=0, le=600_000)] = 2000
    reason: Annotated[str, msgspec.Meta(max_length=200)] = "asked to"


class _Shutdown(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=200)] = "asked to"
    drain_s: Annotated[float, msgspec.Meta(ge=0, le=3600)] | None = None


class Control:
    """Answers to the control types.

    Args:
        router: The router whose state they tell and change.
        shutdown: Called with a reason and the seconds that running work gets.
    """

    def __init__(self, router: Router, shutdown: Callable[[str, float | None], None]) -> None:
        self._router = router
        self._shutdown = shutdown
        self.answers: dict[str, _Answer] = {
            "ctl.ping": self._ping,
            "hello": self._hello,
            "job.cancel": self._cancel,
            "job.learn": self._learn,
            "jobs.list": self._jobs,
            "kernel.shutdown": self._stop,
            "kernel.status": self._status,
            "resume": self._resume,
        }

    def _ping(self, _peer: Peer, _header: Header, _raw: bytes) -> dict[str, Any]:
        router = self._router
        return {
            "state": router.state,
            "lag_ms": round(router.lag_s * 1000, 1),
            "queued": len(router.dispatcher.lanes),
        }

    def _hello(self, peer: Peer, header: Header, raw: bytes) -> dict[str, Any]:
        said = _parse(raw, _Hello)
        if not said.versions[0] <= PROTOCOL <= said.versions[1]:
            raise VersionMismatchError(
                f"The kernel speaks protocol {PROTOCOL}.",
                details={"supported": [PROTOCOL, PROTOCOL]},
            )
        peer.name = said.name
        peer.session = header.sess
        router = self._router
        for missed in said.resume:
            job = router.dispatcher.jobs.find(missed.re)
            if job is not None:
                router.dispatcher.rejoin(job, peer, missed.last_seq)
        return {
            "version": PROTOCOL,
            "inc": router.inc,
            "features": ["resume", "cancel.hard", "gap", "founding"],
            "limits": {
                "header": MAX_HEADER,
                "body": MAX_BODY,
                "depth": MAX_DEPTH,
                "open": router.limits.open_requests,
            },
            "beat_s": router.beat_s,
            "state": router.state,
        }

    def _status(self, _peer: Peer, _header: Header, _raw: bytes) -> dict[str, Any]:
        return self._router.status()

    def _jobs(self, _peer: Peer, _header: Header, _raw: bytes) -> dict[str, Any]:
        return {"jobs": [job.summary() for job in self._router.dispatcher.jobs]}

    def _cancel(self, _peer: Peer, _header: Header, raw: bytes) -> dict[str, Any]:
        asked = _parse(raw, _Cancel)
        job = self._find(asked.re)
        before = job.state
        self._router.dispatcher.cancel(
            job, reason=asked.reason, mode=asked.mode, grace_s=asked.grace_ms / 1000
        )
        self._router.watch_doomed()
        return {"job": job.key, "was": before, "state": job.state}

    def _learn(self, peer: Peer, header: Header, _raw: bytes) -> dict[str, Any]:
        """Say whether something may be learned for a request that a worker carries out."""
        router = self._router
        engine = router.board.of_peer(peer)
        if engine is None:
            raise UnknownJobError("Only a worker learns, for a request that it has.")
        job = engine.running.get(header.parent)
        if job is not None:  # what a worker goes on with by itself is for nobody
            router.dispatcher.allowance.begin(job, time.monotonic())
        return {}

    def _resume(self, peer: Peer, _header: Header, raw: bytes) -> dict[str, Any]:
        asked = _parse(raw, _Resume)
        job = self._find(asked.re)
        self._router.dispatcher.rejoin(job, peer, asked.last_seq)
        return {"job": job.key, "state": job.state, "seq": job.seq}

    def _stop(self, _peer: Peer, _header: Header, raw: bytes) -> dict[str, Any]:
        asked = _parse(raw, _Shutdown)
        self._shutdown(asked.reason, asked.drain_s)
        return {"state": "draining", "open": len(self._router.dispatcher.jobs)}

    def _find(self, name: str) -> Any:
        job = self._router.dispatcher.jobs.find(name)
        if job is None:
            raise UnknownJobError(
                f"There is no job {name!r}; it may be long over.",
                hint="batos status shows what runs",
            )
        return job


def _parse(raw: bytes, shape: type[_T]) -> _T:
    body = decode_body(raw, _MAX_CONTROL_BODY)
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        raise BodyInvalidError(f"The body is not what was expected: {error}.") from error

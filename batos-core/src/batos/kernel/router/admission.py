"""Which requests are let in, and why the others are not."""

from __future__ import annotations

import time
from collections.abc import Iterable

from batos.errors import BatosError, DeadlineError
from batos.kernel.base.links import Peer
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.engines import Engine, EngineBoard
from batos.kernel.router.jobs import Job, JobTable
from batos.kernel.router.lanes import Lanes
from batos.kernel.router.refusals import unknown_target, unknown_type
from batos.wire.faults import (
    BusyError,
    DrainingError,
    EngineKilledError,
    RequestConflictError,
    RequestRepeatedError,
    StaleIncarnationError,
)
from batos.wire.messages.bus import BatGram
from batos.wire.messages.frame import Header

__all__ = ["Admission", "time_left"]


def time_left(header: Header) -> float:
    """Return the seconds until a request loses its point, by the sender's clock."""
    sent = header.ts or time.time()
    return sent + header.ttl_ms / 1000 - time.time()


def unknown(header: Header, board: EngineBoard) -> BatosError:
    """Return the error for a message that nobody answers."""
    if header.type == BatGram.TYPE:
        return unknown_target(header.to, board.members())
    return unknown_type(header.type, board.types())


class Admission:
    """Lets requests in, or says why not.

    Args:
        board: The workers.
        jobs: The requests that are in.
        lanes: Those of them that wait.
        inc: Incarnation of the kernel.
        limits: What is held at most.

    Attributes:
        draining: Whether new work is refused.
    """

    def __init__(
        self, board: EngineBoard, jobs: JobTable, lanes: Lanes, *, inc: str, limits: KernelLimits
    ) -> None:
        self.draining = False
        self._board = board
        self._jobs = jobs
        self._lanes = lanes
        self._inc = inc
        self._limits = limits
        self._barred: frozenset[str] = frozenset()

    def refusal(self, peer: Peer, header: Header, asking: Engine | None) -> BatosError | None:
        """Return why a new request is not let in, or None.

        Args:
            peer: Who asks.
            header: What.
            asking: The worker that asks, if it is one.
        """
        if header.inc and header.inc != self._inc:
            return StaleIncarnationError(
                "The request was meant for a kernel that is gone; it was not executed.",
                details={"inc": self._inc},
            )
        if header.ttl_ms and time_left(header) <= 0:
            return DeadlineError("The request came too late; it was not executed.")
        if not self._board.for_type(header.type, header.to):
            return unknown(header, self._board)
        if asking is not None and (not asking.member or header.parent in asking.running):
            return None  # what a running job needs is not new work
        if self.draining:
            return DrainingError("The kernel is stopping and takes no new work.")
        if peer.open >= self._limits.open_requests or len(self._lanes) >= self._limits.queued:
            return BusyError(
                "Too many requests are open.", details={"limit": self._limits.open_requests}
            )
        return None

    def repeated(self, request_id: str, known: Job | None) -> BatosError | None:
        """Return why an id is not taken, or None where it is a new one."""
        if known is not None:
            return RequestConflictError(
                f"The id {request_id!r} belongs to another request.",
                hint="Give each request an id of its own.",
            )
        if request_id not in self._jobs.spent:
            return None
        return RequestRepeatedError(
            "This request was carried out before, and its answer is no longer kept.",
            hint="Look what came of it. To ask again, give the request another id.",
        )

    def bar(self, marks: Iterable[str]) -> None:
        """Carry requests out no more that have ended too many workers.

        Args:
            marks: What :func:`batos.kernel.router.jobs.message_mark` gives for them.
        """
        self._barred = frozenset(marks)

    def barred(self, type_: str, mark: str) -> BatosError | None:
        """Return why a request is carried out no more, or None."""
        if mark not in self._barred:
            return None
        return EngineKilledError(
            "This request has ended two workers; it is not carried out again.",
            hint="Ask for something else, or start the system anew: batos down, then batos up",
            details={"message": type_},
        )

"""Jobs that wait for a worker: control before interactive before batch, and clients in turn."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from batos.kernel.router.jobs import Job
from batos.wire.messages.frame import Lane

if TYPE_CHECKING:
    from batos.kernel.base.links import Peer

__all__ = ["Lanes"]

_ORDER: tuple[Lane, ...] = ("control", "interactive", "batch")


class _Queue:
    """One lane: a line of jobs for each client, and the clients one after the other.

    Whoever floods waits behind itself.
    """

    def __init__(self) -> None:
        self._lines: OrderedDict[Peer, deque[Job]] = OrderedDict()
        self.size = 0

    def __iter__(self) -> Iterator[Job]:
        """Yield the jobs in the order in which they will be served."""
        lines = [list(line) for line in self._lines.values()]
        for turn in range(max(map(len, lines), default=0)):
            yield from (line[turn] for line in lines if turn < len(line))

    def add(self, job: Job) -> None:
        self._lines.setdefault(job.peer, deque()).append(job)
        self.size += 1

    def put_back(self, job: Job) -> None:
        line = self._lines.setdefault(job.peer, deque())
        line.appendleft(job)
        self._lines.move_to_end(job.peer, last=False)
        self.size += 1

    def remove(self, job: Job) -> None:
        # Its client may have come back over another connection since.
        for peer, line in self._lines.items():
            if job in line:
                line.remove(job)
                self._forget(peer, line)
                return

    def take(self, wanted: Callable[[Job], bool]) -> Job | None:
        for peer, line in self._lines.items():
            for job in line:
                if wanted(job):
                    line.remove(job)
                    self._lines.move_to_end(peer)
                    self._forget(peer, line)
                    return job
        return None

    def _forget(self, peer: Peer, line: deque[Job]) -> None:
        self.size -= 1
        if not line:
            del self._lines[peer]


class Lanes:
    """Three queues, served in order; within each the clients take turns."""

    def __init__(self) -> None:
        self._queues: dict[Lane, _Queue] = {lane: _Queue() for lane in _ORDER}

    def __len__(self) -> int:
        return sum(queue.size for queue in self._queues.values())

    def __iter__(self) -> Iterator[Job]:
        for lane in _ORDER:
            yield from self._queues[lane]

    def add(self, job: Job) -> None:
        """Put a job at the end of its client's line."""
        self._queues[job.lane].add(job)

    def put_back(self, job: Job) -> None:
        """Put a job that was taken before the others back to the front of its lane."""
        self._queues[job.lane].put_back(job)

    def remove(self, job: Job) -> None:
        """Take a job out, if it is in."""
        self._queues[job.lane].remove(job)

    def take(self, wanted: Callable[[Job], bool]) -> Job | None:
        """Take the first job that is wanted out."""
        for queue in self._queues.values():
            job = queue.take(wanted)
            if job is not None:
                return job
        return None

    def sizes(self) -> dict[str, int]:
        """Return how many wait in each lane."""
        return {lane: queue.size for lane, queue in self._queues.items()}

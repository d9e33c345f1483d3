"""Jobs that wait for a worker: control before interactive before batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from batos.kernel.jobs import Job
from batos.wire.messages import Lane

__all__ = ["Lanes"]

_ORDER: tuple[Lane, ...] = ("control", "interactive", "batch")


class Lanes:
    """Three queues, served in order; first come, first served within each."""

    def __init__(self) -> None:
        self._queues: dict[Lane, deque[Job]] = {lane: deque() for lane in _ORDER}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Job]:
        for lane in _ORDER:
            yield from list(self._queues[lane])

    def add(self, job: Job) -> int:
        """Put a job at the end of its lane; return how many are before it."""
        self._queues[job.lane].append(job)
        self._count += 1
        return sum(len(self._queues[lane]) for lane in _ORDER[: _ORDER.index(job.lane) + 1]) - 1

    def put_back(self, job: Job) -> None:
        """Put a job that was taken before the others back to the front of its lane."""
        self._queues[job.lane].appendleft(job)
        self._count += 1

    def remove(self, job: Job) -> None:
        """Take a job out, if it is in."""
        queue = self._queues[job.lane]
        if job in queue:
            queue.remove(job)
            self._count -= 1

    def take(self, wanted: Callable[[Job], bool]) -> Job | None:
        """Take the first job that is wanted out."""
        for lane in _ORDER:
            for job in self._queues[lane]:
                if wanted(job):
                    self.remove(job)
                    return job
        return None

    def sizes(self) -> dict[str, int]:
        """Return how many wait in each lane."""
        return {lane: len(queue) for lane, queue in self._queues.items()}

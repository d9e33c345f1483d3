"""Who may have something learned now: a cheap message must not become a dear one without end."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from batos.errors import LearningLimitError

if TYPE_CHECKING:
    from batos.kernel.base.settings import KernelLimits
    from batos.kernel.router.jobs import Job

__all__ = ["Allowance"]

_WINDOW_S = 60.0


class Allowance:
    """Counts what is learned, by client and in all.

    Args:
        limits: How much may be.
    """

    def __init__(self, limits: KernelLimits) -> None:
        self._limits = limits
        self._begun: dict[str, deque[float]] = {}
        self._learning: dict[str, str] = {}

    def begin(self, job: Job, now: float) -> None:
        """Note that something is to be learned for a request.

        Args:
            job: The request.
            now: Monotonic time.

        Raises:
            LearningLimitError: Too much is being learned, or was in the last minute.
        """
        limits = self._limits
        own = sum(client == job.sess for key, client in self._learning.items() if key != job.key)
        if own >= limits.learning_at_once:
            raise LearningLimitError(
                f"{own} methods are being learned for this client already.",
                hint="Ask again when one of them is there.",
            )
        if len(self._learning) >= limits.learning and job.key not in self._learning:
            raise LearningLimitError(
                f"{len(self._learning)} methods are being learned already.",
                hint="Ask again in a moment.",
            )
        begun = self._recent(job.sess, now)
        if len(begun) >= limits.learned_per_minute:
            raise LearningLimitError(
                f"{len(begun)} methods were to be learned for this client within a minute.",
                hint="Ask again later, or raise kernel.learned_per_minute in the configuration. "
                "A method that sends messages under names that it makes up has them all learned.",
                details={"seconds": round(begun[0] + _WINDOW_S - now, 1)},
            )
        begun.append(now)
        self._begun[job.sess] = begun
        self._learning[job.key] = job.sess

    def end(self, job: Job) -> None:
        """Note that a request is over."""
        self._learning.pop(job.key, None)

    def forget_old(self, now: float) -> None:
        """Forget the clients that have had nothing learned lately."""
        for client in list(self._begun):
            if not self._recent(client, now):
                del self._begun[client]

    def _recent(self, client: str, now: float) -> deque[float]:
        begun = self._begun.get(client, deque())
        while begun and begun[0] <= now - _WINDOW_S:
            begun.popleft()
        return begun

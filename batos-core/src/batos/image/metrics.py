"""What a session has seen: how often it met a conflict, and how long its transactions took."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Sequence
from typing import Any, Literal

__all__ = ["Durations", "SessionMetrics"]

_KEPT = 1024
"""Durations of which the percentiles are taken: the latest ones."""

Event = Literal["commits", "conflicts", "retries", "aborts", "disconnects", "unmarked"]


class Durations:
    """How long something took: how often, in all, at most, and the latest ones' percentiles."""

    def __init__(self) -> None:
        self.count = 0
        self.total = 0.0
        self.longest = 0.0
        self._latest: deque[float] = deque(maxlen=_KEPT)

    def add(self, seconds: float) -> None:
        """Note one more."""
        self.count += 1
        self.total += seconds
        self.longest = max(self.longest, seconds)
        self._latest.append(seconds)

    def to_plain(self) -> dict[str, float | int]:
        """Return ``count``, and in seconds ``total``, ``max``, ``p50`` and ``p95``."""
        latest = sorted(self._latest)
        return {
            "count": self.count,
            "total": round(self.total, 6),
            "max": round(self.longest, 6),
            "p50": round(_percentile(latest, 0.50), 6),
            "p95": round(_percentile(latest, 0.95), 6),
        }


class SessionMetrics:
    """What a session has seen so far; many threads may add to it.

    Attributes:
        commits: Transactions that were committed.
        conflicts: Tries that met a conflict.
        retries: Tries that were run again, after a conflict or a lost connection.
        aborts: Transactions that ended in an error.
        disconnects: Tries that lost the connection to the storage's server.
        unmarked: Objects that were changed without having been marked.
        slow: Transactions that were open for longer than they should be.
    """

    def __init__(self) -> None:
        self.commits = 0
        self.conflicts = 0
        self.retries = 0
        self.aborts = 0
        self.disconnects = 0
        self.unmarked = 0
        self.slow = 0
        self._changes = Durations()
        self._reads = Durations()
        self._lock = threading.Lock()

    def count(self, event: Event) -> None:
        """Note that something happened once more."""
        with self._lock:
            setattr(self, event, getattr(self, event) + 1)

    def took(self, kind: Literal["change", "read"], seconds: float, *, slow: bool) -> None:
        """Note how long a transaction was open.

        Args:
            kind: Whether it was to change something.
            seconds: From its begin to its end, each try for itself.
            slow: Whether that was longer than it should be.
        """
        with self._lock:
            (self._changes if kind == "change" else self._reads).add(seconds)
            self.slow += slow

    def to_plain(self) -> dict[str, Any]:
        """Return everything as plain data; durations in seconds."""
        with self._lock:
            return {
                "commits": self.commits,
                "conflicts": self.conflicts,
                "retries": self.retries,
                "aborts": self.aborts,
                "disconnects": self.disconnects,
                "unmarked": self.unmarked,
                "slow": self.slow,
                "changes": self._changes.to_plain(),
                "reads": self._reads.to_plain(),
            }


def _percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of sorted values does not exceed (nearest rank)."""
    return values[max(0, math.ceil(share * len(values)) - 1)] if values else 0.0

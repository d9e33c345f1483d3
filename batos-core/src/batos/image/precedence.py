"""Who goes first, when many change the same object.

Whoever begins anew is always faster than whoever has just been refused, since the latter has to
read again what the winner wrote. Without a rule among them a loser can lose for ever: in one run
of eight processes one of them lost for ten seconds.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["Precedence"]

_COURTESY = 0.05
"""Seconds that a new transaction waits for one that has met conflicts."""
_LONGEST = 5.0
"""Seconds that one which met conflicts waits for others that did; then it goes on without."""
_POLL = 0.002


class Precedence:
    """Lets a transaction that lost several times go before those that begin.

    It is a courtesy, no lock: who has waited for long enough goes on, and nothing depends on it
    but how soon a loser wins.

    Args:
        file: Where processes of one machine meet that share an image; None for one that a single
            process has open.
    """

    def __init__(self, file: Path | None) -> None:
        self._lock = threading.RLock()
        self._descriptor: int | None = None
        if file is not None and sys.platform != "win32":
            # Where it cannot be had, as on a disk that is read only, the threads have it alone.
            with contextlib.suppress(OSError):
                self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def close(self) -> None:
        """Let the file go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def make_way(self) -> None:
        """Let a transaction that lost several times go first."""
        if not self._lock.acquire(timeout=_COURTESY):
            return
        try:
            # Shared, so that those that begin do not wait for each other.
            if self._wait(_COURTESY, lambda descriptor: _flock(descriptor, shared=True)):
                self._let_go()
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Go before those that begin."""
        with self._lock:
            held = self._wait(_LONGEST, lambda descriptor: _flock(descriptor, shared=False))
            try:
                yield
            finally:
                if held:
                    self._let_go()

    def _wait(self, seconds: float, take: Callable[[int], bool]) -> bool:
        """Return whether the file was had in time."""
        if self._descriptor is None:
            return False
        deadline = time.monotonic() + seconds
        while not take(self._descriptor):
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL)
        return True

    def _let_go(self) -> None:
        if sys.platform != "win32" and self._descriptor is not None:
            import fcntl

            fcntl.flock(self._descriptor, fcntl.LOCK_UN)


def _flock(descriptor: int, *, shared: bool) -> bool:
    """Return whether the lock of a file was had at once."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

"""What a watchdog tells of itself in the runtime folder, and how it is told to end."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Literal, Self

import msgspec

from batos.processes import process_start
from batos.wire.keys import write_private
from batos.wire.lock import ProcessLock

__all__ = ["Watch", "watch_lock"]

_FILE = "watchdog.json"
_END = "watchdog.end"
_LOCK = "watchdog.lock"
_POLL_S = 0.02


def watch_lock(runtime_dir: Path) -> ProcessLock:
    """Return the lock of a runtime folder that one watchdog has."""
    return ProcessLock(runtime_dir / _LOCK)


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A watchdog at work.

    Attributes:
        pid: Its process.
        start_time: When that process started, to tell it from a later one with the same pid.
        since: When it began, ISO text in UTC.
        state: ``starting`` a kernel, ``watching`` one, ``waiting`` before the next start,
            ``upgrading``, or ``ending``.
        text: What that means right now.
        restarts: How often it has started a kernel again.
    """

    pid: int
    start_time: float
    since: str
    state: Literal["starting", "watching", "waiting", "upgrading", "ending"] = "starting"
    text: str = ""
    restarts: int = 0

    @classmethod
    def read(cls, runtime_dir: Path) -> Self | None:
        """Return the watchdog of a runtime folder, or None where none lives."""
        try:
            found = msgspec.json.decode((runtime_dir / _FILE).read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError):
            return None
        return found if found.alive() else None

    def write(self, runtime_dir: Path) -> None:
        """Publish it."""
        write_private(runtime_dir / _FILE, msgspec.json.encode(self).decode())

    def alive(self) -> bool:
        """Return whether its process still runs."""
        return process_start(self.pid) == self.start_time

    def gone(self, seconds: float) -> bool:
        """Wait until its process has ended; return whether it has within some seconds."""
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_S)
        return True

    @staticmethod
    def withdraw(runtime_dir: Path) -> None:
        """Take the record away, and with it what may still tell a watchdog to end."""
        for name in (_FILE, _END):
            with contextlib.suppress(OSError):
                (runtime_dir / name).unlink(missing_ok=True)

    @staticmethod
    def dismiss(runtime_dir: Path) -> None:
        """Tell the watchdog to end, and to start nothing any more."""
        write_private(runtime_dir / _END, "")

    @staticmethod
    def dismissed(runtime_dir: Path) -> bool:
        """Return whether the watchdog was told to end."""
        return (runtime_dir / _END).exists()

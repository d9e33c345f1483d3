"""Locks of a runtime folder: a process has one for as long as it lives."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from batos.processes import process_start
from batos.wire.faults import KernelAlreadyRunningError

__all__ = ["KernelLock", "ProcessLock", "lock_holder"]

_LOCK = "kernel.lock"


class ProcessLock:
    """A lock file that names its holder; freed by the system when that process ends.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Take the lock; return whether nobody else has it."""
        file = self._path.open("a+b")
        if not _try_lock(file):
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        self._file = file
        return True

    def holder(self) -> int:
        """Return the process that has it; 0 for none."""
        try:
            file = self._path.open("r+b")
        except OSError:
            return 0
        with file:
            pid = _noted(file)
            # Trying the lock is left for last: it could hinder a process that is starting.
            free = not pid or process_start(pid) is None or _try_lock(file)
        return 0 if free else pid

    def release(self) -> None:
        """Free the lock."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None


class KernelLock(ProcessLock):
    """The lock of a runtime folder: one kernel has it.

    Args:
        runtime_dir: The folder.
    """

    def __init__(self, runtime_dir: Path) -> None:
        super().__init__(runtime_dir / _LOCK)

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            KernelAlreadyRunningError: Another kernel has it.
        """
        if self.take():
            return
        pid = self.holder()
        raise KernelAlreadyRunningError(
            f"A kernel{f' (pid {pid})' if pid else ''} is already running here.",
            hint="batos status shows it, batos down stops it",
            details={"pid": pid},
        )


def lock_holder(runtime_dir: Path) -> int:
    """Return the process of the kernel that has a folder, reachable or not; 0 for none."""
    return KernelLock(runtime_dir).holder()


def _noted(file: IO[bytes]) -> int:
    """Return the process that a lock file names, or 0."""
    file.seek(0)
    pid = file.read(32).decode("ascii", "replace").strip().strip("\0")
    return int(pid) if pid.isdigit() else 0


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the text, which stays readable for others.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

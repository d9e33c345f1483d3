"""The lock of a runtime folder: one kernel has it, as long as its process lives."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from batos.processes import process_start
from batos.wire.faults import KernelAlreadyRunningError

__all__ = ["KernelLock", "lock_holder"]

_LOCK = "kernel.lock"


class KernelLock:
    """The lock file of a runtime folder; freed by the system when its holder ends.

    Args:
        runtime_dir: The folder.
    """

    def __init__(self, runtime_dir: Path) -> None:
        self._path = runtime_dir / _LOCK
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            KernelAlreadyRunningError: Another kernel has it.
        """
        file = self._path.open("a+b")
        if not _try_lock(file):
            pid = _noted(file)
            file.close()
            raise KernelAlreadyRunningError(
                f"A kernel{f' (pid {pid})' if pid else ''} is already running here.",
                hint="batos status shows it, batos down stops it",
                details={"pid": pid},
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        self._file = file

    def release(self) -> None:
        """Free the lock."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None


def lock_holder(runtime_dir: Path) -> int:
    """Return the process of the kernel that has a folder, reachable or not; 0 for none."""
    try:
        file = (runtime_dir / _LOCK).open("r+b")
    except OSError:
        return 0
    with file:
        pid = _noted(file)
        # Trying the lock is left for last: it could hinder a kernel that is starting.
        free = not pid or process_start(pid) is None or _try_lock(file)
    return 0 if free else pid


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

"""One kernel per folder, and how far its start has come, told to whoever started it."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO, Any, Literal, Self

import msgspec

from batos.wire.faults import KernelAlreadyRunningError
from batos.wire.keys import write_private

__all__ = ["KernelLock", "StartupStatus"]

_LOCK = "kernel.lock"
_STATUS = "startup.json"


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
            file.seek(0)
            pid = file.read(32).decode("ascii", "replace").strip().strip("\0")
            file.close()
            raise KernelAlreadyRunningError(
                f"A kernel{f' (pid {pid})' if pid else ''} is already running here.",
                hint="batos status shows it, batos down stops it",
                details={"pid": int(pid) if pid.isdigit() else 0},
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


class StartupStatus(msgspec.Struct, kw_only=True):
    """How far a kernel's start has come.

    Attributes:
        pid: Its process.
        state: starting, ready or failed.
        text: What it is doing.
        error: Body of the error that ended the start.
    """

    pid: int
    state: Literal["starting", "ready", "failed"] = "starting"
    text: str = ""
    error: dict[str, Any] | None = None

    def write(self, runtime_dir: Path) -> None:
        """Publish it."""
        write_private(runtime_dir / _STATUS, msgspec.json.encode(self).decode())

    @classmethod
    def read(cls, runtime_dir: Path, pid: int) -> Self | None:
        """Return the status of a kernel by its process, or None if it has none yet."""
        try:
            found = msgspec.json.decode((runtime_dir / _STATUS).read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError):
            return None
        return found if found.pid == pid else None

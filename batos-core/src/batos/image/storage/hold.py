"""Holding a file image: a lock on the file itself, beside the lock file, which anybody can delete.

The lock is the system's, on a descriptor of its own: it goes with a process that is killed,
nothing that is only read is barred by it, and it stays while FileStorage closes and opens the
file for a pack. Windows needs none: there nobody deletes a lock file that is open.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import zc.lockfile

__all__ = ["Hold", "holder_of"]


class Hold:
    """Keeps others from opening an image, until it is closed.

    Args:
        file: The image's file; it is made where there is none.

    Raises:
        zc.lockfile.LockError: Somebody else holds it.
        OSError: It cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptors = _held(file)

    def reach(self, file: Path) -> None:
        """Hold a file as well that is about to take the place of the image's own.

        Raises:
            zc.lockfile.LockError: Somebody else holds it.
            OSError: It cannot be opened.
        """
        self._descriptors += _held(file)

    def settle(self) -> None:
        """Let go of what is not the image's own file, now that it is clear which one is."""
        for descriptor in self._descriptors[:]:
            if len(self._descriptors) > 1 and not _is_at(self._file, descriptor):
                self._descriptors.remove(descriptor)
                os.close(descriptor)

    def close(self) -> None:
        """Let the file go."""
        while self._descriptors:
            os.close(self._descriptors.pop())


def _held(file: Path) -> list[int]:
    """Return a descriptor of a file that nobody else holds, or none where none is needed."""
    if sys.platform == "win32":
        return []
    import fcntl

    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(file, descriptor):
                return [descriptor]
        except BlockingIOError:
            os.close(descriptor)
            raise zc.lockfile.LockError(f"Couldn't lock {str(file)!r}") from None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # a pack has put another file into its place meanwhile


def _is_at(file: Path, descriptor: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    return False


def holder_of(file: Path) -> int | None:
    """Return the process that has an image open, or None where the system does not tell.

    Args:
        file: The image's file.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, IndexError, ValueError):
            status = file.stat()
            device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
            named = f"{device}:{status.st_ino}"
            for line in Path("/proc/locks").read_text("ascii").splitlines():
                fields = line.split()
                if fields[1] == "FLOCK" and fields[5] == named and int(fields[4]) > 0:
                    return int(fields[4])
    if os.name == "posix":  # elsewhere a lock file cannot be read while it is held
        with contextlib.suppress(OSError, IndexError, ValueError):
            return int(Path(f"{file}.lock").read_text("ascii", "replace").split()[0])
    return None

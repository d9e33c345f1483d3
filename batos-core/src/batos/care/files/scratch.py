"""Folders in which a copy is made for a try, and what killed processes have left of them."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import zc.lockfile

__all__ = ["clear_scratch", "scratch"]

_PREFIX = ".scratch-"
_LOCK = ".lock"


@contextlib.contextmanager
def scratch(beside: Path | None) -> Iterator[Path]:
    """Make a folder that is removed in the end.

    A lock beside it tells that somebody works in it; it goes with the process.

    Args:
        beside: The folder in which it is made; the system's own for such things when left out.

    Raises:
        OSError: It cannot be made.
    """
    where = Path(tempfile.gettempdir()) if beside is None else beside
    folder = where / f"{_PREFIX}{secrets.token_hex(8)}"
    # The lock is first, so that nobody finds the folder without it.
    lock = zc.lockfile.SimpleLockFile(_lock_of(folder))
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _drop(folder, lock)


def clear_scratch(where: Path) -> list[Path]:
    """Remove the folders that nobody works in any more; return which they were.

    Args:
        where: The folder in which they were made.
    """
    gone = []
    for path in sorted(where.glob(f"{_PREFIX}*{_LOCK}")):
        folder = path.with_name(path.name.removesuffix(_LOCK))
        try:
            lock = zc.lockfile.SimpleLockFile(str(path))
        except (zc.lockfile.LockError, OSError):
            continue  # in use, or on a medium for reading
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)
            gone.append(folder)
        _drop(folder, lock)
    return gone


def _lock_of(folder: Path) -> str:
    return f"{folder}{_LOCK}"


def _drop(folder: Path, lock: zc.lockfile.SimpleLockFile) -> None:
    """Let a lock go and remove its file; Windows removes no file that is open."""
    lock.close()
    with contextlib.suppress(OSError):
        Path(_lock_of(folder)).unlink()

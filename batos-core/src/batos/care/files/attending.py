"""Taking turns: no pack of a file image while a backup reads it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import zc.lockfile

from batos.care.files.onlooker import NOBODY, Onlooker
from batos.care.files.places import Place
from batos.errors import ImageError, ImageLockedError

__all__ = ["attend"]

_POLL_S = 0.1
_PATIENCE_S = 3600.0
"""Seconds that one piece of care waits for another: a backup of a large image takes a while."""


@contextlib.contextmanager
def attend(
    place: Place, onlooker: Onlooker = NOBODY, *, patience: float = _PATIENCE_S
) -> Iterator[None]:
    """Keep other care away from a file image: no pack while a backup reads it.

    The lock is the system's, so that it goes with a process that is killed. Other storages keep
    order themselves; there is nothing to wait for.

    Args:
        place: The image.
        onlooker: Told when it has to wait; whether to give up.
        patience: Seconds to wait at most.

    Raises:
        ImageError: Its lock cannot be made.
        CancelledError: It was given up.
        ImageLockedError: The other did not come to an end.
    """
    lock = None
    if place.file is not None and os.access(place.file.parent, os.W_OK):
        lock = _acquire(place.beside(".care.lock"), onlooker, patience)
    try:
        yield
    finally:
        if lock is not None:
            lock.close()


def _acquire(path: Path, onlooker: Onlooker, patience: float) -> zc.lockfile.SimpleLockFile:
    deadline = time.monotonic() + patience
    told = False
    while True:
        try:
            # The simple one writes nothing: a full disk bars nobody from a check.
            return zc.lockfile.SimpleLockFile(str(path))
        except OSError as error:
            raise ImageError(
                f"The file {str(path)!r} cannot be opened: {error.strerror or error}."
            ) from error
        except zc.lockfile.LockError:
            onlooker.go_on("Cancelled while waiting for another check, pack or backup.")
            if time.monotonic() > deadline:
                raise ImageLockedError(
                    "Another check, pack or backup of this image does not come to an end.",
                    hint="Wait for it, or stop it.",
                ) from None
        if not told:
            told = True
            onlooker.tell("waiting for another check, pack or backup of this image")
        time.sleep(_POLL_S)

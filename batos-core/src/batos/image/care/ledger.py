"""What the care remembers of an image beside it: last backup, last pack, digests of its bytes.

The ledger is a convenience: an image without one is as good as any other. It is a JSON file next
to a file image, so that a file that moves takes it along, and in the state folder for others.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import zc.lockfile

from batos.errors import CancelledError, ImageError, ImageLockedError
from batos.image.care.places import Place

__all__ = ["attend", "note_in_ledger", "read_ledger", "write_whole"]

_POLL_S = 0.1
_PATIENCE_S = 3600.0
"""Seconds that one piece of care waits for another: a backup of a large image takes a while."""

Progress = Callable[[str], None]


def read_ledger(place: Place) -> dict[str, Any]:
    """Return what is noted about an image; nothing where it cannot be read."""
    try:
        found = json.loads(place.ledger.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def note_in_ledger(place: Place, **entries: Mapping[str, Any] | None) -> None:
    """Note something about an image; None forgets an entry.

    Where nothing can be written, as on a medium for reading, nothing is noted.
    """
    content = {**read_ledger(place), **entries}
    kept = {name: value for name, value in content.items() if value is not None}
    with contextlib.suppress(OSError):
        place.ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(place.ledger, json.dumps(kept, indent=1).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a loss of power.

    Raises:
        OSError: It cannot be written.
    """
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


@contextlib.contextmanager
def attend(
    place: Place,
    *,
    progress: Progress = lambda _text: None,
    cancelled: Callable[[], bool] = lambda: False,
    patience: float = _PATIENCE_S,
) -> Iterator[None]:
    """Keep other care away from a file image: no pack while a backup reads it.

    The lock is the system's, so that it goes with a process that is killed. Other storages keep
    order themselves; there is nothing to wait for.

    Args:
        place: The image.
        progress: Told when it has to wait.
        cancelled: Whether to give up.
        patience: Seconds to wait at most.

    Raises:
        ImageError: Its lock cannot be made.
        CancelledError: It was given up.
        ImageLockedError: The other did not come to an end.
    """
    lock = None
    if place.file is not None and os.access(place.file.parent, os.W_OK):
        lock = _acquire(place.beside(".care.lock"), progress, cancelled, patience)
    try:
        yield
    finally:
        if lock is not None:
            lock.close()


def _acquire(
    path: Path, progress: Progress, cancelled: Callable[[], bool], patience: float
) -> zc.lockfile.SimpleLockFile:
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
            if cancelled():
                raise CancelledError(
                    "Cancelled while waiting for another check, pack or backup."
                ) from None
            if time.monotonic() > deadline:
                raise ImageLockedError(
                    "Another check, pack or backup of this image does not come to an end.",
                    hint="Wait for it, or stop it.",
                ) from None
        if not told:
            told = True
            progress("waiting for another check, pack or backup of this image")
        time.sleep(_POLL_S)

"""Files of a model on their way into the image: copied, counted and on the disk before it knows."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import zc.lockfile

from batos.errors import CancelledError, ImageError, UsageError
from batos.image.storage.durable import sync_file

__all__ = ["ModelDraft", "Tell", "copied", "drafts_in", "file_digest", "files_of"]

Tell = Callable[[str, float], None]
"""Told what is done, and the share of it that is done."""

_CHUNK = 8 << 20
_BESIDE = 64 << 20
"""Bytes that are to be left on the disk."""
_MOST_FILES = 1_000


@dataclass(frozen=True)
class ModelDraft:
    """A file that is copied.

    Attributes:
        path: Where it is.
        size: Its bytes.
        sha256: Its checksum, counted while it was copied.
    """

    path: Path
    size: int
    sha256: str


def files_of(source: Path) -> dict[str, Path]:
    """Return the files of a model by their names: of one file, or of a folder with all below it.

    What is hidden is left out; of links what they lead to is meant.

    Raises:
        UsageError: There are none, or so many that it is no model.
    """
    if source.is_file():
        return {source.name: source}
    if not source.is_dir():
        raise UsageError(f"There is no {str(source)!r}.", hint="Is the path spelled right?")
    found: dict[str, Path] = {}
    for place, folders, names in os.walk(source):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                found[path.relative_to(source).as_posix()] = path
        if len(found) > _MOST_FILES:
            raise UsageError(f"{str(source)!r} has more than {_MOST_FILES} files: it is no model.")
    if not found:
        raise UsageError(f"The folder {str(source)!r} has no files.")
    return found


@contextlib.contextmanager
def drafts_in(temporary: Path) -> Iterator[Path]:
    """Yield an empty folder for drafts, which is gone afterwards.

    What a killed process has left of its own goes before.

    Args:
        temporary: The folder in which the storage gathers what is not committed yet.

    Raises:
        ImageError: Another process takes a model in, or it cannot be made.
    """
    folder = temporary / "models"
    try:
        lock = zc.lockfile.LockFile(str(temporary / "models.lock"))
    except zc.lockfile.LockError:
        raise ImageError(
            "Another model is being taken into the image.", hint="Try again when it is in."
        ) from None
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        yield folder
    except OSError as error:
        raise ImageError(
            f"The model cannot be taken into the image: {error.strerror or error}.",
            hint="Is there room where the image keeps its blobs?",
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.close()


def copied(
    files: Mapping[str, Path], folder: Path, tell: Tell, stopped: Callable[[], bool]
) -> dict[str, ModelDraft]:
    """Copy files into a folder of drafts.

    Raises:
        ImageError: There is no room for them.
        CancelledError: It was stopped.
        OSError: One cannot be read or written.
    """
    total = sum(path.stat().st_size for path in files.values())
    free = shutil.disk_usage(folder).free
    if free < total + _BESIDE:
        raise ImageError(
            f"There is no room for the model where the image keeps its blobs: it needs "
            f"{(total + _BESIDE) / 1e6:.0f} MB and {free / 1e6:.0f} MB are free.",
            hint="Make room, or pack the image: batos image pack",
        )
    done = 0
    drafts = {}
    for number, (name, path) in enumerate(files.items()):
        target = folder / f"{number}"
        counted = hashlib.sha256()
        size = 0
        with path.open("rb") as source, target.open("wb") as copy:
            while part := source.read(_CHUNK):
                if stopped():
                    raise CancelledError("The model was not taken into the image.")
                copy.write(part)
                counted.update(part)
                size += len(part)
                tell(f"copying {name}", min((done + size) / max(total, 1), 1.0))
        sync_file(target)
        done += size
        drafts[name] = ModelDraft(target, size, counted.hexdigest())
    return drafts


def file_digest(path: Path, hear: Callable[[int], None], stopped: Callable[[], bool]) -> str:
    """Return the checksum of a file.

    Args:
        path: The file.
        hear: Told how many bytes were read with each part.
        stopped: Whether to stop.

    Raises:
        CancelledError: It was stopped.
        OSError: It cannot be read.
    """
    counted = hashlib.sha256()
    with path.open("rb") as source:
        while part := source.read(_CHUNK):
            if stopped():
                raise CancelledError("The models were not all read.")
            counted.update(part)
            hear(len(part))
    return counted.hexdigest()

"""Backup of an image in use, with its blobs."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import importlib.metadata
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ZODB.scripts import repozo

from batos.care.ends import missing_ends, unnoticed_end
from batos.care.files.attending import attend
from batos.care.files.blobs import blob_files, digest_of
from batos.care.files.onlooker import NOBODY, Onlooker, Pause
from batos.care.files.outline import Outline, outline_of, reseal
from batos.care.files.places import Place, sync_folder
from batos.care.files.scratch import scratch
from batos.care.manifest import BackupFile, Point, Repository, stamp_after
from batos.errors import BatosError, CancelledError, ImageDamagedError, ImageError
from batos.image.past import time_of
from batos.image.storage.ledger import note_in_ledger
from batos.image.storage.wary import WaryFileStorage
from batos.image.storage_errors import trip_of

__all__ = ["BackupResult", "backup", "link_or_copy"]


@dataclass(frozen=True)
class BackupResult:
    """What a backup has done.

    Attributes:
        folder: Where it is.
        point: The point, in a line.
        fresh: Whether there was anything new; else the point is the one of before.
        bytes: What was written of the file.
        blobs: Files of blobs that were added.
        removed: Remains of an interrupted backup that were cleared away.
        warnings: What deserves a look.
    """

    folder: str
    point: dict[str, Any]
    fresh: bool
    bytes: int
    blobs: int
    removed: tuple[str, ...]
    warnings: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return dict(vars(self))


def backup(
    place: Place,
    folder: Path,
    *,
    incremental: bool = False,
    onlooker: Onlooker = NOBODY,
) -> BackupResult:
    """Back up an image, which may be in use.

    A file image is only read. Others are copied into a file first, beside the backups.

    Args:
        place: The image.
        folder: The folder of its backups.
        incremental: Whether only what is new since the last backup is written, where the file
            has not been packed since.
        onlooker: Told what is done; may have it wait or stop.

    Raises:
        UsageError: The folder holds other things.
        ImageMissingError: There is no such image.
        ImageDamagedError: It cannot be read.
        ImageError: The backup cannot be written; earlier ones are as they were.
        CancelledError: It was stopped; earlier ones are as they were.
    """
    repository = Repository(folder)
    if place.file is not None:
        place.require()
    repository.prepare(place.label)
    with attend(place, onlooker):
        try:
            removed = repository.clear()
            with _as_file(place, repository, onlooker) as source:
                found = _back_up(source, place, repository, incremental, onlooker)
        except BatosError:
            raise
        except OSError as error:
            with contextlib.suppress(OSError, BatosError):  # the first error is the one to tell
                repository.clear()
            raise _unwritten(repository, error) from error
    point, fresh, written, blobs, warnings = found
    note_in_ledger(
        place.ledger,
        backup=point.noted(repository.folder),
    )
    return BackupResult(
        folder=str(repository.folder),
        point=point.summary(),
        fresh=fresh,
        bytes=written,
        blobs=blobs,
        removed=tuple(path.name for path in removed),
        warnings=tuple(warnings),
    )


def _unwritten(repository: Repository, error: OSError) -> ImageError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return ImageError(
        f"The backup in {str(repository.folder)!r} could not be written: "
        f"{error.strerror or error}.",
        hint="Earlier backups are as they were." + " Make room on the disk." * full,
    )


@dataclass(frozen=True)
class _Source:
    """The file that is backed up: the image's own, or a copy of it."""

    file: Path
    blobs: Path
    own: bool


@contextlib.contextmanager
def _as_file(place: Place, repository: Repository, onlooker: Onlooker) -> Iterator[_Source]:
    if place.file is not None and place.blobs is not None:
        yield _Source(place.file, place.blobs, own=True)
        return
    from batos.care.copying import copy_image

    onlooker.tell(f"copying the image from {place.kind} into a file")
    with scratch(repository.folder) as folder:
        file = folder / "image.fs"
        copy_image(place.uri, str(file))
        yield _Source(file, Path(f"{file}.blobs"), own=False)


def _back_up(
    source: _Source,
    place: Place,
    repository: Repository,
    incremental: bool,
    onlooker: Onlooker,
) -> tuple[Point, bool, int, int, list[str]]:
    known = repository.known()
    onlooker.tell(f"copying the file, {source.file.stat().st_size >> 20} MB")
    stamp, fresh = _copy_pieces(source.file, repository, known, incremental)
    if fresh is None:
        return known[-1], False, 0, 0, []
    _go_on(onlooker, repository)
    chain = (known[-1].pieces if fresh.suffix == ".deltafs" else ()) + (
        BackupFile(fresh.name, *digest_of(fresh)),
    )
    size = sum(piece.bytes for piece in chain)
    outline = outline_of(source.file)
    tid = outline.ends.get(size) or _last_tid(fresh)
    onlooker.tell("copying the files of blobs")
    blobs, added = _copy_blobs(source.blobs, repository, known, tid, onlooker)
    warnings = _warnings(source, place, outline, onlooker.pause)
    point = Point(
        stamp=stamp,
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        version=importlib.metadata.version("batos-core"),
        image=place.label,
        kind="incremental" if fresh.suffix == ".deltafs" else "full",
        tid=tid.hex(),
        time=time_of(tid).isoformat(timespec="microseconds"),
        size=size,
        packed=outline.packed.hex(),
        pieces=chain,
        blobs=tuple(blobs),
    )
    _go_on(onlooker, repository)
    repository.keep(point)
    return point, True, chain[-1].bytes, added, warnings


def _go_on(onlooker: Onlooker, repository: Repository) -> None:
    try:
        onlooker.go_on("The backup was stopped; earlier ones are as they were.")
    except CancelledError:
        repository.clear()
        raise


def _copy_pieces(
    file: Path, repository: Repository, known: list[Point], incremental: bool
) -> tuple[str, Path | None]:
    """Copy the file, or what is new of it, as repozo does; None where nothing is new."""
    now = stamp_after(point.stamp for point in known)
    stamp = "{:04d}-{:02d}-{:02d}-{:02d}-{:02d}-{:02d}".format(*now)
    options = _Repozo(str(file), str(repository.pieces), now)
    try:
        # repozo opens it as well, and would keep its files open when it cannot.
        WaryFileStorage(str(file), read_only=True).close()
        if incremental and known:
            # What it is compared with is the last point's chain: nothing else is there.
            repozo.do_backup(options)
        else:
            repozo.do_full_backup(options)
    except OSError:
        raise
    except Exception as error:
        # A damaged file raises whatever its bytes happen to trip.
        raise ImageDamagedError(
            f"The image {str(file)!r} cannot be backed up: {trip_of(error)}.",
            hint="'batos image check' tells what is damaged. Earlier backups are as they were.",
        ) from error
    for ending in (".fs", ".deltafs"):
        path = repository.pieces / f"{stamp}{ending}"
        if path.exists():
            return stamp, path
    return stamp, None


@dataclass
class _Repozo:
    """The options of repozo's own command line, as its functions want them."""

    file: str
    repository: str
    test_now: tuple[int, ...]
    full: bool = False
    date: None = None
    quick: bool = False
    gzip: bool = False
    killold: bool = False


def _last_tid(piece: Path) -> bytes:
    """Return the id of the last transaction of a piece."""
    with piece.open("rb") as stream:
        stream.seek(-8, 2)
        length = int.from_bytes(stream.read(8), "big")
        stream.seek(-8 - length, 2)
        return stream.read(8)


def _copy_blobs(
    source: Path, repository: Repository, known: list[Point], tid: bytes, onlooker: Onlooker
) -> tuple[list[BackupFile], int]:
    """Bring the files of blobs into the repository; return them and how many are new."""
    held = {piece.name: piece for point in known for piece in point.blobs}
    pieces, added = [], 0
    for file in blob_files(source):
        if file.tid > tid:
            continue  # of a transaction that this backup does not have
        _go_on(onlooker, repository)
        piece = held.get(file.name)
        target = repository.blobs / file.name
        if piece is None or not target.exists():
            target.unlink(missing_ok=True)
            link_or_copy(file.path, target)
            piece = BackupFile(file.name, *digest_of(target))
            added += 1
        pieces.append(piece)
    return pieces, added


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file systems differ.

    The files of blobs are never changed, so that two names may share one content.

    Raises:
        OSError: It cannot be written.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        os.link(source, target)
        sync_folder(target.parent)
        return
    fresh = target.with_name(f"{target.name}.new")
    with source.open("rb") as origin, fresh.open("wb") as copy:
        shutil.copyfileobj(origin, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
    fresh.chmod(0o400)
    fresh.replace(target)
    sync_folder(target.parent)


def _warnings(source: _Source, place: Place, outline: Outline, pause: Pause) -> list[str]:
    found = []
    if source.own and missing_ends(place):
        found.append("The end of the image was missing when it was opened, and is not in it.")
    elif source.own and (end := unnoticed_end(place)) is not None and not end.safe:
        found.append("The end of the image is missing, and is not in it.")
    if outline.damaged:
        found.append("The file has damaged parts, which the backup has as well.")
    if source.own and not reseal(place, source.file, outline, pause=pause):
        found.append("Bytes of the file have changed since they were sealed.")
    return [f"{text} 'batos image check' tells more." for text in found]

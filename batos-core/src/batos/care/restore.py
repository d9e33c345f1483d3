"""Restoring an image from its backups, as it was at any time that they hold."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import zc.lockfile
from ZODB.blob import LAYOUT_MARKER

from batos.care.backup import link_or_copy
from batos.care.checking.check import check
from batos.care.checking.flaws import CheckReport, with_check
from batos.care.checking.structure import Probe
from batos.care.files.blobs import LAYOUT, version_file
from batos.care.files.onlooker import NOBODY, Onlooker
from batos.care.files.outline import outline_of
from batos.care.files.places import Place, sync_folder
from batos.care.manifest import BackupFile, Point, Repository
from batos.counting import counted
from batos.errors import (
    ImageDamagedError,
    ImageError,
    ImageMissingError,
    UsageError,
)
from batos.image.past import seen_at, time_of
from batos.image.storage.hold import Hold
from batos.image.storage.interrupted import RESTORING
from batos.image.storage.ledger import note_in_ledger
from batos.image.storage.opening_errors import locked_fault
from batos.image.storage.seen import END_NOTE

__all__ = ["RestoreResult", "restore", "unpack"]


@dataclass(frozen=True)
class RestoreResult:
    """What a restore has done.

    Attributes:
        file: The image's file.
        point: The point it comes from, in a line.
        time: The time of its last transaction, ISO text in UTC.
        exact: Whether it is the very state that was asked for; False where backups hold an
            earlier one only, because they end before, or later ones have packed it away.
        newest: Whether it is the latest state that there is.
        aside: Where the image is that was there before, or an empty text.
        report: What the check after it has found.
    """

    file: str
    point: dict[str, object]
    time: str
    exact: bool
    newest: bool
    aside: str
    report: CheckReport

    def to_plain(self) -> dict[str, object]:
        """Return the result as plain data."""
        return with_check(self)


def restore(
    folder: Path,
    place: Place,
    *,
    at: dt.datetime | bytes | None = None,
    force: bool = False,
    probes: Sequence[Probe] = (),
    onlooker: Onlooker = NOBODY,
) -> RestoreResult:
    """Restore an image from a folder of backups.

    It is put together and checked beside its place; only then does it take it.

    Args:
        folder: The folder of backups.
        place: Where the image shall be.
        at: The state right after this time or transaction; the latest when left out.
        force: Whether an image that is there may be moved aside.
        probes: Further looks of the check.
        onlooker: Told what is done; may have it wait or stop.

    Raises:
        UsageError: There is an image already, or the place is no file.
        ImageMissingError: There is no backup of that time.
        ImageDamagedError: The backup is damaged; nothing was changed.
        ImageLockedError: The image is open in another process.
        ImageError: It cannot be written.
    """
    if place.file is None or place.blobs is None:
        raise UsageError(
            f"A backup is restored into a file, not into {place.kind!r}.",
            hint="Name one with --to, and then: batos image copy FILE URI.",
        )
    there = place.file.exists()
    if place.file.is_dir():
        raise UsageError(f"{str(place.file)!r} is a folder.", hint="Name a file in it.")
    if there and not force:
        raise UsageError(
            f"There is an image at {str(place.file)!r} already.",
            hint="Restore elsewhere with --to FILE, or put this one aside with --force.",
        )
    repository = Repository(folder)
    tid = None if at is None else seen_at(at)
    point = repository.choose(tid)
    making = Place.of(str(place.beside(RESTORING)), place.file.parent)
    try:
        with _alone(place):
            _clear(making)
            unpack(repository, point, making, tid=tid, onlooker=onlooker)
            onlooker.tell("checking it")
            report = check(making, probes=probes, onlooker=Onlooker(pause=onlooker.pause))
            last = outline_of(place.beside(RESTORING)).last
            if not report.sound:
                raise _damaged(making, place, report)
            aside = _put_in_place(making, place, there=there)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            _clear(making)
        raise ImageError(
            f"The image {place.label!r} could not be restored: {error.strerror or error}.",
            hint="The backups are as they were.",
        ) from error
    except BaseException:
        _clear(making)
        raise
    note_in_ledger(
        place.ledger,
        backup=point.noted(repository.folder),
    )
    exact = tid is None or bytes.fromhex(point.tid) >= tid >= bytes.fromhex(point.packed)
    return RestoreResult(
        file=str(place.file),
        point=point.summary(),
        time=time_of(last).isoformat(timespec="microseconds"),
        exact=exact,
        newest=last == max(bytes.fromhex(each.tid) for each in repository.points()),
        aside=aside,
        report=report,
    )


def unpack(
    repository: Repository,
    point: Point,
    making: Place,
    *,
    tid: bytes | None = None,
    onlooker: Onlooker = NOBODY,
) -> None:
    """Put an image together from a point of the backups.

    Args:
        repository: The backups.
        point: The point.
        making: Where the image shall be; nothing may be there.
        tid: The last transaction that it shall have.
        onlooker: Told what is done.

    Raises:
        ImageDamagedError: A piece is missing or damaged.
        ImageMissingError: There was no image at that time.
        OSError: It cannot be written.
    """
    assert making.file is not None and making.blobs is not None, "a restore makes a file"  # noqa: PT018 - one reason
    onlooker.tell(f"putting the file together, {point.size >> 20} MB")
    _require(repository.pieces, point.pieces)
    with making.file.open("xb") as whole:
        for piece in point.pieces:
            with (repository.pieces / piece.name).open("rb") as part:
                shutil.copyfileobj(part, whole, 1 << 20)
        if whole.tell() != point.size:
            raise ImageDamagedError(
                f"The pieces of the backup {point.stamp} make {whole.tell()} bytes instead of "
                f"{point.size}."
            )
        if tid is not None and tid < bytes.fromhex(point.tid):
            whole.flush()
            end = outline_of(making.file).end_of(tid)
            if not end:
                raise ImageMissingError("There was no image at that time.")
            whole.truncate(end)
        whole.flush()
        os.fsync(whole.fileno())
    onlooker.tell(f"bringing back {counted(len(point.blobs), 'file of blobs', 'files of blobs')}")
    _require(repository.blobs, point.blobs)
    making.blobs.mkdir(mode=0o700)
    (making.blobs / LAYOUT_MARKER).write_text(LAYOUT)
    for piece in point.blobs:
        oid, serial = piece.name.removesuffix(".blob").split("/")
        if tid is None or bytes.fromhex(serial) <= tid:
            target = version_file(making.blobs, bytes.fromhex(oid), bytes.fromhex(serial)).path
            link_or_copy(repository.blobs / piece.name, target)


def _require(folder: Path, pieces: Sequence[BackupFile]) -> None:
    for piece in pieces:
        problem = piece.problem(folder)
        if problem:
            raise ImageDamagedError(
                f"The backup is damaged: {problem}.",
                hint="Restore an earlier state with --at, or another backup. "
                "'batos image verify DIR' tells which are whole.",
            )


def _damaged(making: Place, place: Place, report: CheckReport) -> ImageDamagedError:
    """Keep what was put together and is damaged, and return the error that tells of it."""
    assert making.file is not None and making.blobs is not None, "a restore makes a file"  # noqa: PT018 - one reason
    kept = place.beside(f".damaged-{_now()}")
    making.blobs.replace(Path(f"{kept}.blobs"))
    making.file.replace(kept)
    first = next(finding for finding in report.findings if finding.damage)
    return ImageDamagedError(
        f"The backup holds a damaged image: {first.message}",
        hint=f"It was put together as {kept.name!r}; nothing else was changed. Restore an earlier "
        f"state with --at, or keep what can be read: batos image salvage.",
        details={"findings": [finding.to_plain() for finding in report.findings]},
    )


@contextlib.contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Hold an image that nobody may have open."""
    assert place.file is not None, "asked of a file image only"
    place.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as locks:
        try:
            if place.file.exists():
                locks.enter_context(contextlib.closing(Hold(place.file)))
            lock = zc.lockfile.LockFile(str(place.beside(".lock")))
            locks.enter_context(contextlib.closing(lock))
        except zc.lockfile.LockError:
            raise locked_fault(repr(place.label), place.file) from None
        yield


def _put_in_place(making: Place, place: Place, *, there: bool) -> str:
    """Move the old image aside and the new one to its place, the file last.

    While the file is not there, the file that is being restored tells a start to wait.
    """
    assert making.file is not None and making.blobs is not None, "a restore makes a file"  # noqa: PT018 - one reason
    assert place.file is not None and place.blobs is not None, "a restore makes a file"  # noqa: PT018 - one reason
    aside = _aside(place)
    if there:
        place.file.replace(aside)
    if place.blobs.exists():
        place.blobs.replace(Path(f"{aside}.blobs"))
    for ending in (".index", ".care.json", END_NOTE):
        if place.beside(ending).exists():
            place.beside(ending).replace(Path(f"{aside}{ending}"))
    making.blobs.replace(place.blobs)
    making.file.replace(place.file)
    _clear(making)
    sync_folder(place.file.parent)
    return str(aside) if there else ""


def _aside(place: Place) -> Path:
    """Return a free place for the old image, also for the second one within a second."""
    stamp = f".before-{_now()}"
    names = (stamp if number == 1 else f"{stamp}-{number}" for number in itertools.count(1))
    return next(
        aside
        for aside in map(place.beside, names)
        if not aside.exists() and not Path(f"{aside}.blobs").exists()
    )


def _clear(making: Place) -> None:
    assert making.file is not None and making.blobs is not None, "a restore makes a file"  # noqa: PT018 - one reason
    shutil.rmtree(making.blobs, ignore_errors=True)
    for ending in ("", ".index", ".care.json", ".care.lock", ".lock", END_NOTE):
        making.beside(ending).unlink(missing_ok=True)


def _now() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%d-%H-%M-%S}"

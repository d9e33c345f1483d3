"""Salvage: a new image of what can still be read of a damaged one.

As ``ZODB.fsrecover`` does, whole transactions are copied one after the other. Beyond it, a
transaction with a damaged record keeps its others, and a record that cannot be unpickled is left
out, so that the object is what it was before.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ZODB.blob import BlobStorage
from ZODB.FileStorage import TransactionRecord
from ZODB.FileStorage.FileStorage import FileStorage

from batos.care.backup import link_or_copy
from batos.care.checking.check import check
from batos.care.checking.examiner import Examiner
from batos.care.checking.flaws import CheckReport, with_check
from batos.care.checking.playing import Played, play
from batos.care.checking.structure import Probe
from batos.care.files.blobs import LAYOUT, blob_files, version_file
from batos.care.files.onlooker import NOBODY, Onlooker
from batos.care.files.places import Place
from batos.errors import (
    ImageDamagedError,
    ImageError,
    UsageError,
)
from batos.image.storage.tape import Head, Hole, Tape, TapeRecord

__all__ = ["SalvageResult", "salvage"]

_BREATH = 200


@dataclass
class _Salvaged:
    transactions: int = 0
    records: int = 0
    lost_records: int = 0
    lost_bytes: int = 0
    losses: list[str] = field(default_factory=list)
    missing: set[bytes] = field(default_factory=set)
    kept: set[bytes] = field(default_factory=set)

    def lose(self, oid: bytes, text: str) -> None:
        self.lost_records += 1
        if oid:
            self.missing.add(oid)
        if len(self.losses) < 1000:
            self.losses.append(text)


@dataclass(frozen=True)
class SalvageResult:
    """What was kept and what was lost.

    Attributes:
        file: The new image.
        transactions: Transactions that were copied.
        records: Records that were copied.
        lost_records: Records that were left out.
        lost_bytes: Bytes on which no transaction could be read.
        losses: What was left out, a sentence each.
        objects_lost: Objects of which no version is left, by number.
        objects_older: Objects that are now what they were before.
        report: What the check of the new image has found.
    """

    file: str
    transactions: int
    records: int
    lost_records: int
    lost_bytes: int
    losses: tuple[str, ...]
    objects_lost: tuple[int, ...]
    objects_older: tuple[int, ...]
    report: CheckReport

    def to_plain(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return with_check(self)


def salvage(
    source: Place,
    target: Place,
    *,
    probes: Sequence[Probe] = (),
    onlooker: Onlooker = NOBODY,
) -> SalvageResult:
    """Copy what can be read of a damaged image into a new one, and check that.

    Args:
        source: The damaged image; it is only read.
        target: Where the new one shall be.
        probes: Further looks of the check.
        onlooker: Told what is done; may have it wait or stop.

    Raises:
        UsageError: There is something at the new place, or one of them is no file.
        ImageMissingError: There is no such image.
        ImageDamagedError: Nothing of it can be read.
        ImageError: The new one cannot be written.
        CancelledError: It was stopped.
    """
    if source.file is None or target.file is None or target.blobs is None:
        raise UsageError(
            "A file is salvaged into a file.",
            hint="For a database restore a backup with --to FILE and copy it; without one there "
            "are its own tools, such as the '.recover' of sqlite3.",
        )
    file = source.require()
    if target.file.exists() or target.blobs.exists():
        raise UsageError(
            f"There is something at {target.label!r} already.", hint="Choose a new name."
        )
    saved = _Salvaged()
    try:
        target.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Tape(file) as tape, _new_image(target) as storage, Examiner() as examiner:
            for part, records in _transactions(play(tape, examiner)):
                if isinstance(part, Hole):
                    _lose_hole(part, saved)
                    continue
                if saved.transactions % _BREATH == 0:
                    onlooker.tell(f"copying, {part.pos / max(tape.size, 1):.0%}")
                    onlooker.go_on("The salvage was stopped; nothing was kept.")
                _copy(tape, part, records, storage, source, saved)
                records.clear()  # a large one makes room before the next one is read
        if not saved.transactions:
            raise ImageDamagedError(f"Nothing of the image {source.label!r} can be read.")
    except OSError as error:
        _discard(target)
        raise ImageError(
            f"The image {target.label!r} could not be written: {error.strerror or error}."
        ) from error
    except BaseException:
        _discard(target)
        raise
    onlooker.tell("checking it")
    report = check(target, probes=probes, onlooker=Onlooker(pause=onlooker.pause))
    return _result(target, saved, report)


def _result(target: Place, saved: _Salvaged, report: CheckReport) -> SalvageResult:
    return SalvageResult(
        file=target.label,
        transactions=saved.transactions,
        records=saved.records,
        lost_records=saved.lost_records,
        lost_bytes=saved.lost_bytes,
        losses=tuple(saved.losses),
        objects_lost=_numbers(saved.missing - saved.kept),
        objects_older=_numbers(saved.missing & saved.kept),
        report=report,
    )


def _numbers(oids: set[bytes]) -> tuple[int, ...]:
    return tuple(sorted(int.from_bytes(oid, "big") for oid in oids))


@contextlib.contextmanager
def _new_image(target: Place) -> Iterator[Any]:
    storage = BlobStorage(str(target.blobs), FileStorage(str(target.file), create=True), LAYOUT)
    try:
        yield storage
    finally:
        storage.close()


def _lose_hole(hole: Hole, saved: _Salvaged) -> None:
    saved.lost_bytes += hole.end - hole.start
    if not hole.unfinished:
        saved.losses.append(f"Bytes {hole.start} to {hole.end}: {hole.reason}.")


def _transactions(
    parts: Iterable[Hole | Head | Played],
) -> Iterator[tuple[Hole | Head, list[Played]]]:
    """Yield holes, and transactions with their records."""
    begun: Hole | Head | None = None
    records: list[Played] = []
    for part in parts:
        if isinstance(part, Played):
            records.append(part)
            continue
        if begun is not None:
            yield begun, records
        begun, records = part, []
    if begun is not None:
        yield begun, records


def _copy(
    tape: Tape, head: Head, records: Iterable[Played], storage: Any, source: Place, saved: _Salvaged
) -> None:
    """Copy the records of a transaction that can be read."""
    readable = []
    for record in records:
        entry = record.entry
        number = int.from_bytes(entry.oid, "big") if entry.oid else "?"
        if record.problem:
            saved.lose(entry.oid, f"The record of @{number} at byte {entry.pos}: {record.problem}.")
        else:
            readable.append(record)
            # A later version that can be read makes up for an earlier one that cannot.
            saved.missing.discard(entry.oid)
    if head.status == "u" or not readable:
        return
    user, note, extension = tape.raw_head(head)
    made = TransactionRecord(
        head.tid, head.status, user, note, extension, head.first, head.end, None, head.pos
    )
    storage.tpc_begin(made, head.tid, head.status)
    for record in readable:
        oid, data = record.entry.oid, record.data
        blob = _blob_of(source, record.entry) if record.facts.is_blob else None
        if blob is None:
            storage.restore(oid, head.tid, data, "", None, made)
        else:
            draft = Path(storage.temporaryDirectory()) / f"{oid.hex()}-{head.tid.hex()}"
            link_or_copy(blob, draft)
            storage.restoreBlob(oid, head.tid, data, str(draft), None, made)
        saved.kept.add(oid)
    storage.tpc_vote(made)
    storage.tpc_finish(made)
    saved.transactions += 1
    saved.records += len(readable)


def _blob_of(source: Place, entry: TapeRecord) -> Path | None:
    if source.blobs is None:
        return None
    path = version_file(source.blobs, entry.oid, entry.tid).path
    return path if path.exists() else None


def _discard(target: Place) -> None:
    """Remove a new image that did not come to its end."""
    assert target.blobs is not None, "it is a file"
    for file in list(blob_files(target.blobs)):
        with contextlib.suppress(OSError):
            file.path.unlink()
    shutil.rmtree(target.blobs, ignore_errors=True)
    for ending in ("", ".index", ".lock", ".tmp"):
        with contextlib.suppress(OSError):
            target.beside(ending).unlink(missing_ok=True)

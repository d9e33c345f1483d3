"""Packing: what an image no longer needs is dropped, and with it the chance to undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ZODB.blob import BlobStorage
from ZODB.FileStorage.FileStorage import FileStorage, FileStorageError
from ZODB.POSException import POSError, POSKeyError

from batos.care.files.attending import attend
from batos.care.files.blobs import blob_files, remove_blob
from batos.care.files.onlooker import NOBODY, Onlooker
from batos.care.files.outline import outline_of, reseal
from batos.care.files.places import Place, sync_folder
from batos.care.packer import careful_packer
from batos.errors import BatosError, ImageDamagedError, ImageError, UsageError
from batos.image.past import tid_of, time_of
from batos.image.storage import size_of
from batos.image.storage.ledger import note_in_ledger
from batos.image.storage_errors import trip_of
from batos.objects.references import references_of

__all__ = ["KEEP_DAYS", "PackPlan", "PackResult", "Undoable", "history_of", "pack", "plan_pack"]

KEEP_DAYS = 30
"""Days of history that a pack keeps when nothing is said."""
_ALL = 10_000_000
"""More transactions than any log has."""


@dataclass(frozen=True)
class Undoable:
    """The transactions that can be undone, or looked back at.

    Attributes:
        transactions: How many there are.
        before: How many of them are before the time that was asked for.
        since: When the oldest of them was, ISO text in UTC; empty where there is none.
    """

    transactions: int
    before: int = 0
    since: str = ""


@dataclass(frozen=True)
class PackPlan:
    """What a pack would do.

    Attributes:
        keep_days: Days of history that stay.
        until: What is before this time is packed, ISO text in UTC.
        undoable: Transactions that can be undone now.
        lost: How many of them can no longer be undone afterwards.
        bytes: Of the file now; -1 where nobody knows.
        free: Bytes that are free on its disk; -1 where nobody knows.
    """

    keep_days: float
    until: str
    undoable: int
    lost: int
    bytes: int
    free: int

    def to_plain(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        return dict(vars(self))


@dataclass(frozen=True)
class PackResult:
    """What a pack has done.

    Attributes:
        keep_days: Days of history that were kept.
        lost: Transactions that can no longer be undone.
        before: Bytes of the file before; -1 where nobody knows.
        after: Bytes of the file now; -1 where nobody knows.
        blobs: Files of blobs that were removed.
        blob_bytes: Their bytes.
        kept: The file as it was before, where it was to be kept.
    """

    keep_days: float
    lost: int
    before: int
    after: int
    blobs: int = 0
    blob_bytes: int = 0
    kept: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return dict(vars(self))


def history_of(place: Place, storage: Any, until: dt.datetime | None = None) -> Undoable:
    """Return what can be undone.

    Args:
        place: The image.
        storage: Its open storage; a file is read beside it, so that nobody waits.
        until: Count also those before this time.
    """
    limit = tid_of(until) if until is not None else b""
    tids = outline_of(place.file).undoable if place.file is not None else _tids_of_log(storage)
    oldest = min(tids, default=b"")
    return Undoable(
        transactions=len(tids),
        before=sum(1 for tid in tids if tid < limit),
        since=time_of(oldest).isoformat(timespec="seconds") if oldest else "",
    )


def _tids_of_log(storage: Any) -> list[bytes]:
    if not getattr(storage, "supportsUndo", lambda: False)():
        return []
    with suppress(POSError):
        # A pack runs, and undo waits for it.
        return [tid_of(dt.datetime.fromtimestamp(entry["time"], dt.UTC)) for entry in _log(storage)]
    return []


def _log(storage: Any) -> list[dict[str, Any]]:
    return list(storage.undoLog(0, _ALL))


def plan_pack(place: Place, storage: Any, keep_days: float) -> PackPlan:
    """Return what a pack would do.

    Raises:
        UsageError: The days are none.
    """
    until = _until(keep_days)
    history = history_of(place, storage, until)
    size = place.file.stat().st_size if place.file is not None else size_of(storage)
    return PackPlan(
        keep_days=keep_days,
        until=until.isoformat(timespec="seconds"),
        undoable=history.transactions,
        lost=history.before,
        bytes=size,
        free=_free(place),
    )


def _until(keep_days: float) -> dt.datetime:
    if not 0 <= keep_days <= 36_500:
        raise UsageError("The days of history to keep must be a number from 0 to 36500.")
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=keep_days)


def _free(place: Place) -> int:
    if place.file is None:
        return -1
    import shutil

    return shutil.disk_usage(place.file.parent).free


def pack(
    place: Place,
    database: Any,
    keep_days: float,
    *,
    drop_history: bool = False,
    keep_old: bool = False,
    onlooker: Onlooker = NOBODY,
) -> PackResult:
    """Drop what is older than some days and no longer part of the image.

    The image may be in use: whoever commits meanwhile waits for a moment at most. Versions of
    methods are data, which the history of methods refers to, and stay.

    Args:
        place: The image.
        database: Its open ``ZODB.DB``.
        keep_days: Days of history to keep.
        drop_history: Whether nothing may be kept.
        keep_old: Whether the file of before stays beside the new one, as ``.old``.
        onlooker: Told what is done; may have it wait or stop.

    Raises:
        UsageError: No history would be left, and nobody has said that this is wanted.
        ImageDamagedError: The file is damaged; it was left as it was.
        ImageError: There is no room for the copy.
        CancelledError: It was stopped; the image is as it was.
    """
    if keep_days <= 0 and not drop_history:
        raise UsageError(
            "A pack that keeps no day drops all undo and all of the past.",
            hint="Keep some days, or say that this is wanted: --yes-drop-history.",
        )
    until = _until(keep_days)
    storage = database.storage
    with attend(place, onlooker):
        plan = plan_pack(place, storage, keep_days)
        if place.file is None:
            onlooker.tell("packing the storage")
            _guarded(place, lambda: storage.pack(until.timestamp(), references_of))
            result = PackResult(keep_days, plan.lost, plan.bytes, size_of(storage))
        else:
            result = _pack_file(place, storage, until, plan, keep_old, onlooker)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        note_in_ledger(place.ledger, pack={"at": now, **result.to_plain(), "until": plan.until})
    return result


def _pack_file(
    place: Place,
    storage: Any,
    until: dt.datetime,
    plan: PackPlan,
    keep_old: bool,
    onlooker: Onlooker,
) -> PackResult:
    file = place.require()
    base = _file_storage(storage)
    base.pack_keep_old = True  # removed below, once the new one is safe
    # Drafts of blobs that are being committed have later ids than this one.
    last = base.lastTransaction()
    base.packer = careful_packer(onlooker)
    onlooker.tell("looking for what can still be reached")
    try:
        _guarded(place, lambda: base.pack(until.timestamp(), references_of))
    finally:
        del base.packer
    sync_folder(file.parent)
    onlooker.tell("removing the files of blobs that are gone")
    blobs, blob_bytes = _remove_blobs(place, base, last)
    old = place.beside(".old")
    if not keep_old:
        old.unlink(missing_ok=True)
    note_in_ledger(place.ledger, seal=None)  # of the bytes of before
    reseal(place, file, outline_of(file))
    return PackResult(
        keep_days=plan.keep_days,
        lost=plan.lost,
        before=plan.bytes,
        after=file.stat().st_size,
        blobs=blobs,
        blob_bytes=blob_bytes,
        kept=str(old) if keep_old and old.exists() else "",
    )


def _file_storage(storage: Any) -> Any:
    """Return the FileStorage itself, without what wraps it for blobs.

    BlobStorage packs blobs on its own: it removes every file whose record it cannot load, that of
    a blob that is just being committed included.
    """
    while not isinstance(storage, FileStorage):
        if isinstance(storage, BlobStorage):
            storage = storage._BlobStorage__storage
        else:
            inner = getattr(storage, "_storage", None)  # ZODB's adapter for snapshots
            if inner is None:
                raise ImageError(f"A {type(storage).__name__} cannot be packed here.")
            storage = inner
    return storage


def _remove_blobs(place: Place, base: Any, last: bytes) -> tuple[int, int]:
    count = size = 0
    if place.blobs is None or not place.blobs.is_dir():
        return 0, 0
    for file in blob_files(place.blobs):
        if file.tid > last:
            continue
        try:
            base.loadSerial(file.oid, file.tid)
        except POSKeyError:
            size += remove_blob(file, place.blobs)
            count += 1
    return count, size


def _guarded(place: Place, work: Callable[[], Any]) -> None:
    """Run a pack; what goes wrong is told in a sentence."""
    try:
        work()
    except BatosError:
        raise
    except OSError as error:
        raise ImageError(
            f"The image {place.label!r} could not be packed: {error.strerror or error}.",
            hint="It is as it was. A pack needs room for a second file of its size.",
        ) from error
    except FileStorageError as error:
        raise ImageError(f"The image {place.label!r} could not be packed: {error}.") from error
    except Exception as error:
        # Damaged bytes trip whatever they happen to trip.
        raise ImageDamagedError(
            f"The image {place.label!r} could not be packed: {trip_of(error)}.",
            hint="It is as it was. 'batos image check' tells what is damaged.",
        ) from error

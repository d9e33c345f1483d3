"""Moving an image from one storage to another, with its history and its blobs.

Every transaction is copied with its id, user, note and extension, so that undo, the past and
whatever names a transaction stay what they were. The storages' own ``copyTransactionsFrom`` does
it; ZEO's knows nothing of blobs, so that its transactions are written here.
"""

from __future__ import annotations

import contextlib
import filecmp
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ZODB.blob import is_blob_record
from ZODB.POSException import POSKeyError
from ZODB.utils import p64, u64, z64

from batos.care.transfer import (
    EachObjectOnce,
    SourceView,
    by_object,
    closing_if,
    copy_to_server,
    reading,
    transactions_of,
)
from batos.errors import CancelledError, ImageDamagedError, ImageError, UsageError
from batos.image.faults import worded_fault
from batos.image.storage import blob_folder, open_storage, read_address
from batos.image.storage.address import Address
from batos.image.storage.durable import sync_file, sync_folders

__all__ = ["CopyProgress", "CopyReport", "copy_image"]

Progress = Callable[["CopyProgress"], None]


@dataclass(frozen=True)
class CopyProgress:
    """How far a copy is.

    Attributes:
        stage: ``copy`` or ``verify``.
        done: Transactions so far.
        total: Transactions in all, or 0 where the source would have to be read to count them.
    """

    stage: str
    done: int
    total: int


@dataclass(frozen=True)
class CopyReport:
    """What a copy did.

    Attributes:
        source: The image that was copied, without a password.
        target: Where it is now, without a password.
        transactions: Transactions that the target holds.
        records: Versions of objects that it holds.
        blobs: Versions of blobs that it holds.
        missing_blobs: Blobs whose files the source has lost.
        last: Id of the last transaction, in hexadecimal.
        resumed: Transactions that were there from a copy that had been interrupted.
        missing_ends: What is missing at the end of the source, and so of the copy, in sentences.
    """

    source: str
    target: str
    transactions: int
    records: int
    blobs: int
    missing_blobs: int
    last: str
    resumed: int
    missing_ends: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return dict(vars(self))


def copy_image(
    source_uri: str,
    target_uri: str,
    *,
    progress: Progress | None = None,
    resume: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> CopyReport:
    """Copy an image into another storage, and compare the two afterwards.

    The source is opened for reading only; an image in a file may be in use meanwhile. What is
    committed to it after the start is not copied.

    Args:
        source_uri: The image.
        target_uri: An empty storage of any kind; a file or a folder is created.
        progress: Told of every transaction that was copied and compared.
        resume: Go on with a copy that was interrupted: the target may hold the beginning of the
            source, and nothing else.
        cancelled: Asked before every transaction whether to stop.

    Returns:
        What was copied.

    Raises:
        UsageError: Both are the same storage.
        ImageMissingError: There is no source.
        ImageError: The target is not empty, or one of them cannot be read or written.
        ImageDamagedError: The copy is not what the source is.
        CancelledError: It was stopped; it can be resumed.
    """
    addresses = read_address(source_uri), read_address(target_uri)
    if _place(addresses[0]) == _place(addresses[1]):
        raise UsageError("An image cannot be copied onto itself.", hint="Name another target.")
    labels = addresses[0].label, addresses[1].label
    missing = _missing_ends(addresses[0])
    with contextlib.ExitStack() as opened:
        source = opened.enter_context(_closing(open_storage(source_uri, read_only=True)))
        with _worded(labels[1]), reading(labels[0]):
            end = source.lastTransaction()
        if end == z64:
            raise ImageError(f"There is no image in {labels[0]}.")
        target = opened.enter_context(_closing(open_storage(target_uri)))
        with _worded(labels[1]):
            pair = _Pair(source, target, end, labels, progress or _unheard, cancelled)
            resumed = pair.resumable() if resume else pair.check_empty()
            pair.copy(resumed)
            _settle(addresses[1])
            report = pair.verify()
    return replace(
        report,
        source=_bare(labels[0]),
        target=_bare(labels[1]),
        resumed=resumed,
        missing_ends=missing,
    )


def _missing_ends(address: Address) -> tuple[str, ...]:
    """Return what is missing at the end of a file, in sentences.

    Raises:
        ImageDamagedError: It has damage in its middle: without its index it would seem to end
            there.
    """
    if address.kind != "file" or address.path is None:
        return ()
    file = address.path.expanduser().absolute()
    if not file.is_file():
        return ()  # opening it tells why
    from batos.care.ends import all_missing_ends
    from batos.care.files.outline import outline_of
    from batos.care.files.places import Place

    with reading(address.label):
        for gap in outline_of(file).gaps:
            if not gap.torn:
                raise ValueError(f"bytes {gap.start} to {gap.end}: {gap.reason}")
        found = all_missing_ends(Place.of(address.uri, file.parent))
    return tuple(end.text for end in found if not end.safe)


def _bare(label: str) -> str:
    """Return the label of an image without the quotes that it has in a sentence."""
    return label.strip("'\"")


@contextlib.contextmanager
def _closing(storage: Any) -> Iterator[Any]:
    """Close a storage at the end.

    A full disk keeps a file from bringing what was never committed to its end. What was committed
    is on the disk by then.
    """
    try:
        yield storage
    finally:
        with contextlib.suppress(OSError):
            storage.close()


def _unheard(_progress: CopyProgress) -> None:
    """Tell nobody."""


def _place(address: Address) -> tuple[Any, ...]:
    path = address.path.expanduser().absolute().resolve() if address.path else None
    storage = address.option("storage", "1") if address.kind == "zeo" else ""
    uri = "" if address.kind else address.uri
    return address.kind, path, address.host, address.port, address.database, storage, uri


@contextlib.contextmanager
def _worded(label: str) -> Iterator[None]:
    """Word what the storages raise, and tell how an interrupted copy goes on."""
    hint = "What was copied is kept; --resume goes on there."
    try:
        yield
    except KeyboardInterrupt:
        raise CancelledError(f"The copy to {label} was interrupted.", hint=hint) from None
    except Exception as error:
        worded = worded_fault(error)
        if worded is None:
            raise
        reason = worded.message.rstrip(".")
        raise type(worded)(f"The copy to {label} failed: {reason}.", hint=hint) from error


class _Pair:
    """Two storages, one of which becomes what the other one is.

    Args:
        source: The storage to read.
        target: The storage to write.
        end: The last transaction to copy.
        labels: Both, as messages name them.
        progress: Told how far it is.
        cancelled: Asked whether to stop.
    """

    def __init__(
        self,
        source: Any,
        target: Any,
        end: bytes,
        labels: tuple[str, str],
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        self._source = source
        self._target = target
        self._end = end
        self._labels = labels
        self._progress = progress
        self._cancelled = cancelled
        self._total = _length(source, labels[0], end)

    def check_empty(self) -> int:
        """Return 0, the number of transactions in the target.

        Raises:
            ImageError: It holds something.
        """
        with contextlib.closing(self._copies()) as transactions:
            if next(transactions, None) is None:
                return 0
        raise ImageError(
            f"The target {self._labels[1]} is not empty.",
            hint="Name an empty one; a copy that was interrupted goes on with --resume.",
        )

    def resumable(self) -> int:
        """Return how many transactions of the source the target holds already.

        Raises:
            ImageError: It holds something else.
            ImageDamagedError: One of them cannot be read.
        """
        count = 0
        with (
            contextlib.closing(self._copies()) as copied,
            contextlib.closing(self._originals()) as originals,
        ):
            for transaction in copied:
                original = next(originals, None)
                if original is None or not _is_same(original, transaction):
                    raise ImageError(
                        f"The target {self._labels[1]} holds something that is not the beginning "
                        "of the source.",
                        hint="Name an empty one.",
                    )
                count += 1
        return count

    def _originals(self, start: bytes | None = None) -> Generator[Any]:
        return transactions_of(self._source, self._labels[0], start, self._end)

    def _copies(self) -> Generator[Any]:
        return transactions_of(self._target, self._labels[1])

    def copy(self, skip: int) -> None:
        """Copy every transaction but the first ones."""
        last = self._target.lastTransaction()
        start = None if last == z64 else p64(u64(last) + 1)
        view = SourceView(self._source, lambda: self._told(start, skip), max(self._total - skip, 0))
        if hasattr(self._target, "restoreBlob"):
            self._target.copyTransactionsFrom(view)
        else:
            copy_to_server(view, self._target)

    def _told(self, start: bytes | None, done: int) -> Iterator[Any]:
        """Yield the source's transactions, telling of each when the next one is asked for."""
        with contextlib.closing(self._originals(start)) as transactions:
            for transaction in transactions:
                if self._cancelled():
                    raise CancelledError(
                        "The copy was stopped.",
                        hint="What was copied is kept; --resume goes on there.",
                    )
                with reading(self._labels[0]):
                    whole = EachObjectOnce(transaction)
                yield whole
                done += 1
                self._progress(CopyProgress("copy", done, self._total))

    def verify(self) -> CopyReport:
        """Compare the two, transaction by transaction, record by record, blob by blob.

        Raises:
            ImageDamagedError: They differ.
        """
        transactions = records = blobs = missing = 0
        with (
            contextlib.closing(self._originals()) as originals,
            contextlib.closing(self._copies()) as copied,
        ):
            for original in originals:
                copy = next(copied, None)
                if copy is None or not _is_same(original, copy):
                    raise _differs(original.tid)
                for record, twin in self._records(original, copy):
                    records += 1
                    if is_blob_record(record.data):
                        found = self._compare_blobs(record)
                        blobs += found
                        missing += not found
                    if record.data != twin.data:
                        raise _differs(original.tid)
                transactions += 1
                self._progress(CopyProgress("verify", transactions, self._total or transactions))
            if next(copied, None) is not None:
                raise _differs(self._end)
        return CopyReport("", "", transactions, records, blobs, missing, self._end.hex(), resumed=0)

    def _records(self, one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
        """Yield the records of two transactions in pairs.

        Raises:
            ImageDamagedError: One has an object that the other has not.
        """
        with reading(self._labels[0]):
            originals = by_object(one)
        with reading(self._labels[1]):
            copies = by_object(other)
        if originals.keys() != copies.keys():
            raise _differs(one.tid)
        # Databases return them in the order of the objects, files as they were written.
        yield from ((record, copies[oid]) for oid, record in originals.items())

    def _compare_blobs(self, record: Any) -> bool:
        """Return whether there is such a blob.

        Raises:
            ImageDamagedError: The two are not the same.
        """
        try:
            original = self._source.loadBlob(record.oid, record.tid)
        except POSKeyError:
            return False
        try:
            copy = self._target.loadBlob(record.oid, record.tid)
        except POSKeyError:
            raise _differs(record.tid) from None
        if not filecmp.cmp(original, copy, shallow=False):
            raise _differs(record.tid)
        return True


def _settle(address: Address) -> None:
    """Wait until copied blobs are on the disk, where they are files of this machine."""
    if address.kind not in ("file", "sqlite") or not address.option("shared_blob_dir", True):
        return
    top = blob_folder(address)
    for file in top.rglob("*.blob"):
        sync_file(file)
        sync_folders(file, top)


def _length(storage: Any, label: str, end: bytes) -> int:
    """Return how many transactions a storage has, or 0 where that is not known."""
    with closing_if(storage.iterator(None, end)) as transactions:
        if not hasattr(transactions, "_file_name"):
            try:
                return len(transactions)
            except TypeError:
                return 0
    # A file's headers are read in no time; its own length is always 0.
    return sum(1 for _ in transactions_of(storage, label, None, end))


def _is_same(one: Any, other: Any) -> bool:
    return (one.tid, one.user, one.description, one.extension) == (
        other.tid,
        other.user,
        other.description,
        other.extension,
    )


def _differs(tid: bytes) -> ImageDamagedError:
    return ImageDamagedError(
        f"The copy differs from the source in transaction {tid.hex()}.",
        hint="The source was not changed. Remove the target and copy again.",
    )

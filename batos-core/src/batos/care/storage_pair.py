"""Two storages, one of which becomes what the other one is: copied and compared."""

from __future__ import annotations

import contextlib
import filecmp
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
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
from batos.errors import CancelledError, ImageDamagedError, ImageError

__all__ = ["CopyProgress", "CopyReport", "Progress", "StoragePair"]

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


class StoragePair:
    """Two storages, one of which becomes what the other one is.

    Args:
        source: The storage to read.
        target: The storage to write.
        end: The last transaction to copy.
        known: The transactions of a source that is a file; empty for another one.
        labels: Both, as messages name them.
        progress: Told how far it is.
        cancelled: Asked whether to stop.
    """

    def __init__(
        self,
        source: Any,
        target: Any,
        end: bytes,
        known: Collection[bytes],
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
        self._total = _length(source, end, known)

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


def _length(storage: Any, end: bytes, known: Collection[bytes]) -> int:
    """Return how many transactions a storage has, or 0 where that is not known.

    Args:
        storage: The storage.
        end: The last one that counts.
        known: Those of a file, whose own length is always 0.
    """
    if known:
        return sum(each <= end for each in known)
    with closing_if(storage.iterator(None, end)) as transactions, contextlib.suppress(TypeError):
        return len(transactions)
    return 0


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

"""What the storages' own ways of copying need beside them.

``copyTransactionsFrom`` reads a storage from its beginning to its end; here it is shown a part of
one. And ZEO's client has no way to restore a blob; here is one.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from ZODB.BaseStorage import TransactionRecord
from ZODB.blob import is_blob_record
from ZODB.interfaces import IBlobStorage
from ZODB.POSException import POSKeyError

from batos.errors import BatosError, ImageDamagedError, ImageError
from batos.image.storage_errors import trip_of, worded_fault

__all__ = [
    "EachObjectOnce",
    "SourceView",
    "by_object",
    "closing_if",
    "copy_to_server",
    "reading",
    "transactions_of",
]

_CHUNK = 1 << 20


class SourceView:
    """The source as ``copyTransactionsFrom`` is to see it.

    Args:
        storage: The source.
        transactions: Returns the transactions to copy.
        length: How many there are, about.
    """

    def __init__(
        self, storage: Any, transactions: Callable[[], Iterator[Any]], length: int
    ) -> None:
        self._storage = storage
        self._transactions = transactions
        # RelStorage takes 0 for "not known" and would read everything twice.
        self._length = max(length, 1)

    def iterator(self) -> SourceView:
        """Return the transactions to copy, which are counted before they are read."""
        return self

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return self._transactions()

    def loadBlob(self, oid: bytes, serial: bytes) -> Any:  # noqa: N802 - ZODB's name
        """Return the file of a blob."""
        return self._storage.loadBlob(oid, serial)

    def openCommittedBlobFile(  # noqa: N802 - ZODB's name
        self, oid: bytes, serial: bytes, blob: Any = None
    ) -> Any:
        """Return the open file of a blob."""
        return self._storage.openCommittedBlobFile(oid, serial, blob)


class EachObjectOnce(TransactionRecord):
    """A transaction with each object once.

    A ZEO server writes the record of a new blob twice; the last one of an object counts.
    """

    def __init__(self, original: Any) -> None:
        super().__init__(
            original.tid,
            original.status,
            original.user,
            original.description,
            original.extension_bytes or original.extension,
        )
        self._records = by_object(original)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._records.values())


def copy_to_server(source: SourceView, target: Any) -> None:
    """Copy to a ZEO server, whose client has no ``restoreBlob``.

    ``storeBlob`` writes the same, where it is told which version the new one follows.

    Raises:
        ImageError: The server keeps no blobs, and there are some.
    """
    serials: dict[bytes, bytes] = {}
    for transaction in source.iterator():
        target.tpc_begin(transaction, transaction.tid, transaction.status)
        try:
            for record in transaction:
                file = None
                if is_blob_record(record.data):
                    with contextlib.suppress(POSKeyError):  # counted by the verification
                        file = source.loadBlob(record.oid, record.tid)
                if file is not None and not IBlobStorage.providedBy(target):
                    # Its server would close the connection without a word.
                    raise ImageError(
                        "The server of the target keeps no blobs, and there are some to copy.",
                        hint="Give its storage a blob-dir; then --resume goes on.",
                    )
                if file is None:
                    target.restore(
                        record.oid, record.tid, record.data, "", record.data_txn, transaction
                    )
                else:
                    before = serials.get(record.oid) or _serial(target, record.oid)
                    draft = _drafted(Path(file), Path(target.temporaryDirectory()))
                    target.storeBlob(record.oid, before, record.data, str(draft), "", transaction)
                    serials[record.oid] = transaction.tid
            target.tpc_vote(transaction)
        except BaseException:
            target.tpc_abort(transaction)
            raise
        target.tpc_finish(transaction)


def _serial(storage: Any, oid: bytes) -> bytes:
    """Return the id of an object's last version, or the one of none."""
    try:
        return bytes(storage.load(oid)[1])
    except POSKeyError:
        return bytes(8)


def _drafted(file: Path, folder: Path) -> Path:
    """Return a copy of a blob's file that a storage may take away."""
    with (
        tempfile.NamedTemporaryFile(prefix="copy-", dir=folder, delete=False) as draft,
        file.open("rb") as original,
    ):
        shutil.copyfileobj(original, draft, _CHUNK)
    return Path(draft.name)


def by_object(transaction: Any) -> dict[bytes, Any]:
    """Return the records of a transaction by their objects, the last one of each."""
    return {bytes(record.oid): record for record in transaction}


@contextlib.contextmanager
def closing_if(transactions: Any) -> Iterator[Any]:
    """Close what iterates over transactions, where it can be closed."""
    try:
        yield transactions
    finally:
        close = getattr(transactions, "close", None)
        if close is not None:
            close()


def transactions_of(
    storage: Any, label: str, start: bytes | None = None, stop: bytes | None = None
) -> Generator[Any]:
    """Yield the transactions of a storage.

    Nothing after the last one is looked at: the end of a file may be torn, or be written just now.

    Args:
        storage: The storage.
        label: Its name in messages.
        start: The first transaction, from the beginning when left out.
        stop: The last one, to the end when left out.

    Raises:
        ImageDamagedError: One cannot be read.
    """
    if start is not None and stop is not None and start > stop:
        return
    with reading(label):
        transactions = storage.iterator(start, stop)
    with closing_if(transactions):
        following = iter(transactions)
        last = None
        while last is None or last != stop:
            with reading(label):
                found = next(following, None)
                if found is None and stop is not None:
                    # FileStorage's iterator takes damage in the middle for the end, and tells only
                    # the log.
                    raise ValueError(f"nothing can be read after transaction {(last or b'').hex()}")
            if found is None:
                return
            last = found.tid
            yield found


@contextlib.contextmanager
def reading(label: str) -> Iterator[None]:
    """Word what a damaged file raises when it is read, which is whatever its bytes trip.

    Args:
        label: The image, as messages name it.

    Raises:
        ImageDamagedError: It cannot be read.
    """
    try:
        yield
    except BatosError:
        raise
    except Exception as error:
        worded = worded_fault(error)
        if worded is not None and not isinstance(worded, ImageDamagedError):
            raise  # a server that went away, for one
        raise ImageDamagedError(
            f"The image {label} is damaged and cannot be copied: {trip_of(error)}.",
            hint=worded.hint
            if worded is not None
            else "'batos image check' tells what is damaged; 'batos image salvage' makes an image "
            "of what can be read, which can be copied.",
        ) from error

"""The storage's own log of transactions, and taking back what one of them did to data."""

from __future__ import annotations

import base64
import itertools
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ZODB.POSException import POSKeyError, UndoError
from ZODB.utils import z64

from batos.errors import ImageError, ObjectSetAsideError, UsageError
from batos.image.history.events import Event
from batos.image.history.slotwise import take_back_values
from batos.image.history.tested import TESTS_NOTE
from batos.image.history.usage import NOTE
from batos.image.past import tid_text, time_of
from batos.image.session import Session
from batos.objects import Epoch, UvmObject

__all__ = ["READ_NOTE", "Transaction", "made_by", "transactions", "undo_transaction"]

_BATCH = 100
_OWN = frozenset({"genesis", "guardian"})
"""Users whose transactions keep the image whole, and are not taken back."""
READ_NOTE = "What a sentence came to is put on the trail"
_COUNTS = frozenset({NOTE, READ_NOTE, TESTS_NOTE})


@dataclass(frozen=True)
class Transaction:
    """One transaction, as the storage remembers it.

    Attributes:
        id: 16 hexadecimal digits.
        at: When, ISO text in UTC.
        user: On whose behalf.
        note: What it did, in a few words.
        size: Its bytes in the storage.
    """

    id: str
    at: str
    user: str
    note: str
    size: int = 0


def transactions(
    session: Session, limit: int = 20, *, wanted: Callable[[Transaction], bool] | None = None
) -> list[Transaction]:
    """Return the latest transactions, newest first, as far back as the storage tells.

    The writing of counters, of tests and of the trail alone is left out.

    Args:
        session: The image.
        limit: How many at most; none where it is less than 1.
        wanted: Whether one is told at all; all are when left out.

    Raises:
        ImageError: The storage keeps no log, or is being packed.
    """
    told = (each for _, each in _log(session) if each.note not in _COUNTS)
    found = told if wanted is None else filter(wanted, told)
    return list(itertools.islice(found, min(max(limit, 0), sys.maxsize)))


def made_by(session: Session, oid: bytes, *, first: bool = False) -> Transaction | None:
    """Return the transaction that wrote an object last, or first as far as that is kept.

    None where the storage does not know the object.
    """
    try:
        # By its name: the second positional parameter of RelStorage's is another one.
        entries = session.database.storage.history(oid, size=1_000_000 if first else 1)
    except (POSKeyError, KeyError):
        return None
    return _transaction(entries[-1]["tid"], entries[-1]) if entries else None


def undo_transaction(session: Session, tid: bytes, *, user: str) -> Transaction:
    """Take back what one transaction did to objects' values, in a transaction of its own.

    What the objects have learned since stays, and so do their other slots.

    Args:
        session: The image.
        tid: Id of the transaction.
        user: On whose behalf.

    Returns:
        The transaction that was taken back.

    Raises:
        UsageError: There is no such transaction, it is not one of values alone, or later ones
            changed the same values.
        ImageError: The storage cannot undo.
    """
    name = tid_text(tid)
    if not session.database.supportsUndo():
        raise ImageError("The image's storage cannot take back transactions.")
    found = next(((undo, each) for undo, each in _log(session) if each.id == name), None)
    if found is None:
        raise UsageError(
            f"There is no transaction {name!r} that can be taken back.",
            hint="'batos history' lists the latest; what was packed is kept no more.",
        )
    undo_id, transaction = found
    oids = _touched(session, tid)
    _check(session, oids, transaction)
    note = f"Undo of {name}: {transaction.note}"
    try:
        session.undo(undo_id, note=note, user=user)
    except UndoError as error:
        if take_back_values(session, tid, oids, note=note, user=user):
            return transaction
        raise UsageError(
            f"Transaction {name} cannot be taken back: later ones changed the same objects.",
            hint="Take those back first; 'batos history' lists them.",
        ) from error
    return transaction


def _check(session: Session, oids: Sequence[bytes], transaction: Transaction) -> None:
    """Do nothing for a transaction that changed objects' values and nothing else.

    Raises:
        UsageError: It did more than that: the records of what happened would not be true any
            more if it were taken back as if it had not.
    """
    if transaction.user in _OWN:
        raise UsageError(f"Transaction {transaction.id} belongs to the image itself.")
    with session.read() as root:
        for oid in oids:
            try:
                touched = root.connection.get(oid)
            except KeyError:
                continue
            if isinstance(touched, (Epoch, Event)):
                raise UsageError(
                    f"Transaction {transaction.id} changed methods or parents.",
                    hint="Methods are taken back by their names: batos undo OBJECT.SELECTOR.",
                )
            if oid == z64 or _is_record(root.cycles, touched):
                raise UsageError(
                    f"Transaction {transaction.id} is on record as a cycle's, or founded the "
                    "image; it is not taken back."
                )


def _is_record(cycles: Any, touched: Any) -> bool:
    if not isinstance(touched, UvmObject):
        return False
    try:
        cycle = touched.slots.get("cycle")
    except ObjectSetAsideError:
        return False  # to take back what was done to it is what may bring it back
    return isinstance(cycle, str) and cycles.get(cycle) is touched


def _touched(session: Session, tid: bytes) -> list[bytes]:
    """Return the oids of what a transaction wrote."""
    records = session.database.storage.iterator(tid, tid)
    try:
        return [record.oid for transaction in records for record in transaction]
    finally:
        closing = getattr(records, "close", None)
        if closing is not None:
            closing()


def _log(session: Session) -> Iterator[tuple[bytes, Transaction]]:
    """Yield what can be undone, newest first: the storage's name for it, and what it is."""
    database = session.database
    if not database.supportsUndo():
        yield from _walked(database)
        return
    begin = 0
    while True:
        try:
            # Over ZEO no filter can be handed on, so that all of it is looked at here.
            part = database.storage.undoLog(begin, begin + _BATCH)
        except UndoError as error:
            raise ImageError("The image is being packed.", hint="Try again later.") from error
        for entry in part:
            tid = base64.decodebytes(entry["id"] + b"\n")
            yield entry["id"], _transaction(tid, entry)
        if len(part) < _BATCH:
            return
        begin += _BATCH


def _walked(database: Any) -> Iterator[tuple[bytes, Transaction]]:
    """Yield the latest transactions of a storage that cannot undo, by walking all of them."""
    walk = getattr(database.storage, "iterator", None)
    if walk is None:
        raise ImageError("The image's storage keeps no log of transactions.")
    latest: deque[Transaction] = deque(maxlen=1000)
    for each in walk():
        latest.append(
            _transaction(each.tid, {"user_name": each.user, "description": each.description})
        )
    yield from ((b"", each) for each in reversed(latest))


def _transaction(tid: bytes, entry: Mapping[str, Any]) -> Transaction:
    return Transaction(
        tid_text(tid),
        time_of(tid).isoformat(timespec="microseconds"),
        _text(entry.get("user_name", b"")),
        _text(entry.get("description", b"")),
        int(entry.get("size", 0)),
    )


def _text(value: bytes | str) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

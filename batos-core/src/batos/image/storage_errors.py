"""What a storage raises in the middle of a transaction: whether to try again, and in which words.

Storages have no common tree of errors. ZEO's and RelStorage's own are ``TransientError`` where
another try may help, but RelStorage lets what the database's driver raises through.
"""

from __future__ import annotations

import contextlib
import importlib
import sqlite3
from collections.abc import Callable

from transaction.interfaces import TransientError
from ZODB.POSException import (
    POSError,
    POSKeyError,
    ReadOnlyError,
    ReadOnlyHistoryError,
    StateLoadError,
    StorageError,
    StorageSystemError,
    Unsupported,
)

from batos.errors import ImageDamagedError, ImageError, ImageUnreachableError, PastError
from batos.image.past import time_of
from batos.image.storage.address import read_address
from batos.image.storage.opening_errors import ELSEWHERE, is_damage

__all__ = [
    "conflict_fault",
    "is_conflict",
    "is_lost",
    "is_of_storage",
    "past_fault",
    "spoilt_fault",
    "storage_errors",
    "unreachable_fault",
    "worded_fault",
]

_LOST = frozenset({"ClientDisconnected", "StorageDisconnectedDuringCommit"})
_LOST_STATES = ("08", "57P")
"""Classes of SQL's states: a connection that failed, and a server that was shut down."""
_AGAIN_STATES = ("40",)
"""Transactions that the database itself rolled back: deadlocks and serialization."""


def storage_errors(uri: str) -> tuple[type[BaseException], ...]:
    """Return what a storage may raise while an object is read.

    Whoever catches the errors of methods lets these through: the session knows what to do.

    Args:
        uri: The image's storage.
    """
    kind = read_address(uri).kind
    if kind == "sqlite":
        return (TransientError, POSError, sqlite3.Error)
    if kind == "postgres":
        with contextlib.suppress(ImportError):  # told when the storage is opened
            return (TransientError, POSError, importlib.import_module("psycopg2").Error)
    return (TransientError, POSError)


def is_lost(error: BaseException) -> bool:
    """Return whether the connection to the storage's server was lost."""
    if type(error).__name__ in _LOST or isinstance(error, ConnectionError):
        return True
    if not _is_of(error, "psycopg2"):
        return False
    state = getattr(error, "pgcode", None)
    if state:
        return str(state).startswith(_LOST_STATES)
    # Without a state it is the library that speaks, not the server.
    return type(error).__name__ in ("OperationalError", "InterfaceError", "DatabaseError")


def is_conflict(error: BaseException) -> bool:
    """Return whether others got in the way, so that another try may succeed."""
    if isinstance(error, TransientError):
        return not is_lost(error)
    if _is_of(error, "sqlite3"):
        return "locked" in str(error) or "busy" in str(error)
    return str(getattr(error, "pgcode", None) or "").startswith(_AGAIN_STATES)


def _is_of(error: BaseException, library: str) -> bool:
    # By name, so that no driver has to be imported to ask.
    return any(kind.__module__.split(".")[0] == library for kind in type(error).__mro__)


def conflict_fault() -> ImageError:
    """Return the error of who met conflicts at every try."""
    return ImageError("Others kept changing the same objects; nothing was done.", hint="Try again.")


def spoilt_fault() -> ImageError:
    """Return the error of who would commit what a message has left half done."""
    return ImageError(
        "A message ended in an error after it had changed something, so nothing of this "
        "transaction is kept.",
        hint="Let the error pass, or send the message in a transaction of its own.",
    )


def unreachable_fault(label: str, *, doubtful: bool = False) -> ImageUnreachableError:
    """Return the error of who waited in vain for a server to come back.

    Args:
        label: The image, as messages name it.
        doubtful: Whether the connection was lost while a change was being committed.
    """
    state = "whether the change was kept is not known" if doubtful else "nothing was changed"
    return ImageUnreachableError(
        f"The server of the image {label} went away and did not come back; {state}.",
        hint="Look at the server; afterwards the image goes on where it was.",
    )


def trip_of(error: BaseException) -> str:
    """Return what damaged bytes have tripped, which may be any error, in a line of a message."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(".: ")


def worded_fault(error: BaseException) -> ImageError | None:
    """Return a storage's error for a person, or None for what is no storage's error."""
    if is_conflict(error):
        return conflict_fault()
    if is_lost(error):
        return ImageUnreachableError(
            "The connection to the server of the image was lost; nothing was changed.",
            hint="Try again.",
        )
    if isinstance(error, OSError):
        return ImageError(
            f"The image could not be written: {error.strerror or error}.",
            hint="Nothing of this change was kept. Is the disk full?",
        )
    if isinstance(error, ReadOnlyError):
        return ImageError("The image is open for reading only; nothing was changed.")
    if isinstance(error, Unsupported):
        return ImageError(
            "The storage of the image keeps no blobs; nothing was changed.",
            hint="On a ZEO server the storage needs a folder for them: blob-dir.",
        )
    if isinstance(error, (POSKeyError, StateLoadError, StorageSystemError)):
        cause = error.__cause__
        if isinstance(error, StateLoadError) and cause is not None and is_lost(cause):
            return worded_fault(cause)
        return ImageDamagedError(
            f"A record of the image cannot be read: {type(error).__name__}: {error}.",
            hint="Nothing was changed. 'batos image check' tells what is damaged, 'batos image "
            "restore' brings a backup back.",
        )
    if isinstance(error, StorageError):
        return ImageError(f"The storage failed: {type(error).__name__}: {error}.")
    if _is_of(error, "sqlite3") or _is_of(error, "psycopg2"):
        text = " ".join(str(error).split()).rstrip(".")
        if is_damage(error):
            return ImageDamagedError(
                f"The database of the image is damaged: {text}.", hint=ELSEWHERE
            )
        return ImageError(
            f"The database of the image failed: {text}.",
            hint="Nothing of this change was kept. Is the disk full?",
        )
    return None


def past_fault(error: BaseException, past: bytes, born: Callable[[], str]) -> ImageError | None:
    """Return the error of reading the past for a person, or None for what is no such error.

    Args:
        error: What was raised.
        past: The transaction that the past is seen at.
        born: Tells when the image was born.
    """
    if isinstance(error, (ReadOnlyHistoryError, ReadOnlyError)):
        return PastError("The past is read only; nothing was changed.")
    # The missing containers of an unborn image are plain KeyErrors.
    if not isinstance(error, KeyError) and not isinstance(error.__cause__, KeyError):
        return worded_fault(error)
    when = time_of(past).isoformat(timespec="seconds")
    birth = born()
    if when < birth:
        return PastError(f"The image was born at {birth}; at {when} there was none.")
    return PastError(
        f"What the image was at {when} has been packed away.",
        hint="The versions of methods are kept: 'batos history OBJECT.SELECTOR'.",
    )


def is_of_storage(error: BaseException) -> bool:
    """Return whether a storage raised it: no error of a method, no OSError of the caller."""
    return isinstance(error, POSError) or is_lost(error) or is_conflict(error)

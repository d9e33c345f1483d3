"""Session: the one way to read and to change an image."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import transaction
from transaction.interfaces import TransientError
from ZODB.POSException import (
    POSError,
    POSKeyError,
    ReadOnlyError,
    StateLoadError,
    StorageError,
    StorageSystemError,
)

from batos.errors import ImageDamagedError, ImageError
from batos.image.root import Root, create_root
from batos.image.storage import open_database
from batos.objects import Space
from batos.objects.interfaces import Runner

__all__ = ["Session", "SessionMetrics"]

T = TypeVar("T")

_TRIES = 10
_FREE_TRIES = 3
_FIRST_PAUSE = 0.001
"""Seconds; doubled after every conflict, so that the last pause is a quarter of a second."""
_COURTESY = 0.05
"""Seconds that a new transaction waits for one that has met conflicts."""


@dataclass
class SessionMetrics:
    """What a session has seen so far.

    Attributes:
        commits: Transactions that were committed.
        conflicts: Tries that met a conflict and were run again.
        aborts: Transactions that ended in an error.
    """

    commits: int = 0
    conflicts: int = 0
    aborts: int = 0


class Session:
    """Transactions on one image: begin, run, commit; again on a conflict; always closed.

    A session may be used from many threads: every transaction has a connection and a manager of
    its own, and no persistent object may leave it.

    Args:
        uri: The image's storage.
        runner: Returns a runner of methods for one transaction.
        cache_size: Objects kept in memory by each connection.

    Raises:
        ImageError: The image cannot be opened.
    """

    def __init__(self, uri: str, runner: Callable[[], Runner], *, cache_size: int = 10_000) -> None:
        self.uri = uri
        self.metrics = SessionMetrics()
        self._runner = runner
        self._lock = threading.Lock()
        self._turn = threading.RLock()
        self._database = open_database(uri, cache_size=cache_size)
        try:
            self._create()
        except BaseException:
            self.close()
            raise

    def _create(self) -> None:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self._database.open(manager)
        try:
            if create_root(connection.root()):
                manager.get().note("The containers of the image are made")
                manager.commit()
            else:
                manager.abort()
        except BaseException as error:
            manager.abort()
            worded = _worded(error)
            if worded is None:
                raise
            raise worded from error
        finally:
            connection.close()

    def close(self) -> None:
        """Close the image. Transactions must have ended."""
        # On a full disk even the closing of a temporary file fails; what was committed is safe.
        with contextlib.suppress(OSError):
            self._database.close()

    @contextlib.contextmanager
    def read(self) -> Iterator[Root]:
        """Look at the image as it is now; what is changed is thrown away.

        Raises:
            ImageDamagedError: A record cannot be read.
        """
        manager, connection, root = self._begin()
        try:
            yield root
        except POSError as error:
            worded = _worded(error)
            if worded is None:
                raise
            raise worded from error
        finally:
            manager.abort()
            connection.close()

    def change(
        self,
        work: Callable[[Root], T],
        *,
        note: str,
        user: str = "batos",
        extension: Mapping[str, Any] | None = None,
    ) -> T:
        """Run work in a transaction and commit it; run it again when it met a conflict.

        Args:
            work: Reads and changes the image. It may run several times, so that it must not do
                anything outside the image. New objects are made inside it, since those of one
                try belong to that try's connection; and it returns no persistent objects.
            note: What the transaction does, in a few words.
            user: On whose behalf.
            extension: Plain data kept with the transaction.

        Returns:
            What the work returned.

        Raises:
            ImageError: It met conflicts at every try, or the image cannot be written.
        """
        pause = _FIRST_PAUSE
        with contextlib.ExitStack() as turn:
            for attempt in range(1, _TRIES + 1):
                if attempt <= _FREE_TRIES:
                    self._make_way()
                elif attempt == _FREE_TRIES + 1:
                    turn.enter_context(self._turn)
                try:
                    return self._attempt(work, note, user, extension)
                except TransientError as error:
                    self._count("conflicts")
                    if attempt == _TRIES:
                        raise _conflict() from error
                time.sleep(random.uniform(0, pause))  # noqa: S311 - jitter, not a secret
                pause *= 2
        raise AssertionError("unreachable")

    def _make_way(self) -> None:
        """Let a transaction that lost several times go first.

        Without it the threads of one process that change the same object could starve each
        other: whoever begins anew is always faster than whoever has just been refused.
        """
        if self._turn.acquire(timeout=_COURTESY):
            self._turn.release()

    def _attempt(
        self,
        work: Callable[[Root], T],
        note: str,
        user: str,
        extension: Mapping[str, Any] | None,
    ) -> T:
        """Run work in one transaction.

        Raises:
            TransientError: It met a conflict.
        """
        manager, connection, root = self._begin()
        try:
            result = work(root)
            if _has_changes(connection):
                self._describe(manager.get(), note, user, extension)
                manager.commit()
                self._count("commits")
            else:
                # Nothing changed: there is no reason to go through two phases and the disk.
                manager.abort()
        except TransientError:
            manager.abort()
            raise
        except BaseException as error:
            manager.abort()
            self._count("aborts")
            worded = _worded(error)
            if worded is None:
                raise
            raise worded from error
        finally:
            connection.close()
        return result

    def _begin(self) -> tuple[Any, Any, Root]:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self._database.open(manager)
        try:
            mapping = connection.root()
            epoch = mapping["epoch"]
            # Reading _p_serial does not load a ghost, so it is loaded before it dates the caches.
            epoch._p_activate()
            space = Space(epoch, self._runner(), lambda: manager.savepoint(optimistic=True))
        except BaseException as error:
            manager.abort()
            connection.close()
            worded = _worded(error)
            if worded is None:
                raise
            raise worded from error
        connection.batos_space = space
        return manager, connection, Root(mapping, connection, space)

    @staticmethod
    def _describe(current: Any, note: str, user: str, extension: Mapping[str, Any] | None) -> None:
        # setUser() would store a path prefix ("/ amy"), so the attribute is set.
        current.user = user
        current.note(note)
        for key, value in (extension or {}).items():
            current.setExtendedInfo(key, value)

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self.metrics, what, getattr(self.metrics, what) + 1)


def _has_changes(connection: Any) -> bool:
    # ZODB has no public question for this; after a savepoint the changes are in its storage.
    return bool(
        connection._registered_objects
        or connection._added
        or connection._savepoint_storage is not None
    )


def _conflict() -> ImageError:
    return ImageError("Others kept changing the same objects; nothing was done.", hint="Try again.")


def _worded(error: BaseException) -> ImageError | None:
    """Return a storage's error for a person, or None for what is no storage's error."""
    if isinstance(error, TransientError):
        return _conflict()
    if isinstance(error, OSError):
        return ImageError(
            f"The image could not be written: {error.strerror or error}.",
            hint="Nothing of this change was kept. Is the disk full?",
        )
    if isinstance(error, ReadOnlyError):
        return ImageError("The image is open for reading only; nothing was changed.")
    if isinstance(error, (POSKeyError, StateLoadError, StorageSystemError)):
        return ImageDamagedError(
            f"A record of the image cannot be read: {type(error).__name__}: {error}.",
            hint="Restore a backup; the image itself was not changed.",
        )
    if isinstance(error, StorageError):
        return ImageError(f"The storage failed: {type(error).__name__}: {error}.")
    return None

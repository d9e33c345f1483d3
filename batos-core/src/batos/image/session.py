"""Session: the one way to read and to change an image."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar

import transaction
from ZODB.POSException import POSError, ReadOnlyHistoryError, UndoError

from batos.config import public_uri
from batos.errors import ImageError
from batos.image.aside import read_aside, set_aside, wake
from batos.image.birth import create_containers
from batos.image.committing import commit, describe
from batos.image.metrics import SessionMetrics
from batos.image.past import seen_at
from batos.image.precedence import Precedence
from batos.image.root import Root
from batos.image.storage import blob_folder, open_database, read_address
from batos.image.storage_errors import (
    conflict_fault,
    is_conflict,
    is_lost,
    is_of_storage,
    past_fault,
    spoilt_fault,
    unreachable_fault,
    worded_fault,
)
from batos.image.tries import Contention, Patience, PendingChange, has_changes, settle, was_kept
from batos.image.unmarked import Attention, forget_touched, mark_unmarked
from batos.objects import Space, UvmObject
from batos.objects.surroundings import Runner, Watch

__all__ = ["Session", "SessionMetrics"]

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

_FREE_TRIES = 3
"""Conflicts after which a change asks the others to make way."""
_SLOW = 5.0
"""Seconds after which a transaction is in the log: it pins what it sees, and others conflict."""


class Session:
    """Transactions on one image: begin, run, commit; again on a conflict; always closed.

    A session may be used from many threads: every transaction has a connection and a manager of
    its own, and no persistent object may leave it.

    Args:
        uri: The image's storage.
        runner: Returns a runner of methods for one transaction.
        cache_size: Objects kept in memory by each connection.
        patience: Seconds that a server which went away is waited for, before a transaction
            ends in an error.
        governs: Whether an object is one by which the image decides what it learns; only a
            method of its own may change such a one.

    Attributes:
        uri: The image's storage; it may hold a password.
        public_uri: The same without the password, to be shown.
        label: How messages name the image, without a password.
        metrics: What the session has seen.

    Raises:
        ImageError: The image cannot be opened.
    """

    def __init__(
        self,
        uri: str,
        runner: Callable[[], Runner],
        *,
        cache_size: int = 10_000,
        patience: float = 20.0,
        governs: Callable[[Root, UvmObject], bool] | None = None,
    ) -> None:
        address = read_address(uri)
        self.uri = uri
        self.public_uri = public_uri(uri)
        self.label = address.label
        self.metrics = SessionMetrics()
        self._patience = patience
        self._is_served = address.is_served
        self._runner = runner
        self._governs = governs
        self._database = open_database(uri, cache_size=cache_size)
        self._closed = False
        self._watch: Watch | None = None
        self._attention = Attention()
        turn = blob_folder(address) / ".turn" if address.is_shared else None
        self._precedence = Precedence(turn)
        try:
            create_containers(self._database)
        except BaseException:
            self.close()
            raise

    def watch(self, watch: Watch) -> None:
        """Have it told from now on which records are loaded, and when a thread is to wait."""
        self._database.watch = self._watch = watch

    def set_aside(self, blamed: Sequence[Mapping[str, Any]]) -> None:
        """Set objects aside whose loading has ended workers (see :mod:`batos.image.aside`)."""
        if blamed:
            self.change(
                lambda root: set_aside(root, blamed),
                note="Objects that ended workers are set aside",
                user="guardian",
            )
            with self.read() as root:
                self._database.aside = read_aside(root.meta)

    def wake(self, address: str, *, user: str = "user") -> str:
        """Let an object be loaded again that is set aside; return its name or address.

        Raises:
            UsageError: It is not set aside.
        """
        name = self.change(lambda root: wake(root, address), note=f"{address} is woken", user=user)
        with self.read() as root:
            self._database.aside = read_aside(root.meta)
        return name

    def close(self) -> None:
        """Close the image. Transactions must have ended."""
        self._closed = True
        self._database._connectionMap(settle)  # no public way to connections that are open
        # On a full disk even the closing of a temporary file fails; what was committed is safe.
        with contextlib.suppress(OSError):
            self._database.close()
        self._precedence.close()

    @property
    def database(self) -> Any:
        """The open ``ZODB.DB``, for what concerns the storage and no object of the image."""
        return self._database

    @contextlib.contextmanager
    def read(self, *, at: dt.datetime | bytes | None = None) -> Iterator[Root]:
        """Look at the image as it is now, or as it was; what is changed is thrown away.

        Args:
            at: A time (local where it has no zone) or the id of a transaction: the image is seen
                as it was right after. One of the future is the present.

        Raises:
            ImageDamagedError: A record cannot be read.
            PastError: The image was not born then, what was there has been packed away, or
                something was to be changed in the past.
        """
        past = None if at is None else min(seen_at(at), self._database.lastTransaction())
        manager, connection, root = self._begin_patiently(past)
        began = time.monotonic()
        try:
            yield root
            if past is not None and has_changes(connection):
                raise ReadOnlyHistoryError
        except Exception as error:
            worded = worded_fault(error) if is_of_storage(error) else None
            if past is not None and isinstance(error, POSError):
                worded = past_fault(error, past, self._born)
            if worded is None:
                raise
            raise worded from error
        finally:
            self._took("read", began, "")
            manager.abort()
            forget_touched(root.space)
            if past is not None:
                # A list that was changed in place is known to nobody but the cache.
                connection.cacheMinimize()
            connection.close()

    def change(
        self,
        work: Callable[[Root], T],
        *,
        note: str | Callable[[T], str],
        user: str = "batos",
        extension: Mapping[str, Any] | None = None,
    ) -> T:
        """Run work in a transaction and commit it; run it again when it met a conflict.

        Args:
            work: Reads and changes the image. It may run several times, so that it must not do
                anything outside the image. New objects are made inside it, since those of one
                try belong to that try's connection; and it returns no persistent objects.
            note: What the transaction does, in a few words; or a function that says it of what
                the work returned.
            user: On whose behalf.
            extension: Plain data kept with the transaction.

        Returns:
            What the work returned.

        Raises:
            ImageError: It met conflicts at every try, or the image cannot be written.
        """
        change = PendingChange(work, note, user, extension or {})
        patience = Patience(self._patience)
        contention = Contention()
        with contextlib.ExitStack() as stack:
            while True:
                if contention.conflicts:
                    self._waits()
                if contention.conflicts < _FREE_TRIES:
                    self._precedence.make_way()
                elif contention.conflicts == _FREE_TRIES:
                    stack.enter_context(self._precedence.taken())
                try:
                    result: T = self._attempt(change)
                    return result
                except Exception as error:
                    if is_lost(error):
                        self._waits()
                        self.metrics.count("disconnects")
                        if not patience.wait():
                            self.metrics.count("aborts")
                            doubtful = bool(change.doubtful)
                            raise unreachable_fault(self.label, doubtful=doubtful) from error
                        self.metrics.count("retries")
                        continue
                    if not is_conflict(error):
                        raise
                    self.metrics.count("conflicts")
                    if not contention.goes_on():
                        raise conflict_fault() from error
                self.metrics.count("retries")
                contention.wait()

    def _attempt(self, change: PendingChange) -> Any:
        """Run the work of a change in one transaction; return what it returned.

        Raises:
            Exception: It met a conflict, or lost the connection to the storage's server.
        """
        manager, connection, root = self._begin()
        began = time.monotonic()
        try:
            for mark, after, result in change.doubtful:
                if was_kept(self._database, mark, after):
                    # The connection was lost after the server had committed: doing it again
                    # would do it twice.
                    manager.abort()
                    self.metrics.count("commits")
                    return result
            result = change.work(root)
            self.settle(root)
            if root.space.spoilt:
                raise spoilt_fault()
            if has_changes(connection):
                self._waits()
                note = change.told(result)
                describe(manager.get(), note, change.user, change.extension)
                commit(manager, connection, change, result, served=self._is_served)
                self.metrics.count("commits")
            else:
                # Nothing changed: there is no reason to go through two phases and the disk.
                manager.abort()
        except BaseException as error:
            manager.abort()
            forget_touched(root.space)
            if is_conflict(error) or is_lost(error):
                raise
            self.metrics.count("aborts")
            worded = worded_fault(error)
            if worded is None:
                raise
            raise worded from error
        finally:
            self._took("change", began, change.note if isinstance(change.note, str) else "")
            connection.close()
        return result

    def _waits(self) -> None:
        """Tell whoever watches that this thread is about to wait for the disk or for others."""
        if self._watch is not None:
            self._watch.waiting()

    def settle(self, root: Root) -> list[UvmObject]:
        """Mark the objects that messages have changed without having said so; return them.

        It is done before each commit; whoever wants to tell of it does it before.

        Raises:
            SlotError: What was put into one of them cannot be stored.
        """
        found = mark_unmarked(root.space, self._attention)
        for _ in found:
            self.metrics.count("unmarked")
        return found

    def _took(self, kind: Literal["change", "read"], began: float, note: str) -> None:
        """Note how long a transaction was open; one that was open for long is in the log."""
        seconds = time.monotonic() - began
        self.metrics.took(kind, seconds, slow=seconds > _SLOW)
        self._attention.grant(seconds)
        if seconds > _SLOW:
            _LOG.warning("A transaction was open for %.1f s: %s", seconds, note or "a look")

    def undo(self, undo_id: bytes, *, note: str, user: str = "batos") -> None:
        """Take back what one transaction did, in a transaction of its own.

        Args:
            undo_id: What the storage's log of transactions calls it.
            note: What is done, in a few words.
            user: On whose behalf.

        Raises:
            UndoError: Later transactions changed the same objects.
            ImageError: The image cannot be written.
        """
        manager = transaction.TransactionManager(explicit=True)
        current = manager.begin()
        describe(current, note, user, None)
        try:
            self._database.undo(undo_id, current)
            manager.commit()
            self.metrics.count("commits")
        except BaseException as error:
            manager.abort()
            self.metrics.count("aborts")
            worded = None if isinstance(error, UndoError) else worded_fault(error)
            if worded is None:
                raise
            raise worded from error

    def _born(self) -> str:
        """Return when the image was born, ISO text."""
        with self.read() as root:
            return str(root.meta["born"])

    def _begin_patiently(self, past: bytes | None) -> tuple[Any, Any, Root]:
        """Begin a transaction, waiting for a server that went away.

        Raises:
            ImageUnreachableError: It did not come back.
        """
        patience = Patience(self._patience)
        while True:
            try:
                return self._begin(past)
            except Exception as error:
                if is_conflict(error):
                    if not patience.wait():
                        raise conflict_fault() from error
                elif is_lost(error):
                    self.metrics.count("disconnects")
                    if not patience.wait():
                        raise unreachable_fault(self.label) from error
                else:
                    raise

    def _begin(self, past: bytes | None = None) -> tuple[Any, Any, Root]:
        if self._closed:
            raise ImageError(f"The image {self.label} is closed.", hint="Open it again.")
        if getattr(self._database.storage, "is_closed", False):
            raise ImageError(
                f"The image {self.label} was closed because its disk failed.",
                hint="See to the disk, and start again: batos down, then batos up.",
            )
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = None
        try:
            connection = self._database.open(manager, at=past)
            mapping = connection.root()
            epoch = mapping["epoch"]
            # Reading _p_serial does not load a ghost, so it is loaded before it dates the caches.
            epoch._p_activate()
            space = Space(epoch, self._runner(), lambda: manager.savepoint(optimistic=True))
        except BaseException as error:
            manager.abort()
            if connection is not None:
                connection.close()
            if is_lost(error) or is_conflict(error):
                raise
            worded = worded_fault(error) if past is None else past_fault(error, past, self._born)
            if worded is None:
                raise
            raise worded from error
        connection.batos_space = space
        root = Root(mapping, connection, space)
        if self._governs is not None:
            space.governs = functools.partial(self._governs, root)
        return manager, connection, root

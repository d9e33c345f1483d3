"""The tries of one change: how long to wait for a server, and whether one was kept after all."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ZODB.utils import p64, u64

if TYPE_CHECKING:
    from batos.image.root import Root

__all__ = ["MARK", "Contention", "Patience", "PendingChange", "has_changes", "settle", "was_kept"]

MARK = "batos.try"
"""The key of a transaction's extension that tells one try of a change from another."""
_FIRST_ABSENCE = 0.05
_LONGEST_ABSENCE = 1.0
"""Seconds between two tries to reach a server that went away, at first and at most."""
_TRIES = 10
_CONTENTION = 10.0
_MOST_TRIES = 200
"""When to give up: after so many conflicts, once they have gone on for so many seconds; a
transaction that is short and has seven rivals in other processes loses ten times now and then."""
_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.1
"""Seconds; doubled after every conflict, up to the last."""


@dataclass
class Patience:
    """How long a server that went away is still waited for.

    Attributes:
        seconds: How long, from the first time that it was missed.
        ends: When that is over, by the monotonic clock; None while nothing was missed.
        pause: Seconds until the next try.
    """

    seconds: float
    ends: float | None = None
    pause: float = _FIRST_ABSENCE

    def wait(self) -> bool:
        """Wait a moment; return False when there is no patience left."""
        now = time.monotonic()
        if self.ends is None:
            self.ends = now + self.seconds
        if now >= self.ends:
            return False
        time.sleep(min(self.pause, self.ends - now))
        self.pause = min(2 * self.pause, _LONGEST_ABSENCE)
        return True


@dataclass
class Contention:
    """The conflicts that one change has met with others, and when there were too many.

    Attributes:
        conflicts: How many it has met.
        began: When it was first tried, by the monotonic clock.
        pause: Seconds until the next try, at most.
    """

    conflicts: int = 0
    began: float = field(default_factory=time.monotonic)
    pause: float = _FIRST_PAUSE

    def goes_on(self) -> bool:
        """Count another conflict; return False when it is time to give up."""
        self.conflicts += 1
        lasted = time.monotonic() - self.began
        return self.conflicts < (_TRIES if lasted > _CONTENTION else _MOST_TRIES)

    def wait(self) -> None:
        """Wait a moment, longer after each conflict."""
        time.sleep(random.uniform(0, self.pause))  # noqa: S311 - jitter, not a secret
        self.pause = min(2 * self.pause, _LONGEST_PAUSE)


@dataclass
class PendingChange:
    """One change that is being made, over all its tries.

    Attributes:
        note: What it does, in a few words; or says so of what its work returned.
        doubtful: What the connection was lost over while it was being committed: the mark of the
            try, the transaction that it began after, and what its work returned.
    """

    work: Callable[[Root], Any]
    note: str | Callable[[Any], str]
    user: str
    extension: Mapping[str, Any]
    doubtful: list[tuple[str, bytes, Any]] = field(default_factory=list)

    def told(self, result: Any) -> str:
        """Return what it has done, in a few words."""
        return self.note if isinstance(self.note, str) else self.note(result)


def settle(connection: Any) -> None:
    """Let a connection be closed with its database that was never opened in full.

    A server that is away fails the opening half way. The database then wants to abort the
    connection's transaction, and there is none (issue 147 of ZODB).
    """
    manager = connection.transaction_manager
    if connection.opened and manager.explicit and manager._txn is None:
        with contextlib.suppress(Exception):  # the server may still be away
            manager.begin()


def has_changes(connection: Any) -> bool:
    """Return whether the transaction of a connection has changed anything."""
    # ZODB has no public question for this; after a savepoint the changes are in its storage.
    return bool(
        connection._registered_objects
        or connection._added
        or connection._savepoint_storage is not None
    )


def was_kept(database: Any, mark: str, after: bytes) -> bool:
    """Return whether a try was committed although its connection was lost.

    Args:
        database: The open ``ZODB.DB``.
        mark: What the extension of its transaction holds.
        after: The last transaction before it.
    """
    transactions = database.storage.iterator(p64(u64(after) + 1))
    try:
        return any(each.extension.get(MARK) == mark for each in transactions)
    finally:
        if hasattr(transactions, "close"):
            transactions.close()

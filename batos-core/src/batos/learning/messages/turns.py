"""Turns: messages that change the same object are carried out one after another.

Transactions on different objects run side by side and never conflict. Two that change the same
object would: one of them has worked in vain. Within a process they take turns instead. Other
processes know nothing of it; there the conflict remains, and the retry with it.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import TypeVar

__all__ = ["Turn", "Turns"]

T = TypeVar("T")

_REMEMBERED = 4096
"""Objects of which it is known when they were last changed, and which methods change them."""


class _Wanted(Exception):  # noqa: N818 - leaves a transaction, and is never seen outside
    """The transaction must begin again, in its turn."""

    def __init__(self, key: bytes) -> None:
        super().__init__(key)
        self.key = key


class Turn:
    """The turn of one message: nothing until it asks for one.

    Args:
        turns: Gives it.
        since: What was known to be changed when its transaction began.
    """

    def __init__(self, turns: Turns, since: int, key: bytes | None = None) -> None:
        self._turns = turns
        self._since = since
        self._key = key

    def take(self, key: bytes) -> None:
        """See to it that nobody else in this process changes an object before the commit.

        To be called in the transaction, before the object is changed. It never waits there:
        where the turn is not to be had at once, or the object was changed since the transaction
        began, the transaction is left, and runs again when it is its turn.

        Args:
            key: The object's oid.
        """
        if self._key == key:
            return
        if not self._turns._try(key):
            raise _Wanted(key)
        if self._key is not None:
            self._turns._leave(self._key)
        self._key = key
        if self._turns._changed(key) > self._since:
            raise _Wanted(key)

    def _end(self) -> None:
        if self._key is not None:
            self._turns._leave(self._key)


class Turns:
    """Gives turns, by object. Safe to use from many threads.

    Args:
        waits: Called in a thread that is about to wait for its turn.
    """

    def __init__(self, waits: Callable[[], None] = lambda: None) -> None:
        self._waits = waits
        self._lock = threading.Lock()
        self._left = threading.Condition(self._lock)
        self._taken: set[bytes] = set()
        self._clock = 0
        self._latest: OrderedDict[bytes, int] = OrderedDict()
        self._writers: OrderedDict[tuple[bytes, str], None] = OrderedDict()

    def run(self, work: Callable[[Turn], T]) -> T:
        """Run a transaction; run it again in its turn where it asks for one.

        Args:
            work: Begins, runs and commits a transaction; it may call :meth:`Turn.take` inside.
        """
        key: bytes | None = None
        while True:
            with self._held(key) as turn:
                try:
                    return work(turn)
                except _Wanted as wanted:
                    key = wanted.key

    def changes(self, key: bytes, selector: str) -> bool:
        """Return whether a message is known to have changed its receiver before."""
        return (key, selector) in self._writers

    def note_change(self, key: bytes, selector: str) -> None:
        """Remember that a message changes its receiver, though its method does not say so."""
        with self._lock:
            self._writers[key, selector] = None
            if len(self._writers) > _REMEMBERED:
                self._writers.popitem(last=False)

    @contextlib.contextmanager
    def _held(self, key: bytes | None) -> Iterator[Turn]:
        if key is not None:
            self._waits()
        with self._left:
            if key is not None:
                self._left.wait_for(lambda: key not in self._taken)
                self._taken.add(key)
            # The transaction begins after this, and sees all that was changed until now.
            turn = Turn(self, self._clock, key)
        try:
            yield turn
        finally:
            turn._end()

    def _try(self, key: bytes) -> bool:
        with self._lock:
            if key in self._taken:
                return False
            self._taken.add(key)
            return True

    def _changed(self, key: bytes) -> int:
        """Return when an object was last given back; 0 where that is long ago."""
        with self._lock:
            return self._latest.get(key, 0)

    def _leave(self, key: bytes) -> None:
        with self._left:
            self._taken.discard(key)
            self._clock += 1
            self._latest[key] = self._clock
            self._latest.move_to_end(key)
            if len(self._latest) > _REMEMBERED:
                self._latest.popitem(last=False)
            self._left.notify_all()

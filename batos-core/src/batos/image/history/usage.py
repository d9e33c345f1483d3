"""How often methods were called: counted in memory, written now and then.

A count is worth no transaction of its own. What messages ran is added up in the process and
written in one short transaction, every half minute while there is something to write and when the
image is closed; a process that is killed loses what it had not written. Each process writes into
a share of its own, so that two that have one image open do not conflict.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from BTrees.LOBTree import LOBTree

from batos.errors import ImageError

if TYPE_CHECKING:
    from batos.image.root import Root
    from batos.image.session import Session
    from batos.objects import Method, Space

__all__ = [
    "NOTE",
    "SHARES",
    "MessageUsage",
    "Usage",
    "UsageCounter",
    "carry_over",
    "lifetime_of",
    "usage_of",
    "usage_rows",
]

NOTE = "Calls of methods are counted"
"""Note of the transactions that write counts."""
_USAGE = "usage"
SHARES = 16
"""Shares of a method's count; processes beyond as many share one, and meet in a conflict at worst.
"""
_PAUSE = 30.0
"""Seconds between two writes."""
_OLDER = 100
"""Versions of a method that are looked at."""


@dataclass(frozen=True)
class Usage:
    """How a version of a method has been used.

    Attributes:
        calls: Messages in whose course it ran.
        errors: Those of them that ended in an error while it ran.
        last: When the last one was, in seconds since 1970; 0 where there was none.
    """

    calls: int = 0
    errors: int = 0
    last: float = 0.0

    @property
    def successes(self) -> int:
        """Messages in whose course it ran and that did not end in an error of it."""
        return self.calls - self.errors

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data, with the time as ISO text in UTC."""
        last = dt.datetime.fromtimestamp(self.last, dt.UTC).isoformat(timespec="seconds")
        return {"calls": self.calls, "errors": self.errors, "last": last if self.last else ""}

    def plus(self, other: Usage) -> Usage:
        """Return the sum of two counts."""
        return Usage(
            self.calls + other.calls, self.errors + other.errors, max(self.last, other.last)
        )


class UsageCounter:
    """Counts what the messages of this process ran. Safe to use from many threads.

    Args:
        session: The image that the counts are written to.
        pause: Seconds from a count to its writing.
    """

    def __init__(self, session: Session, *, pause: float = _PAUSE) -> None:
        self._session = session
        self._pause = pause
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._counts: dict[int, Usage] = {}
        self._timer: threading.Timer | None = None
        self._closed = False
        name = f"{socket.gethostname()} {os.getpid()}"
        self._share = zlib.crc32(name.encode()) % SHARES

    def add(self, ran: Iterable[bytes], failed: Iterable[bytes]) -> None:
        """Count one message.

        Args:
            ran: Oids of the methods that ran.
            failed: Oids of those that the message's error ended.
        """
        used = set(ran)
        if not used:
            return
        now = time.time()
        ended = set(failed)
        with self._lock:
            for oid in used:
                number = int.from_bytes(oid, "big")
                before = self._counts.get(number, Usage())
                errors = before.errors + (oid in ended)
                self._counts[number] = Usage(before.calls + 1, errors, now)
            if self._timer is None and not self._closed:
                self._timer = threading.Timer(self._pause, self._write_later)
                self._timer.daemon = True
                self._timer.start()

    def waiting(self, method: Method) -> Usage:
        """Return what was counted of a method and is not written yet."""
        with self._lock:
            return self._counts.get(_number(method), Usage())

    def write(self) -> None:
        """Write what was counted.

        Raises:
            ImageError: The image cannot be written; the counts are kept for the next time.
        """
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, {}
            if not counts:
                return
            try:
                self._session.change(lambda root: _add(root, self._share, counts), note=NOTE)
            except BaseException:
                with self._lock:
                    for number, usage in counts.items():
                        self._counts[number] = usage.plus(self._counts.get(number, Usage()))
                raise

    def close(self) -> None:
        """Write what was counted, and count no more."""
        with self._lock:
            self._closed = True
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            # One that has begun already uses the image, which is about to be closed.
            timer.join()
        self._try_to_write()

    def _write_later(self) -> None:
        with self._lock:
            self._timer = None
        self._try_to_write()

    def _try_to_write(self) -> None:
        try:
            self.write()
        except ImageError:
            # A full disk or an image that is read only: whoever changes it is told by itself.
            return


class MessageUsage:
    """What the latest try of one message ran; those that a conflict ended do not count.

    Args:
        usage: Where it is counted, if anywhere.
    """

    __slots__ = ("_failed", "_ran", "_usage")

    def __init__(self, usage: UsageCounter | None) -> None:
        self._usage = usage
        self._ran: list[bytes] = []
        self._failed: list[bytes] = []

    def take(self, space: Space) -> None:
        """Note what a try has run, while its transaction is open."""
        self._ran = [method._p_oid for method in space.ran if method._p_oid is not None]
        self._failed = [method._p_oid for method in space.failed if method._p_oid is not None]

    def count(self) -> None:
        """Count the latest try."""
        if self._usage is not None:
            self._usage.add(self._ran, self._failed)


def usage_rows(root: Root) -> Any:
    """Return what was written, by version and share; an empty dict where nothing was."""
    return root.history.get(_USAGE, {})


def usage_of(root: Root, method: Method) -> Usage:
    """Return what was written about the use of a version of a method."""
    usage = usage_rows(root)
    total = Usage()
    if usage:
        first = _number(method) * SHARES
        for share in usage.values(first, first + SHARES - 1):
            total = total.plus(Usage(*share))
    return total


def lifetime_of(root: Root, method: Method) -> Usage:
    """Return what was written about the use of a method, in this version and those before."""
    total, version = Usage(), method
    for _ in range(_OLDER):
        total = total.plus(usage_of(root, version))
        if version.previous is None:
            break
        version = version.previous
    return total


def carry_over(root: Root, before: Method, after: Method) -> None:
    """Count the use of a method to another one that goes on in its place, elsewhere.

    Args:
        root: The image, in the running transaction.
        before: The method.
        after: The other one, which the image holds by now.
    """
    used = lifetime_of(root, before)
    if used.calls:
        _add(root, 0, {_number(after): used})


def _add(root: Root, share: int, counts: dict[int, Usage]) -> None:
    history: Any = root.history
    if _USAGE not in history:
        history[_USAGE] = LOBTree()
    usage = history[_USAGE]
    for number, counted in counts.items():
        key = number * SHARES + share
        total = Usage(*usage.get(key, (0, 0, 0.0))).plus(counted)
        usage[key] = (total.calls, total.errors, total.last)


def _number(method: Method) -> int:
    return int.from_bytes(method._p_oid, "big") if method._p_oid else 0

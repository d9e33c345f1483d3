"""What waits for one peer that reads more slowly than it is written to.

Bounded; what does not fit is not lost in silence: an event ``gap`` names the numbers that are
missing. Terminal messages always fit, up to a hard bound where the peer is given up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Entry", "Outbox", "Stream"]

_HARD_FACTOR = 4


class Stream(Protocol):
    """A request whose events are numbered."""

    def gap(self, first: int, last: int) -> Entry:
        """Return the message that stands for the lost events ``first`` to ``last``."""
        ...


class Entry:
    """One message on its way to a peer.

    Attributes:
        frames: What is sent after the routing id.
        size: Bytes of the frames.
        stream: The request that an event belongs to; None for anything that must not be lost.
        seq: Number of the event.
        key: Waiting events with the same key replace each other.
    """

    __slots__ = ("frames", "key", "seq", "size", "stream")

    def __init__(
        self, frames: list[bytes], stream: Stream | None = None, seq: int = 0, key: str = ""
    ) -> None:
        self.frames = frames
        self.size = sum(map(len, frames))
        self.stream = stream
        self.seq = seq
        self.key = key


@dataclass
class _Gap:
    first: int
    last: int


class Outbox:
    """A bounded queue of entries.

    Args:
        max_entries: Entries beyond which events are dropped.
        max_bytes: Bytes beyond which events are dropped.
    """

    def __init__(self, max_entries: int, max_bytes: int) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._queue: deque[Entry] = deque()
        self._bytes = 0
        self._full = False
        self._gaps: dict[Stream, _Gap] = {}
        self.dropped = 0

    def __bool__(self) -> bool:
        return bool(self._queue) or bool(self._gaps)

    def __len__(self) -> int:
        return len(self._queue)

    def waiting(self, stream: Stream, key: str) -> Entry | None:
        """Return the waiting event of a request with this key, if there is one."""
        for entry in reversed(self._queue):
            if entry.stream is stream and entry.key == key:
                return entry
        return None

    def replace(self, entry: Entry, frames: list[bytes]) -> None:
        """Let a waiting entry carry newer content."""
        entry.frames = frames
        size = sum(map(len, frames))
        self._bytes += size - entry.size
        entry.size = size

    def push(self, entry: Entry, *, closes: Stream | None = None) -> bool:
        """Take an entry in; return False if the peer is hopelessly behind.

        Args:
            entry: What to send.
            closes: The request that this message ends: its gap is told before.
        """
        if entry.stream is not None and self.is_full():
            self.dropped += 1
            gap = self._gaps.setdefault(entry.stream, _Gap(entry.seq, entry.seq))
            gap.last = entry.seq
            return True
        self._tell_gap(closes or entry.stream)
        self._append(entry)
        return (
            len(self._queue) <= self._max_entries * _HARD_FACTOR
            and self._bytes <= self._max_bytes * _HARD_FACTOR
        )

    def flush(self, send: Callable[[list[bytes]], bool]) -> None:
        """Send what waits until ``send`` returns False."""
        while self._queue:
            entry = self._queue[0]
            if not send(entry.frames):
                return
            self._queue.popleft()
            self._bytes -= entry.size
        for stream in list(self._gaps):
            self._tell_gap(stream)
        if self._queue:
            self.flush(send)

    def clear(self) -> None:
        """Forget everything."""
        self._queue.clear()
        self._gaps.clear()
        self._bytes = 0
        self._full = False

    def is_full(self) -> bool:
        """Return whether what may be lost is to be lost."""
        # Opens again at half, so that a slow reader gets few long gaps instead of many short ones.
        if self._full:
            self._full = (
                len(self._queue) * 2 > self._max_entries or self._bytes * 2 > self._max_bytes
            )
        else:
            self._full = len(self._queue) >= self._max_entries or self._bytes >= self._max_bytes
        return self._full

    def _tell_gap(self, stream: Stream | None) -> None:
        gap = self._gaps.pop(stream, None) if stream is not None else None
        if gap is not None and stream is not None:
            self._append(stream.gap(gap.first, gap.last))

    def _append(self, entry: Entry) -> None:
        self._queue.append(entry)
        self._bytes += entry.size

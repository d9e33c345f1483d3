"""Reading the file of an image as it lies on the disk, damaged or not.

A FileStorage is a tape: one transaction after the other, each with its records, and nothing is
ever changed in place. ``ZODB.FileStorage`` stops at the first thing that is wrong; this reader
says what is wrong, looks for the next whole transaction or record, and goes on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import mmap
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ZODB._compat import FILESTORAGE_MAGIC
from ZODB.FileStorage.format import (
    DATA_HDR_LEN,
    TRANS_HDR,
    TRANS_HDR_LEN,
    CorruptedError,
    FileStorageFormatter,
)
from ZODB.utils import p64, u64, z64

from batos.errors import ImageDamagedError
from batos.image.past import tid_of, time_of

__all__ = ["START", "Head", "Hole", "Tape", "TapeRecord"]

START = len(FILESTORAGE_MAGIC)
"""Where the first transaction begins, in bytes."""
_OLDEST = tid_of(dt.datetime(1995, 1, 1, tzinfo=dt.UTC))
_NEWEST = tid_of(dt.datetime(2200, 1, 1, tzinfo=dt.UTC))
"""Between these is the time of any image; another one is damage. The clock of the moment has no
say: it may have been ahead when the image was written, or be behind now."""


@dataclass(frozen=True)
class Head:
    """A transaction on the tape.

    Attributes:
        pos: Where it begins, in bytes.
        end: Where the next one begins.
        first: Where its first record begins.
        tid: Its id, which is its time.
        status: A blank, ``p`` for packed or ``u`` for taken back by a tool of old.
        user: On whose behalf.
        note: What it did.
        fault: What is wrong with it although it can be read, or an empty text.
    """

    pos: int
    end: int
    first: int
    tid: bytes
    status: str
    user: str
    note: str
    fault: str = ""


@dataclass(frozen=True)
class Hole:
    """A stretch of the tape on which no transaction can be read.

    Attributes:
        start: Where it begins.
        end: Where the next whole transaction, or the file, ends it.
        reason: What was found there.
        tail: Whether nothing comes after it.
        torn: Whether it looks like the beginning of a transaction, or like nothing: as a crash, or
            a file that was cut, leaves it. Opening the image cuts it off.
        unfinished: Whether it is a transaction that was never acknowledged, for certain.
        blank: Whether it is nothing but zeros.
        tid: Id of the transaction that begins there and says that it was finished; empty where
            none does. What is missing of it is somebody's loss.
        missing: Bytes of that one that are not there; 0 where nobody knows.
    """

    start: int
    end: int
    reason: str
    tail: bool
    torn: bool
    unfinished: bool
    blank: bool
    tid: bytes = b""
    missing: int = 0


@dataclass(frozen=True)
class TapeRecord:
    """A record of a transaction.

    Attributes:
        pos: Where it begins.
        oid: Its object.
        tid: Its transaction.
        length: Bytes of its data; 0 where it points back to earlier data.
        back: Where it points back to; 0 with no data tells of an object that was taken back.
        previous: Where the object's earlier record is.
        fault: What is wrong with it; the rest of the transaction's records follow.
    """

    pos: int
    oid: bytes
    tid: bytes
    length: int
    back: int
    previous: int
    fault: str = ""


class _FlawError(Exception):
    def __init__(
        self,
        reason: str,
        *,
        torn: bool = False,
        unfinished: bool = False,
        tid: bytes = b"",
        missing: int = 0,
    ) -> None:
        super().__init__(reason)
        self.torn = torn or unfinished
        self.unfinished = unfinished
        self.tid = tid
        self.missing = missing


class Tape(FileStorageFormatter):
    """The file of an image, up to the size that it had when it was opened here.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be read.
        ImageDamagedError: It is no image.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            self._file.seek(0, 2)
            self.size = self._file.tell()
            self._file.seek(0)
            if self._file.read(START) != FILESTORAGE_MAGIC:
                raise ImageDamagedError(
                    f"The file {str(path)!r} is not an image, or its first bytes are damaged.",
                    hint="If it was one: batos image restore DIR, or batos image salvage.",
                )
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def heads(self, pos: int = START, last: bytes = z64) -> Iterator[Head | Hole]:
        """Yield every transaction, and every stretch where none can be read.

        Args:
            pos: Where one begins; the first one when left out.
            last: Id of the one before it.
        """
        while pos < self.size:
            try:
                head = self._head(pos, last)
            except _FlawError as flaw:
                following = self._following(pos + 1, last)
                end = self.size if following is None else following
                tail = following is None
                blank = tail and self._is_blank(pos)
                torn = tail and (flaw.torn or blank)
                unfinished = torn and flaw.unfinished
                tid = flaw.tid if tail else b""
                yield Hole(
                    pos,
                    end,
                    str(flaw),
                    tail,
                    torn,
                    unfinished,
                    blank,
                    tid,
                    flaw.missing if tid else 0,
                )
                pos = end
            else:
                yield head
                pos, last = head.end, head.tid

    def entries(self, head: Head) -> Iterator[TapeRecord]:
        """Yield the records of a transaction; one that is wrong has a fault."""
        if head.status == "u":
            return
        pos, end = head.first, head.end - 8
        while pos < end:
            fault = ""
            try:
                header = self._read_data_header(pos)
                fault = _fault(header, head, pos, end)
            except (CorruptedError, ValueError, struct.error) as error:
                header, fault = None, f"its head cannot be read: {error}"
            if fault:
                following = self._next_record(head, pos + 1, end)
                yield TapeRecord(
                    pos, b"" if header is None else header.oid, head.tid, 0, 0, 0, fault
                )
                pos = following
            else:
                yield TapeRecord(
                    pos, header.oid, header.tid, header.plen or 0, header.back, header.prev
                )
                pos += header.recordlen()

    def data(self, entry: TapeRecord) -> bytes | None:
        """Return the data of a record, followed back; None for an object that was taken back.

        Raises:
            ImageDamagedError: What it points back to cannot be read.
        """
        if entry.length:
            self._file.seek(entry.pos + DATA_HDR_LEN)
            found: bytes = self._file.read(entry.length)
            return found
        back, limit = entry.back, entry.pos
        while back:
            try:
                header = self._read_data_header(back)
            except (CorruptedError, ValueError, struct.error):
                header = None
            if header is None or header.oid != entry.oid or back >= limit:
                raise ImageDamagedError(
                    f"The record at {entry.pos} points back to none of its own."
                )
            if header.plen:
                self._file.seek(back + DATA_HDR_LEN)
                return bytes(self._file.read(header.plen))
            back, limit = header.back, back
        return None

    def raw_head(self, head: Head) -> tuple[bytes, bytes, bytes]:
        """Return user, note and extension of a transaction as they are stored."""
        self._file.seek(head.pos)
        _tid, _length, _status, user, note, more = struct.unpack(
            TRANS_HDR, self._file.read(TRANS_HDR_LEN)
        )
        return self._file.read(user), self._file.read(note), self._file.read(more)

    def _head(self, pos: int, last: bytes) -> Head:
        """Read the head of a transaction.

        Raises:
            _FlawError: There is none.
        """
        self._file.seek(pos)
        raw = self._file.read(TRANS_HDR_LEN)
        is_cut = len(raw) < TRANS_HDR_LEN
        tid, length, status, user, note, more = struct.unpack(
            TRANS_HDR, raw.ljust(TRANS_HDR_LEN, b"\0")
        )
        known = status in (b" ", b"p", b"u")
        plausible = _OLDEST <= tid <= _NEWEST
        follows = plausible and tid > last
        if status == b"c" and follows:
            raise _FlawError("a transaction was not finished", unfinished=True)
        finished = tid if known and follows else b""
        missing = pos + length + 8 - self.size
        if is_cut:
            raise _FlawError(
                "the head of a transaction is cut off",
                torn=True,
                unfinished=self._grows(),
                tid=finished,
                missing=missing if finished else 0,
            )
        if not known:
            raise _FlawError(f"a transaction has the unknown status {status!r}")
        if length < TRANS_HDR_LEN + user + note + more:
            raise _FlawError("a transaction is shorter than its own head", tid=finished)
        if missing > 0:
            torn = follows and not self._ends_here(pos)
            if torn and self._grows():
                raise _FlawError("a transaction is just being written", unfinished=True)
            reason = "a transaction reaches beyond the end of the file"
            if torn:
                reason = (
                    f"of the {length + 8:,} bytes of the transaction of "
                    f"{time_of(tid):%Y-%m-%d %H:%M:%S} UTC {missing:,} are missing"
                )
            raise _FlawError(reason, torn=torn, tid=finished, missing=missing if torn else 0)
        texts = self._file.read(user), self._file.read(note)
        self._file.seek(pos + length)
        if u64(self._file.read(8)) != length:
            raise _FlawError("the two lengths of a transaction differ", tid=finished)
        first = pos + TRANS_HDR_LEN + user + note + more
        fault = ""
        if tid <= last:
            fault = "its time is not after that of the one before"
        elif not plausible:
            fault = f"its time is too {'late' if tid > _NEWEST else 'early'}"
        shown = (texts[0].decode("utf-8", "replace"), texts[1].decode("utf-8", "replace"))
        return Head(pos, pos + length + 8, first, tid, status.decode(), *shown, fault)

    def _following(self, pos: int, last: bytes) -> int | None:
        """Return where the next whole transaction begins."""
        pattern = _heads_between(max(last, _OLDEST), _NEWEST)
        with mmap.mmap(self._file.fileno(), self.size, access=mmap.ACCESS_READ) as content:
            # Not by finditer, which would hold on to the content when it is to be closed.
            while (match := pattern.search(content, pos)) is not None:
                place = match.start()
                with contextlib.suppress(_FlawError):
                    if not self._head(place, last).fault:
                        return place
                pos = place + 1
        return None

    def _next_record(self, head: Head, pos: int, end: int) -> int:
        """Return where the next record of a transaction begins, or the transaction's end."""
        self._file.seek(pos)
        rest = self._file.read(end - pos)
        # Each record repeats the transaction's id and where the transaction begins.
        pattern = b".{8}" + re.escape(head.tid) + b".{8}" + re.escape(p64(head.pos)) + b"\0\0"
        match = re.search(pattern, rest, re.DOTALL)
        return end if match is None else pos + match.start()

    def _is_blank(self, pos: int) -> bool:
        """Return whether nothing but zeros follow, as a loss of power leaves them."""
        self._file.seek(pos)
        left = self.size - pos
        while left > 0:
            block = self._file.read(min(left, 1 << 20))
            if not block or block.strip(b"\0"):
                return not block
            left -= len(block)
        return True

    def _grows(self) -> bool:
        """Return whether the file is longer by now, since somebody writes in it.

        A transaction says that it is finished only when all of it is in the file.
        """
        return os.fstat(self._file.fileno()).st_size > self.size

    def _ends_here(self, pos: int) -> bool:
        """Return whether the last length of the file leads back to a place.

        Then the transaction there was written whole, and its head was damaged later.
        """
        self._file.seek(self.size - 8)
        return bool(self.size - 8 - u64(self._file.read(8)) == pos)


def _fault(header: Any, head: Head, pos: int, end: int) -> str:
    if header.tloc != head.pos:
        return "it does not point to its transaction"
    if header.tid != head.tid:
        return "it belongs to another transaction"
    if pos + header.recordlen() > end:
        return "it is longer than its transaction"
    if header.prev >= pos or header.back >= pos:
        return "it points ahead to its own past"
    return ""


def _heads_between(low: bytes, high: bytes) -> re.Pattern[bytes]:
    """Return what the head of a transaction of that time looks like.

    The first bytes of an id are years and months, and the first ones of a length are zero: few
    places in a file of texts look so.
    """
    if low[0] == high[0] and low[1] <= high[1]:
        months = re.escape(low[1:2]) + b"-" + re.escape(high[1:2])
        begin = re.escape(low[:1]) + b"[" + months + b"]"
    else:
        first, last = sorted((low[:1], high[:1]))
        begin = b"[" + re.escape(first) + b"-" + re.escape(last) + b"]."
    # A look-ahead, so that places which overlap are found as well.
    return re.compile(b"(?=" + begin + b".{6}\0\0[\0-\x0f].{5}[ up])", re.DOTALL)

"""Where an image's file ended when somebody looked: after its last commit, or when it was sealed.

A file that was cut between two transactions is a whole file like any other. The note beside it is
written over after every commit. It is not brought to the disk: what it names is there before it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from batos.image.storage.ledger import ledger_of, read_ledger
from batos.image.storage.seal import read_seal

__all__ = ["END_NOTE", "EndNote", "SeenEnd", "seen_ends"]

END_NOTE = ".end"
"""Ending of the note's name."""
_LENGTH = 68
"""Bytes of a note."""


@dataclass(frozen=True)
class SeenEnd:
    """Where a file ended.

    Attributes:
        first: Id of its first transaction.
        last: Id of the last one.
        size: Where that one ended, in bytes.
        is_all: Whether nothing was behind it. A seal tells what was there, and nothing of what
            was written since.
    """

    first: bytes
    last: bytes
    size: int
    is_all: bool = False

    def line(self) -> bytes:
        """Return the note of it, which is always of the same length."""
        told = f"{self.first.hex()} {self.last.hex()} {self.size:016x}"
        return f"{told} {hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}\n".encode()


class EndNote:
    """The note of an image that is open for writing.

    A note that cannot be written bars nobody from the image; one that is old is removed then.

    Args:
        file: The image's file.
    """

    def __init__(self, file: Path) -> None:
        self._path = Path(f"{file}{END_NOTE}")
        self._descriptor = -1
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
        with contextlib.suppress(OSError):
            self._descriptor = os.open(self._path, flags, 0o600)
            if os.fstat(self._descriptor).st_size > _LENGTH:
                os.ftruncate(self._descriptor, _LENGTH)  # somebody has written in it

    def write(self, end: SeenEnd) -> None:
        """Note where the file ends now."""
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, end.line())
        except OSError:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the note go."""
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = -1


def seen_ends(file: Path) -> tuple[SeenEnd, ...]:
    """Return where a file ended when that was noted: by its seal, and after its last commit.

    Who reads a file that is in use asks before, so that what is committed meanwhile is not missed.

    Args:
        file: The image's file.
    """
    seal = read_seal(read_ledger(ledger_of(file)).get("seal"))
    sealed = None
    if seal is not None:
        sealed = SeenEnd(bytes.fromhex(seal.first), bytes.fromhex(seal.last), seal.size)
    return tuple(end for end in (sealed, _noted(file)) if end is not None)


def _noted(file: Path) -> SeenEnd | None:
    try:
        line = Path(f"{file}{END_NOTE}").read_bytes()
        first, last, size, _digest = line.split()
        ids = bytes.fromhex(first.decode()), bytes.fromhex(last.decode())
        end = SeenEnd(*ids, int(size, 16), is_all=True)
    except (OSError, ValueError):
        return None
    return end if end.line() == line else None

"""The outline of a file image: where its transactions end, and what is packed of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from batos.care.files.onlooker import Pause, never
from batos.care.files.places import Place
from batos.care.files.seal import compare_seal, take_seal
from batos.image.storage.ledger import note_in_ledger, read_ledger
from batos.image.storage.seal import read_seal
from batos.image.storage.tape import Head, Hole, Tape

__all__ = ["Outline", "outline_of", "reseal"]


@dataclass
class Outline:
    """Where the transactions of a file end.

    Attributes:
        size: Where the last whole one ends, in bytes.
        first: Id of the first one.
        last: Id of the last one.
        packed: Id of the last one that a pack has touched; before it the past is not whole.
        ends: Where each ends, with its id, in order.
        holes: Stretches on which none can be read.
        undoable: Ids of those that can be undone.
    """

    size: int = 4
    first: bytes = b""
    last: bytes = b""
    packed: bytes = b""
    ends: dict[int, bytes] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    undoable: list[bytes] = field(default_factory=list)

    @property
    def damaged(self) -> bool:
        """Whether no transaction can be read somewhere before the last one."""
        return any(not hole.tail for hole in self.holes)

    @property
    def tail(self) -> Hole | None:
        """What is behind the last transaction, None where nothing is."""
        return next((hole for hole in self.holes if hole.tail), None)

    @property
    def is_whole(self) -> bool:
        """Whether nothing but transactions is in the file, and what a crash has left of one."""
        return all(hole.unfinished for hole in self.holes)

    def take(self, part: Hole | Head) -> None:
        """Take in what follows on the tape."""
        if isinstance(part, Hole):
            self.holes.append(part)
            return
        self.first = self.first or part.tid
        self.size, self.last = part.end, part.tid
        self.ends[part.end] = part.tid
        if part.status == "p":
            self.packed = part.tid
            self.undoable.clear()  # before a packed one nothing can be undone
        elif part.status == " ":
            self.undoable.append(part.tid)

    def end_of(self, tid: bytes) -> int:
        """Return where the last transaction ends that is not later than another one; 0 for none."""
        return max((end for end, each in self.ends.items() if each <= tid), default=0)


def outline_of(path: Path) -> Outline:
    """Return the outline of a file.

    Raises:
        ImageDamagedError: It is no image.
        OSError: It cannot be read.
    """
    found = Outline()
    with Tape(path) as tape:
        for part in tape.heads():
            found.take(part)
    return found


def reseal(place: Place, file: Path, outline: Outline, *, pause: Pause = never) -> bool:
    """Compare a file with its seal and, where it is what was sealed, seal all of it.

    Returns:
        Whether its bytes are what they were.

    Raises:
        OSError: It cannot be read.
    """
    old = read_seal(read_ledger(place.ledger).get("seal"))
    if (
        old is not None
        and outline.ends.get(old.size) == bytes.fromhex(old.last)
        and outline.first == bytes.fromhex(old.first)
        and compare_seal(file, old, pause=pause)
    ):
        return False
    if outline.first and outline.is_whole:
        seal = take_seal(file, outline.size, outline.first, outline.last, pause=pause)
        if seal is not None:
            note_in_ledger(place.ledger, seal=seal.to_plain())
    return True

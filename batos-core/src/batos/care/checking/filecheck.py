"""Checking the file of a file image: every transaction and every record on it, past ones too."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ZODB.fsIndex import fsIndex

from batos.care.checking.examine import Facts
from batos.care.checking.examiner import BATCH, BATCH_BYTES, Examiner
from batos.care.checking.flaws import SALVAGE, SLOW, Flaw, Flaws
from batos.care.files.blobs import BlobFile, blob_file, blob_files
from batos.care.files.reading import Pause, never
from batos.care.files.seal import compare_seal
from batos.errors import ImageDamagedError
from batos.image.past import time_of
from batos.image.storage.seal import Seal
from batos.image.storage.tape import START, Entry, Gap, Head, Tape

__all__ = [
    "CUTS_OFF",
    "FileFacts",
    "check_blob_files",
    "check_file",
    "check_seal",
    "tell_tail",
]

CUTS_OFF = "Opening the image cuts off what is behind its end, and keeps it beside the file."
"""What becomes of bytes behind the last transaction."""
_BREATH = 500
"""Records between two calls of the pause."""


@dataclass
class FileFacts:
    """What is on the tape.

    Attributes:
        complete: Whether the whole of it was read.
        transactions: How many transactions there are.
        records: How many records, past ones included.
        methods: How many versions of methods.
        size: Where the last whole transaction ends, in bytes.
        first: Id of the first transaction.
        last: Id of the last one.
        ends: Where transactions end, with their ids.
        blobs: Versions of blobs, by oid and transaction.
        index: Where the latest record of each object is.
        tail: What is behind the last transaction, where something is.
        spans: Where each record begins and whose it is, in order; to tell whom a stretch of
            damaged bytes concerns.
    """

    complete: bool = True
    transactions: int = 0
    records: int = 0
    methods: int = 0
    size: int = 0
    first: bytes = b""
    last: bytes = b""
    ends: dict[int, bytes] = field(default_factory=dict)
    blobs: set[tuple[bytes, bytes]] = field(default_factory=set)
    index: dict[bytes, int] = field(default_factory=dict)
    tail: Gap | None = None
    spans: list[tuple[int, bytes]] = field(default_factory=list)


def check_file(path: Path, flaws: Flaws, examiner: Examiner, *, pause: Pause = never) -> FileFacts:
    """Read the file of an image from its beginning to its end.

    Args:
        path: The file.
        flaws: Takes what is found.
        examiner: Looks at the records.
        pause: Called every few hundred records.

    Raises:
        ImageDamagedError: It is no image at all.
        OSError: It cannot be read.
    """
    facts = FileFacts()
    look = _Look(facts, flaws, examiner)
    with Tape(path) as tape:
        for part in tape.heads():
            if isinstance(part, Gap):
                if part.tail:
                    facts.tail = part
                else:
                    flaws.add(_gap(part))
                continue
            facts.transactions += 1
            facts.size, facts.last = part.end, part.tid
            facts.first = facts.first or part.tid
            facts.ends[part.end] = part.tid
            if part.fault:
                flaws.add(Flaw("file", f"In the transaction at byte {part.pos}: {part.fault}."))
            for entry in tape.entries(part):
                _check_record(tape, part, entry, facts, flaws, look)
                if facts.records % _BREATH == 0 and pause():
                    facts.complete = False
                    return facts
    look.settle()
    _check_index(path, facts, flaws)
    return facts


def _gap(gap: Gap) -> Flaw:
    where = f"bytes {gap.start} to {gap.end}"
    return Flaw("file", f"A part of the file cannot be read, {where}: {gap.reason}.", SALVAGE)


def tell_tail(gap: Gap) -> Flaw:
    """Return what is told of bytes behind the last transaction that are nobody's loss.

    Args:
        gap: Those bytes.
    """
    where = f"bytes {gap.start} to {gap.end}"
    if gap.unfinished:
        return Flaw(
            "tail",
            f"The file ends with what a crash left of a transaction, {where}: {gap.reason}.",
            "Nothing that was acknowledged is in it; opening the image cuts it off.",
            damage=False,
        )
    return Flaw(
        "tail",
        f"The end of the file, {where}, is no transaction; nothing is missing: {gap.reason}.",
        CUTS_OFF,
        damage=False,
    )


class _Look:
    """Has the records looked at, many at once."""

    def __init__(self, facts: FileFacts, flaws: Flaws, examiner: Examiner) -> None:
        self._facts = facts
        self._flaws = flaws
        self._examiner = examiner
        self._waiting: list[tuple[Entry, str, bytes]] = []
        self._bytes = 0

    def add(self, entry: Entry, where: str, data: bytes) -> None:
        """Take a record in."""
        self._waiting.append((entry, where, data))
        self._bytes += len(data)
        if len(self._waiting) >= BATCH or self._bytes >= BATCH_BYTES:
            self.settle()

    def settle(self) -> None:
        """Look at what waits."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        told = self._examiner([data for _, _, data in waiting])
        for (entry, where, _), found in zip(waiting, told, strict=True):
            if found.is_blob:
                self._facts.blobs.add((entry.oid, entry.tid))
            self._facts.methods += found.is_method
            if found.problem or found.method_problem:
                self._flaws.add(_problem(entry, where, found))


def _problem(entry: Entry, where: str, found: Facts) -> Flaw:
    number = int.from_bytes(entry.oid, "big")
    if found.endless:
        message = f"The record of @{number} {where}, was passed over: {found.problem}."
        return Flaw("slow", message, SLOW, number)
    kind = "method" if found.method_problem else "record"
    whose = f"{found.name} (@{number})" if found.is_method and found.name else f"@{number}"
    problem = found.problem or found.method_problem
    return Flaw(kind, f"The record of {whose} {where}, is damaged: {problem}.", oid=number)


def _check_record(
    tape: Tape, head: Head, entry: Entry, facts: FileFacts, flaws: Flaws, look: _Look
) -> None:
    facts.records += 1
    where = f"of {_at(head)}, at byte {entry.pos}"
    number = int.from_bytes(entry.oid, "big") if entry.oid else -1
    if entry.fault:
        flaws.add(Flaw("record", f"A record {where}, is damaged: {entry.fault}.", oid=number))
        return
    facts.spans.append((entry.pos, entry.oid))
    before = facts.index.get(entry.oid, 0)
    if entry.previous and entry.previous != before:
        flaws.add(
            Flaw("file", f"A record {where}, does not point to the one before it.", oid=number)
        )
    facts.index[entry.oid] = entry.pos
    try:
        data = tape.data(entry)
    except ImageDamagedError as error:
        flaws.add(Flaw("record", f"A record {where}, is damaged: {error}", oid=number))
        return
    if data is not None:
        look.add(entry, where, data)


def _at(head: Head) -> str:
    return f"{time_of(head.tid):%Y-%m-%d %H:%M:%S} UTC"


def _check_index(path: Path, facts: FileFacts, flaws: Flaws) -> None:
    """Compare the index beside the file, from which the next start finds its way."""
    file = Path(f"{path}.index")
    if not file.exists():
        return
    try:
        info = fsIndex.load(str(file))
        pos, index = int(info["pos"]), info["index"]
        # It may be of an earlier time, even of the empty file: what follows is read from there.
        wrong = pos not in (START, *facts.ends) or any(
            index.get(oid) != where for oid, where in facts.index.items() if where < pos
        )
    except Exception:
        # A damaged pickle raises whatever its bytes happen to trip.
        wrong = True
    if wrong and facts.transactions:
        flaws.add(
            Flaw(
                "index",
                f"The index {file.name!r} does not fit the file.",
                "Stop the system and delete it; the next start makes it anew.",
                damage=False,
            )
        )


def check_seal(
    path: Path, seal: Seal, facts: FileFacts, flaws: Flaws, *, pause: Pause = never
) -> int:
    """Compare a file with the digests of an earlier time.

    Returns:
        The bytes that were compared; 0 where the seal is of another file.

    Raises:
        OSError: It cannot be read.
    """
    known = facts.ends.get(seal.size) == bytes.fromhex(seal.last)
    if not known or facts.first != bytes.fromhex(seal.first):
        return 0
    stretches = compare_seal(path, seal, pause=pause)
    if stretches is None:
        facts.complete = False
        return 0
    for start, end in stretches:
        oids = sorted({int.from_bytes(oid, "big") for oid in _within(facts, start, end)})
        shown = ", ".join(f"@{oid}" for oid in oids[:8]) + (", …" if len(oids) > 8 else "")
        flaws.add(
            Flaw(
                "seal",
                f"Bytes {start} to {end} of the file have changed since they were sealed; "
                f"they hold records of {shown or 'no object'}.",
            )
        )
    return seal.size


def _within(facts: FileFacts, start: int, end: int) -> Iterator[bytes]:
    for number, (pos, oid) in enumerate(facts.spans):
        following = facts.spans[number + 1][0] if number + 1 < len(facts.spans) else facts.size
        if pos < end and following > start:
            yield oid


def check_blob_files(
    folder: Path, facts: FileFacts, flaws: Flaws, *, current: set[tuple[bytes, bytes]]
) -> list[BlobFile]:
    """Compare the files of blobs with the records on the tape.

    Args:
        folder: The folder of the blobs.
        facts: What is on the tape.
        flaws: Takes what is found.
        current: The versions that the image holds now, which were looked at already.

    Returns:
        The files that belong to records.
    """
    held = []
    present = set()
    for file in blob_files(folder):
        key = file.oid, file.tid
        present.add(key)
        if key in facts.blobs:
            held.append(file)
        elif file.tid <= facts.last:
            flaws.add(_orphan(file))
    for oid, tid in sorted(facts.blobs - present - current):
        if not blob_file(folder, oid, tid).path.exists():
            flaws.add(_lost(oid, tid))
    return held


def _orphan(file: BlobFile) -> Flaw:
    size = 0
    with contextlib.suppress(OSError):
        size = os.stat(file.path).st_size
    return Flaw(
        "orphan",
        f"The file {file.name} of {size} bytes belongs to no record.",
        "A pack removes it: batos image pack.",
        int.from_bytes(file.oid, "big"),
        damage=False,
    )


def _lost(oid: bytes, tid: bytes) -> Flaw:
    number = int.from_bytes(oid, "big")
    return Flaw(
        "blob",
        f"The file of an earlier version of the blob @{number} is not there, that of "
        f"{time_of(tid):%Y-%m-%d %H:%M:%S} UTC; undo and the past cannot show it.",
        "Restore a backup, or put the file back from one.",
        number,
    )

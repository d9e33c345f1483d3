"""Checking the file of a file image: every transaction and every record on it, past ones too."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ZODB.fsIndex import fsIndex

from batos.care.checking.examiner import Examiner
from batos.care.checking.flaws import SALVAGE, SLOW, Flaw, Flaws
from batos.care.checking.playing import Played, play
from batos.care.files.blobs import BlobFile, blob_files, version_file
from batos.care.files.onlooker import Pause, never
from batos.care.files.outline import Outline
from batos.care.files.seal import compare_seal
from batos.image.past import time_of
from batos.image.storage.seal import Seal
from batos.image.storage.tape import START, Hole, Tape

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
class FileFacts(Outline):
    """What is on the tape.

    Attributes:
        complete: Whether the whole of it was read.
        records: How many records, past ones included.
        methods: How many versions of methods.
        blobs: Versions of blobs, by oid and transaction.
        index: Where the latest record of each object is.
        spans: Where each record begins and whose it is, in order; to tell whom a stretch of
            damaged bytes concerns.
    """

    complete: bool = True
    records: int = 0
    methods: int = 0
    blobs: set[tuple[bytes, bytes]] = field(default_factory=set)
    index: dict[bytes, int] = field(default_factory=dict)
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
    with Tape(path) as tape:
        for part in play(tape, examiner):
            if isinstance(part, Played):
                _take_record(part, facts, flaws)
                if facts.records % _BREATH == 0 and pause():
                    facts.complete = False
                    return facts
                continue
            facts.take(part)
            if isinstance(part, Hole):
                if not part.tail:
                    flaws.add(_tell_hole(part))
            elif part.fault:
                flaws.add(Flaw("file", f"In the transaction at byte {part.pos}: {part.fault}."))
    _check_index(path, facts, flaws)
    return facts


def _tell_hole(hole: Hole) -> Flaw:
    where = f"bytes {hole.start} to {hole.end}"
    return Flaw("file", f"A part of the file cannot be read, {where}: {hole.reason}.", SALVAGE)


def tell_tail(hole: Hole) -> Flaw:
    """Return what is told of bytes behind the last transaction that are nobody's loss.

    Args:
        hole: Those bytes.
    """
    where = f"bytes {hole.start} to {hole.end}"
    if hole.unfinished:
        return Flaw(
            "tail",
            f"The file ends with what a crash left of a transaction, {where}: {hole.reason}.",
            "Nothing that was acknowledged is in it; opening the image cuts it off.",
            damage=False,
        )
    return Flaw(
        "tail",
        f"The end of the file, {where}, is no transaction; nothing is missing: {hole.reason}.",
        CUTS_OFF,
        damage=False,
    )


def _take_record(record: Played, facts: FileFacts, flaws: Flaws) -> None:
    facts.records += 1
    entry, found = record.entry, record.facts
    where = f"of {_at(facts.last)}, at byte {entry.pos}"
    number = int.from_bytes(entry.oid, "big") if entry.oid else -1
    if not entry.fault:
        facts.spans.append((entry.pos, entry.oid))
        before = facts.index.get(entry.oid, 0)
        if entry.previous and entry.previous != before:
            text = f"A record {where}, does not point to the one before it."
            flaws.add(Flaw("file", text, oid=number))
        facts.index[entry.oid] = entry.pos
    if record.fault:
        text = f"A record {where}, is damaged: {record.fault}."
        flaws.add(Flaw("record", text, oid=number))
    if found.is_blob:
        facts.blobs.add((entry.oid, entry.tid))
    facts.methods += found.is_method
    if found.endless:
        text = f"The record of @{number} {where}, was passed over: {found.problem}."
        flaws.add(Flaw("slow", text, SLOW, number))
    elif found.problem or found.method_problem:
        whose = f"{found.name} (@{number})" if found.is_method and found.name else f"@{number}"
        kind = "method" if found.method_problem else "record"
        problem = found.problem or found.method_problem
        text = f"The record of {whose} {where}, is damaged: {problem}."
        flaws.add(Flaw(kind, text, oid=number))


def _at(tid: bytes) -> str:
    return f"{time_of(tid):%Y-%m-%d %H:%M:%S} UTC"


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
    if wrong and facts.ends:
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
        if not version_file(folder, oid, tid).path.exists():
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
        f"{_at(tid)}; undo and the past cannot show it.",
        "Restore a backup, or put the file back from one.",
        number,
    )

"""Playing a tape: its transactions and records in order, with what the examiner says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from batos.care.checking.examine import Facts
from batos.care.checking.examiner import BATCH, BATCH_BYTES, Examiner
from batos.errors import ImageDamagedError
from batos.image.storage.tape import Head, Hole, Tape, TapeRecord

__all__ = ["Played", "play"]

_NOTHING = Facts("")
"""What is told where there is no data, as of an object that was taken back."""


@dataclass(frozen=True)
class Played:
    """A record of the transaction whose head came last.

    Attributes:
        entry: Where it is.
        data: Its data; None for an object that was taken back, and where there is a fault.
        fault: Why its data cannot be read off the tape, or an empty text.
        facts: What the data tells.
    """

    entry: TapeRecord
    data: bytes | None
    fault: str = ""
    facts: Facts = _NOTHING

    @property
    def problem(self) -> str:
        """Why the object cannot be had from it, or an empty text."""
        return self.fault or self.facts.problem


def play(tape: Tape, examiner: Examiner) -> Iterator[Hole | Head | Played]:
    """Yield every hole, every transaction and behind it its records.

    They are looked at many at once, across transactions, of which most are small.
    """
    waiting: list[Hole | Head | Played] = []
    size = 0
    for part in _parts(tape):
        waiting.append(part)
        size += len(part.data or b"") if isinstance(part, Played) else 0
        if len(waiting) >= 2 * BATCH or size >= BATCH_BYTES:
            yield from _examined(waiting, examiner)
            waiting, size = [], 0
    yield from _examined(waiting, examiner)


def _parts(tape: Tape) -> Iterator[Hole | Head | Played]:
    for part in tape.heads():
        yield part
        if isinstance(part, Hole):
            continue
        for entry in tape.entries(part):
            data, fault = None, entry.fault
            if not fault:
                try:
                    data = tape.data(entry)
                except ImageDamagedError as error:
                    fault = error.message.rstrip(".")
            yield Played(entry, data, fault)


def _examined(
    parts: Iterable[Hole | Head | Played], examiner: Examiner
) -> Iterator[Hole | Head | Played]:
    told = iter(
        examiner(
            [each.data for each in parts if isinstance(each, Played) and each.data is not None]
        )
    )
    for each in parts:
        if isinstance(each, Played) and each.data is not None:
            yield Played(each.entry, each.data, facts=next(told))
        else:
            yield each

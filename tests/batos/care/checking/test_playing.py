"""Playing a tape: all of it, in order, and many records looked at at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from batos.care.checking.examine import Facts, examine
from batos.care.checking.examiner import Examiner
from batos.care.checking.playing import Played, play
from batos.image.storage.tape import Head, Hole, Tape

from ..conftest import flip


class Counting(Examiner):
    """An examiner in this process that counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def __call__(self, records: Sequence[bytes]) -> list[Facts]:
        self.asked += 1
        return [examine(record) for record in records]


def _played(path: Path, examiner: Examiner) -> list[Hole | Head | Played]:
    with Tape(path) as tape:
        return list(play(tape, examiner))


def test_records_follow_their_transaction_and_are_looked_at_many_at_once(closed: Path) -> None:
    examiner = Counting()
    parts = _played(closed, examiner)
    with Tape(closed) as tape:
        heads = [head for head in tape.heads() if isinstance(head, Head)]
        entries = [(head, list(tape.entries(head))) for head in heads]
    assert [each for each in parts if isinstance(each, Head)] == heads
    assert [each.entry if isinstance(each, Played) else each for each in parts] == [
        part for head, records in entries for part in (head, *records)
    ]
    assert len(heads) > 4
    assert examiner.asked == 1
    records = [each for each in parts if isinstance(each, Played)]
    assert any(each.facts.is_method for each in records)
    assert any(each.facts.is_blob for each in records)
    assert not any(each.problem for each in records)


def test_what_cannot_be_read_is_told_with_its_reason(closed: Path) -> None:
    sound = [each for each in _played(closed, Counting()) if isinstance(each, Played)]
    flip(closed, sound[-1].entry.pos + 20)  # within its head
    with Examiner() as examiner:
        parts = [each for each in _played(closed, examiner) if isinstance(each, Played)]
    assert [each for each in parts if each.problem] == [each for each in parts if each.fault]
    assert any(each.data is None for each in parts if each.fault)

"""``salvage``: what can be read is kept, and what is lost is said."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from ZODB.FileStorage.format import DATA_HDR_LEN

from batos.care import Care
from batos.care.checking.examine import examine
from batos.errors import CancelledError, ImageDamagedError, ImageMissingError, UsageError
from batos.image import Root, Session
from batos.image.past import time_of
from batos.image.storage.tape import Head, Hole, Tape

from .conftest import content_of_blob, fault_of, flip, numbers, seeds


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "saved.fs"


def _open(path: Path) -> Session:
    return Session(str(path), lambda: None)


def test_a_sound_image_is_copied_whole(closed: Path, care: Care, new: Path) -> None:
    result = care.salvage(str(new))
    assert (result.lost_records, result.lost_bytes, result.losses) == (0, 0, ())
    assert result.report.sound
    assert json.loads(json.dumps(result.to_plain()))["check"]["sound"] is True
    saved = _open(new)
    assert len(numbers(saved)) == 20
    assert content_of_blob(saved) == b"other" * 1000
    assert [entry["description"] for entry in saved.database.undoLog(0, 2)] == [
        "blob again",
        "blob",
    ]
    saved.close()


def test_an_object_whose_record_is_damaged_is_what_it_was_before(
    session: Session, path: Path, care: Care, new: Path
) -> None:
    def work(root: Root) -> None:
        root.find("thing_4").text = "later text"
        root.find("thing_4").number = 44
        root.find("thing_5").number = 55

    session.change(work, note="later")
    session.close()
    # The length of a text: what follows it cannot be read any more.
    flip(path, path.read_bytes().index(b"later text") - 3, 6)
    assert not care.check().sound
    result = care.salvage(str(new))
    assert result.lost_records == 1
    assert len(result.objects_older) == 1
    assert result.objects_lost == ()
    assert result.report.sound
    saved = _open(new)
    held = numbers(saved)
    assert held["thing_4"] == 4
    assert held["thing_5"] == 55, "the other record of that transaction is kept"
    saved.close()


def test_what_comes_after_a_damaged_stretch_is_kept(
    closed: Path, opened: Callable[[], Session], care: Care, new: Path
) -> None:
    with Tape(closed) as tape:
        heads = [head for head in tape.heads() if not isinstance(head, Hole)]
    session = opened()
    session.change(lambda root: setattr(root.find("thing_6"), "number", 66), note="a")
    session.change(lambda root: setattr(root.find("thing_7"), "number", 77), note="b")
    session.close()
    content = bytearray(closed.read_bytes())
    content[heads[-1].end : heads[-1].end + 60] = b"\xff" * 60
    closed.write_bytes(content)
    result = care.salvage(str(new))
    assert result.lost_bytes > 0
    assert result.losses
    assert result.report.sound
    saved = _open(new)
    assert (numbers(saved)["thing_6"], numbers(saved)["thing_7"]) == (6, 77)
    saved.close()


def test_what_is_gone_for_good_is_said(closed: Path, care: Care, new: Path) -> None:
    with Tape(closed) as tape:
        records = [
            (entry, examine(tape.data(entry) or b""))
            for head in tape.heads()
            if isinstance(head, Head)
            for entry in tape.entries(head)
        ]
    entry = next(entry for entry, facts in records if facts.name == "thing_9")
    flip(closed, entry.pos + DATA_HDR_LEN, 3)
    result = care.salvage(str(new))
    assert not result.report.sound
    assert len(result.objects_lost) == 1
    kinds = {finding.kind for finding in result.report.findings}
    assert "reference" in kinds


@pytest.mark.parametrize("seed", seeds(12))
def test_whatever_is_damaged_the_rest_is_kept(
    closed: Path, care: Care, new: Path, seed: int
) -> None:
    rng = random.Random(seed)
    content = bytearray(closed.read_bytes())
    for _ in range(5):
        at = rng.randrange(200, len(content) - 300)
        content[at : at + 200] = rng.randbytes(200)
    closed.write_bytes(content)
    before = closed.read_bytes()
    fault = fault_of(lambda: care.salvage(str(new)))
    assert fault is None or "Nothing" in fault.message
    assert new.exists() is (fault is None)
    assert closed.read_bytes() == before


def test_a_transaction_that_was_cut_is_named_among_the_losses(
    closed: Path, care: Care, new: Path
) -> None:
    with Tape(closed) as tape:
        last = [head for head in tape.heads() if isinstance(head, Head)][-1]
    closed.write_bytes(closed.read_bytes()[:-20])
    (loss,) = care.salvage(str(new)).losses
    assert f"the transaction of {time_of(last.tid):%Y-%m-%d %H:%M:%S} UTC 20 are missing" in loss


@pytest.mark.parametrize("tail", [b".", b"....", b"." * 3000, b".\0\0\0"])
def test_a_tail_of_points_comes_to_an_end(closed: Path, care: Care, new: Path, tail: bytes) -> None:
    """ZODB's own salvage looks for a point and eight bytes, and hangs where they are not there."""
    closed.write_bytes(closed.read_bytes() + tail)
    assert care.salvage(str(new)).report.sound


def test_nothing_is_written_over(closed: Path, care: Care, new: Path) -> None:
    new.write_text("mine")
    with pytest.raises(UsageError, match="already"):
        care.salvage(str(new))
    assert new.read_text() == "mine"
    with pytest.raises(UsageError, match="already"):
        care.salvage(str(closed))


def test_what_is_no_image_is_said(path: Path, care: Care, new: Path) -> None:
    with pytest.raises(ImageMissingError):
        care.salvage(str(new))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"FS30" + b"\0" * 500)
    with pytest.raises(ImageDamagedError, match="Nothing of the image"):
        care.salvage(str(new))
    assert not new.exists()


def test_a_salvage_can_be_stopped(closed: Path, care: Care, new: Path) -> None:
    with pytest.raises(CancelledError):
        care.salvage(str(new), pause=lambda: True)
    assert not new.exists()

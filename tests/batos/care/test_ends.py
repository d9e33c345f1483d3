"""Ends that are missing: noticed when an image is opened, kept, and told until that is known."""

from __future__ import annotations

import logging
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from batos.care import Care
from batos.errors import ImageDamagedError, ImageError
from batos.image import Session
from batos.image.past import time_of
from batos.image.storage.ledger import note_in_ledger, read_ledger
from batos.image.storage.seen import seen_ends
from batos.image.storage.tape import Head, Hole, Tape

from .conftest import fault_of, flip, numbers, seeds

Opened = Callable[[], Session]
_STEPS = 6


def _heads(path: Path) -> list[Head]:
    with Tape(path) as tape:
        return [head for head in tape.heads() if not isinstance(head, Hole)]


def _forget(path: Path) -> None:
    """Leave nothing beside a file, as where it was copied alone."""
    for trace in (".end", ".care.json", ".index"):
        Path(f"{path}{trace}").unlink(missing_ok=True)


def _shown(tid: bytes) -> str:
    return f"{time_of(tid):%Y-%m-%d %H:%M:%S} UTC"


@pytest.fixture
def grown(session: Session, path: Path) -> Path:
    """The file of an image with a few more transactions, closed."""
    for number in range(_STEPS):
        session.change(
            lambda root, number=number: setattr(root.find("thing_7"), "number", 70 + number),
            note="step",
        )
    session.close()
    return path


@pytest.mark.parametrize("seed", seeds(12))
def test_a_file_that_was_cut_anywhere_is_told(
    grown: Path, care: Care, opened: Opened, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    heads, content = _heads(grown), grown.read_bytes()
    place = random.Random(seed).randrange(len(heads) - _STEPS, len(heads))
    # At a border, just behind one, just before the next, and somewhere between.
    head = heads[place]
    cut = (head.pos, head.pos + 1, head.end - 1, (head.pos + head.end) // 2)[seed % 4]
    grown.write_bytes(content[:cut])
    with caplog.at_level(logging.WARNING):
        opened()
    (end,) = care.missing_ends
    assert _shown(heads[place - 1].tid) in end.text
    assert _shown(heads[-1].tid) in end.text
    assert f"{len(content) - cut:,} byte" in end.text
    assert end.dropped == cut - head.pos
    assert end.backup is None
    assert "No backup is known" in end.hint
    if end.dropped:
        assert (grown.parent / end.kept).read_bytes() == content[head.pos : cut]
        assert end.kept in end.text
    assert end.text in "\n".join(caplog.messages)
    assert grown.read_bytes() == content[: head.pos]


@pytest.mark.parametrize("tail", [b"garbage, " * 50, b"z", b"\x93" * 400])
def test_bytes_that_were_appended_are_told_and_nothing_is_missing(
    grown: Path, care: Care, opened: Opened, tail: bytes
) -> None:
    whole = grown.read_bytes()
    grown.write_bytes(whole + tail)
    assert care.check().sound
    assert numbers(opened())["thing_7"] == 70 + _STEPS - 1
    (end,) = care.missing_ends
    assert (end.dropped, end.until, end.safe) == (len(tail), "", True)
    assert "nothing is missing" in end.text
    report = care.check()
    assert report.sound
    assert [finding.message for finding in report.findings] == [end.text]
    assert (grown.parent / end.kept).read_bytes() == tail
    opened().close()
    assert grown.read_bytes()[: len(whole)] == whole


@pytest.mark.parametrize("tail", [b"garbage, " * 50, b"\0" * 5000, b"\0"])
def test_where_nobody_knows_how_far_the_file_went_that_is_said(
    grown: Path, care: Care, opened: Opened, tail: bytes
) -> None:
    Path(f"{grown}.end").unlink()
    grown.write_bytes(grown.read_bytes() + tail)
    opened()
    (end,) = care.missing_ends
    assert (end.dropped, end.until, end.safe) == (len(tail), "", False)
    assert "nobody knows" in end.text


@pytest.mark.long
def test_it_is_told_until_somebody_says_that_it_is_known(
    grown: Path, care: Care, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    grown.write_bytes(grown.read_bytes()[:-20])
    for _ in range(3):
        with caplog.at_level(logging.WARNING):
            opened().change(lambda root: setattr(root.find("thing_1"), "number", 9), note="on")
        assert len(care.missing_ends) == 1
        assert "is missing" in caplog.text
        assert not care.check().sound
        assert care.status()["torn"][0]["text"] == care.missing_ends[0].text
        caplog.clear()
    care.acknowledge()
    assert care.missing_ends == ()
    assert care.check().findings == ()
    opened()
    assert "is missing" not in caplog.text


def test_an_end_that_went_missing_twice_is_told_twice(
    grown: Path, care: Care, opened: Opened
) -> None:
    for _ in range(2):
        grown.write_bytes(grown.read_bytes()[:-20])
        opened().close()
    assert [end.kept for end in care.missing_ends] == [f"{grown.name}.tr0", f"{grown.name}.tr1"]


def test_a_check_notices_it_before_anybody_has_opened_the_image(grown: Path, care: Care) -> None:
    assert care.check().sound
    heads = _heads(grown)
    grown.write_bytes(grown.read_bytes()[: heads[-2].pos])
    for trace in (".end", ".care.json"):  # each of them is enough
        found = [finding for finding in care.check().findings if finding.damage]
        assert [finding.kind for finding in found] == ["tail"]
        assert _shown(heads[-1].tid) in found[0].message
        Path(f"{grown}{trace}").unlink()


def test_the_seal_alone_tells_of_a_file_that_was_cut_between_two_transactions(
    grown: Path, care: Care, opened: Opened
) -> None:
    assert care.check().sound
    Path(f"{grown}.end").unlink()
    heads = _heads(grown)
    grown.write_bytes(grown.read_bytes()[: heads[-1].pos])
    opened()
    (end,) = care.missing_ends
    assert end.until == time_of(heads[-1].tid).isoformat(timespec="microseconds")


def test_a_file_that_lost_its_end_after_a_kill_is_told(
    path: Path, care: Care, opened: Opened, child: Callable[..., subprocess.Popen[str]]
) -> None:
    """Nothing was closed, so that neither index nor seal know of it."""
    writer = child("write")
    assert writer.stdout is not None
    for _ in range(5):
        said = int(writer.stdout.readline())
    writer.kill()
    writer.wait()
    heads = [head for head in _heads(path) if head.note == "step"]
    assert len(heads) >= said
    path.write_bytes(path.read_bytes()[: heads[2].end])
    opened()
    (end,) = care.missing_ends
    assert end.until >= time_of(heads[4].tid).isoformat(timespec="microseconds")


@pytest.mark.parametrize("zeros", [1, 10, 5000])
def test_what_a_loss_of_power_leaves_is_nobodys_loss(
    grown: Path, care: Care, opened: Opened, zeros: int
) -> None:
    """Zeros, and the note says that all is there that anybody had an answer to."""
    content = grown.read_bytes()
    grown.write_bytes(content + bytes(zeros))
    assert care.check().sound
    opened().close()
    assert care.missing_ends == ()
    assert grown.read_bytes() == content


def test_what_a_kill_leaves_of_a_transaction_is_nobodys_loss(
    grown: Path, care: Care, opened: Opened
) -> None:
    """A transaction that was not finished says so itself: it was never acknowledged."""
    last = _heads(grown)[-1]
    content = grown.read_bytes()
    # A voted transaction is the same but for its status and its time, which is later.
    later = (int.from_bytes(last.tid, "big") + 1).to_bytes(8, "big")
    begun = content[last.pos : last.end].replace(last.tid, later)
    for length in (len(begun), len(begun) - 9):
        grown.write_bytes(content + begun[:16] + b"c" + begun[17:length])
        report = care.check()
        assert report.sound, report.findings
        opened().close()
        assert care.missing_ends == ()
        assert grown.read_bytes() == content
    assert not list(grown.parent.glob("*.tr*"))


@pytest.mark.parametrize("length", [17, 23, 60, -9])
def test_a_transaction_that_was_not_finished_is_nobodys_loss_though_nothing_else_is_known(
    grown: Path, care: Care, opened: Opened, length: int
) -> None:
    last = _heads(grown)[-1]
    content = grown.read_bytes()
    begun = bytearray(content[last.pos : last.end])
    begun[16:17] = b"c"
    _forget(grown)
    grown.write_bytes(content[: last.pos] + begun[:length])
    assert care.check().sound
    opened().close()
    assert care.missing_ends == ()
    assert grown.read_bytes() == content[: last.pos]


@pytest.mark.parametrize("length", [17, 22, 23, 60, -1])
def test_a_transaction_that_says_it_was_finished_tells_itself_that_it_was_cut(
    grown: Path, care: Care, opened: Opened, length: int
) -> None:
    before, last = _heads(grown)[-2:]
    content = grown.read_bytes()
    cut = content[: last.pos] + content[last.pos : last.end][:length]
    grown.write_bytes(cut)
    _forget(grown)
    damage = [finding.message for finding in care.check().findings if finding.damage]
    assert [end["text"] for end in care.status()["torn"]] == damage
    opened().close()
    (end,) = care.missing_ends
    assert (end.safe, end.dropped) == (False, len(cut) - last.pos)
    assert end.until == time_of(last.tid).isoformat(timespec="microseconds")
    for told in (*damage, end.text):
        assert _shown(before.tid) in told
        missing = len(content) - len(cut)
        assert f"{_shown(last.tid)}: {missing} byte{'s' * (missing != 1)} of it" in told


@pytest.mark.parametrize("length", [1, 16])
def test_a_head_that_was_cut_before_it_tells_anything_may_be_anybodys_loss(
    grown: Path, care: Care, opened: Opened, length: int
) -> None:
    last = _heads(grown)[-1]
    grown.write_bytes(grown.read_bytes()[: last.pos + length])
    _forget(grown)
    for _ in range(2):
        (finding,) = [each for each in care.check().findings if each.damage]
        assert "nobody knows" in finding.message
    opened().close()
    (end,) = care.missing_ends
    assert (end.safe, end.until) == (False, "")


def test_a_seal_does_not_tell_that_nothing_was_written_since(
    session: Session, path: Path, care: Care, opened: Opened
) -> None:
    assert Care(str(path), path.parent, reader=session).check().sound
    session.change(lambda root: setattr(root.find("thing_7"), "number", 77), note="since")
    session.close()
    Path(f"{path}.end").unlink()
    path.write_bytes(path.read_bytes()[: _heads(path)[-1].pos + 10])
    assert not care.check().sound
    opened().close()
    (end,) = care.missing_ends
    assert "nobody knows" in end.text


def test_the_transaction_that_was_cut_is_believed_more_than_an_old_note(
    grown: Path, care: Care, opened: Opened
) -> None:
    note = Path(f"{grown}.end").read_bytes()
    opened().change(lambda root: setattr(root.find("thing_7"), "number", 77), note="since")
    opened().close()
    Path(f"{grown}.end").write_bytes(note)  # as a loss of power may leave it
    grown.write_bytes(grown.read_bytes()[:-20])
    assert not care.check().sound
    opened().close()
    (end,) = care.missing_ends
    assert (end.safe, end.until != "") == (False, True)


def test_who_only_reads_tells_of_a_transaction_that_was_cut(grown: Path, care: Care) -> None:
    last = _heads(grown)[-1]
    grown.write_bytes(grown.read_bytes()[:-20])
    _forget(grown)
    session = Session(f"file://{grown}?read_only=true", lambda: None)
    (end,) = Care(str(grown), grown.parent, reader=session).missing_ends
    session.close()
    assert _shown(last.tid) in end.text


# --- what has more ------------------------------------------------------------------------------


def test_the_backup_that_has_more_is_named(
    grown: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    folder = tmp_path / "my backups"
    first = care.backup(folder).point
    session = opened()
    session.change(lambda root: setattr(root.find("thing_1"), "number", 50), note="more")
    care.backup(folder)
    session.change(lambda root: setattr(root.find("thing_1"), "number", 51), note="more")
    second = care.backup(folder).point
    session.close()
    heads = _heads(grown)
    grown.write_bytes(grown.read_bytes()[: heads[-2].pos + 10])
    opened().change(lambda root: setattr(root.find("thing_1"), "number", 52), note="later")
    # A backup that was made since has later transactions, and not those that are missing.
    result = care.backup(folder)
    assert any("missing" in warning for warning in result.warnings)
    (end,) = care.missing_ends
    assert end.backup == {
        "folder": str(folder),
        "stamp": second["stamp"],
        "time": second["time"],
    }
    assert f"'{folder}' --force" in end.hint
    assert first["stamp"] != second["stamp"]


def test_a_backup_of_what_is_left_says_so_and_hides_no_earlier_one(
    grown: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    first = care.backup(tmp_path / "backups").point
    Path(f"{grown}.end").unlink()
    note_in_ledger(care.place.ledger, seal=None)
    grown.write_bytes(grown.read_bytes()[:-20])
    (warning,) = care.backup(tmp_path / "backups").warnings
    assert "The end of the image is missing, and is not in it" in warning
    assert "seal" not in read_ledger(care.place.ledger)
    opened()
    (end,) = care.missing_ends
    assert end.backup is not None
    assert end.backup["stamp"] == first["stamp"]


def test_a_backup_on_a_disk_that_is_away_is_named_as_it_was_noted(
    grown: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    point = care.backup(folder).point
    shutil.rmtree(folder)
    grown.write_bytes(grown.read_bytes()[:-20])
    opened()
    (end,) = care.missing_ends
    assert end.backup == {"folder": str(folder), "stamp": "", "time": point["time"]}


def test_a_backup_that_has_no_more_is_not_named(
    session: Session, path: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    care.backup(tmp_path / "backups")
    for number in (1, 2):
        session.change(
            lambda root, number=number: setattr(root.find("thing_1"), "number", number), note="on"
        )
    session.close()
    path.write_bytes(path.read_bytes()[:-20])
    opened()
    (end,) = care.missing_ends
    assert end.backup is None


def test_a_restore_mends_it(grown: Path, care: Care, opened: Opened, tmp_path: Path) -> None:
    care.backup(tmp_path / "backups")
    whole = grown.read_bytes()
    grown.write_bytes(whole[:-20])
    opened().close()
    care.restore(tmp_path / "backups", force=True)
    assert care.missing_ends == ()
    assert care.check().sound
    assert grown.read_bytes() == whole
    assert numbers(opened())["thing_7"] == 70 + _STEPS - 1


# --- what is no missing end ---------------------------------------------------------------------


def test_a_restore_of_an_earlier_time_is_whole(
    grown: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    care.backup(tmp_path / "backups")
    care.restore(tmp_path / "backups", at=_heads(grown)[-3].tid, force=True)
    opened()
    assert care.missing_ends == ()
    assert care.check().sound


def test_a_pack_is_no_loss(session: Session, path: Path, care: Care, opened: Opened) -> None:
    assert care.check().sound
    inside = Care(str(path), path.parent, reader=session)
    inside.pack(0, drop_history=True)
    session.change(lambda root: setattr(root.find("thing_1"), "number", 50), note="on")
    session.close()
    opened()
    assert care.missing_ends == ()
    assert care.check().sound


def test_the_note_of_another_file_counts_for_nothing(
    grown: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    other = Session(str(tmp_path / "other.fs"), lambda: None)
    other.close()
    shutil.copy(tmp_path / "other.fs", grown)
    opened()
    assert care.missing_ends == ()


@pytest.mark.parametrize("note", [b"", b"x", b"\0" * 68, b"batos " * 20])
def test_a_damaged_note_counts_for_nothing(
    grown: Path, care: Care, opened: Opened, note: bytes
) -> None:
    Path(f"{grown}.end").write_bytes(note)
    opened().close()
    assert care.missing_ends == ()
    assert [end.size for end in seen_ends(grown)] == [grown.stat().st_size]


def test_a_note_that_cannot_be_renewed_is_none(
    grown: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened()
    note = Path(f"{grown}.end")
    assert note.exists()
    with monkeypatch.context() as patch:
        patch.setattr(os, "lseek", lambda *_args: os.close(-1))
        session.change(lambda root: setattr(root.find("thing_1"), "number", 50), note="on")
    assert not note.exists()


def test_a_flipped_bit_of_the_note_is_noticed(grown: Path) -> None:
    for at in range(Path(f"{grown}.end").stat().st_size):
        good = Path(f"{grown}.end").read_bytes()
        flip(Path(f"{grown}.end"), at)
        assert seen_ends(grown) == ()
        Path(f"{grown}.end").write_bytes(good)


@pytest.mark.parametrize("torn", ["text", [1], [{"last": "x"}], [{}], {"a": 1}])
def test_a_ledger_that_somebody_has_written_in_is_survived(
    grown: Path, care: Care, opened: Opened, torn: object
) -> None:
    import json

    care.place.ledger.write_text(json.dumps({"torn": torn}))
    opened()
    assert care.missing_ends == ()


# --- what is never cut off ----------------------------------------------------------------------


@pytest.mark.parametrize("index", [True, False])
def test_a_damaged_length_in_the_middle_does_not_cost_all_that_follows(
    grown: Path, care: Care, opened: Opened, index: bool
) -> None:
    """FileStorage takes it for the end of the file, and cuts off everything behind it."""
    if not index:
        Path(f"{grown}.index").unlink()
    flip(grown, _heads(grown)[2].pos + 10)
    before = grown.read_bytes()
    fault = fault_of(opened)
    assert grown.read_bytes()[: len(before)] == before
    if not index:
        assert isinstance(fault, ImageDamagedError)
        assert "more behind it" in fault.message
        assert "batos image salvage" in fault.hint


@pytest.mark.parametrize("transactions", [0, 1])
@pytest.mark.parametrize("more", [b"", b"\0" * 30, b"\xff" * 9000])
def test_an_image_of_which_as_good_as_nothing_is_left_is_not_born_again(
    grown: Path, care: Care, opened: Opened, transactions: int, more: bytes, tmp_path: Path
) -> None:
    care.backup(tmp_path / "backups")
    left = 4 if not transactions else _heads(grown)[0].end
    grown.write_bytes(grown.read_bytes()[:left] + more)
    before = grown.read_bytes()
    for _ in range(2):
        fault = fault_of(opened)
        assert isinstance(fault, ImageDamagedError)
        assert "left as it is" in fault.hint
        assert str(tmp_path / "backups") in fault.hint
    assert grown.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="needs a folder in the way")
def test_an_end_that_cannot_be_kept_is_not_cut_off(
    grown: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = grown.read_bytes()[:-20]
    grown.write_bytes(before)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", full)
        fault = fault_of(opened)
    assert isinstance(fault, ImageError)
    assert "No space left" in fault.message
    assert grown.read_bytes() == before
    assert not list(grown.parent.glob("*.tr*"))
    assert fault_of(opened) is None

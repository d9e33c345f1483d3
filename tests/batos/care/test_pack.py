"""``pack``: what stays, what goes, and that a killed or stopped one does no harm."""

from __future__ import annotations

import errno
import os
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from batos.care import Care
from batos.care import packer as packer_module
from batos.care.files.blobs import blob_files
from batos.errors import (
    CancelledError,
    ImageDamagedError,
    ImageError,
    ImageLockedError,
    ImageMissingError,
    UsageError,
)
from batos.image import Root, Session
from batos.image.history import events_of
from batos.image.storage.ledger import read_ledger
from batos.objects import methods_of

from .conftest import content_of_blob, fault_of, flip, numbers, seeds

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


def _waste(session: Session, commits: int = 30) -> None:
    def work(root: Root) -> None:
        thing = root.find("thing_1")
        thing.text = "y" * 3000
        thing.text = thing.text + str(thing.number)
        thing.number = thing.number + 1

    for _ in range(commits):
        session.change(work, note="waste")


@pytest.fixture
def inside(session: Session, path: Path, tmp_path: Path) -> Care:
    """The care of who has the image open."""
    return Care(str(path), tmp_path, reader=session)


def test_a_pack_says_before_what_can_no_longer_be_undone(inside: Care) -> None:
    plan = inside.plan_pack(30)
    assert plan.undoable > 0
    assert plan.lost == 0
    plan = inside.plan_pack(0)
    assert plan.lost == plan.undoable


def test_nothing_is_lost_that_is_younger_than_the_days(
    inside: Care, session: Session, path: Path
) -> None:
    _waste(session)
    before = path.stat().st_size
    result = inside.pack(1)
    assert (result.lost, result.before, result.after) == (0, before, before)
    assert inside.plan_pack(0).undoable > 30


def test_dropping_all_history_must_be_said(inside: Care) -> None:
    with pytest.raises(UsageError, match="drops all undo"):
        inside.pack(0)
    with pytest.raises(UsageError, match="from 0 to 36500"):
        inside.pack(-1, drop_history=True)


def test_a_pack_keeps_what_the_image_is(inside: Care, session: Session, path: Path) -> None:
    _waste(session)
    before, held = path.stat().st_size, numbers(session)
    result = inside.pack(0, drop_history=True)
    assert result.before == before
    assert result.after == path.stat().st_size < before / 4
    assert result.lost > 30
    assert numbers(session) == held
    assert inside.check().sound
    assert inside.plan_pack(0).undoable == 0
    assert read_ledger(inside.place.ledger)["pack"]["lost"] == result.lost


def test_versions_of_methods_outlive_a_pack(inside: Care, session: Session) -> None:
    inside.pack(0, drop_history=True)
    with session.read() as root:
        genesis = root.find("genesis")
        newest = methods_of(genesis)["double"]
        assert "* 3" in newest.source
        assert "* 2" in newest.previous.source
        assert len(events_of(root, genesis, "double")) == 2


def test_files_of_blobs_go_with_their_records(inside: Care, session: Session, path: Path) -> None:
    folder = Path(f"{path}.blobs")
    assert len(list(blob_files(folder))) == 2
    result = inside.pack(0, drop_history=True)
    assert result.blobs == 1
    assert result.blob_bytes == 4000
    assert len(list(blob_files(folder))) == 1
    assert content_of_blob(session) == b"other" * 1000
    session.change(lambda root: delattr(root.find("genesis"), "file"), note="drop")
    assert inside.pack(0, drop_history=True).blobs == 1
    assert list(blob_files(folder)) == []
    assert inside.check().findings == ()


def test_a_blob_that_is_being_committed_is_left_alone(
    inside: Care, session: Session, path: Path
) -> None:
    """Its file is there before its record is, and must not be taken for one without."""
    draft = max(blob_files(Path(f"{path}.blobs")), key=lambda file: file.tid)
    later = draft.path.with_name(f"0x{'7' * 16}.blob")
    later.write_bytes(b"a draft")
    inside.pack(0, drop_history=True)
    assert later.exists()


def test_the_old_file_is_kept_only_when_asked_for(inside: Care, session: Session) -> None:
    _waste(session)
    assert inside.pack(0, drop_history=True).kept == ""
    assert not inside.place.beside(".old").exists()
    _waste(session)
    kept = inside.pack(0, drop_history=True, keep_old=True).kept
    assert Path(kept).stat().st_size > 0


def test_what_was_sealed_is_sealed_anew(inside: Care, session: Session) -> None:
    _waste(session)
    assert inside.check().sound
    inside.pack(0, drop_history=True)
    report = inside.check()
    assert report.sound
    assert report.sealed == report.counts["bytes"]


def test_writing_goes_on_while_it_packs(inside: Care, session: Session) -> None:
    """Two objects move in step, in other threads; no commit is lost and no half one is seen."""
    _waste(session, 100)
    done = threading.Event()
    kept: list[int] = []

    def step(root: Root) -> int:
        root.find("thing_5").number += 1
        root.find("thing_6").number = root.find("thing_5").number
        return int(root.find("thing_5").number)

    def write() -> None:
        while not done.is_set():
            kept.append(session.change(step, note="step"))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(3):
            inside.pack(0, drop_history=True)
    finally:
        done.set()
        for writer in writers:
            writer.join()
    held = numbers(session)
    assert held["thing_5"] == held["thing_6"] == max(kept)
    assert sorted(kept) == list(range(6, 6 + len(kept)))
    assert inside.check().sound


def test_a_pack_can_be_stopped(inside: Care, session: Session, path: Path) -> None:
    _waste(session)
    before = path.read_bytes()
    calls = iter([False, False, False, True])
    with pytest.raises(CancelledError, match="as it was"):
        inside.pack(0, drop_history=True, pause=lambda: next(calls, True))
    assert path.read_bytes() == before
    assert not inside.place.beside(".pack").exists()
    session.change(lambda root: setattr(root.find("thing_1"), "number", 5), note="on")
    assert inside.pack(0, drop_history=True).after < len(before)


def test_a_full_disk_leaves_the_image_as_it_was(
    inside: Care, session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _waste(session)
    before = path.read_bytes()

    def full(_path: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(packer_module, "_sync", full)
    with pytest.raises(ImageError, match="No space left"):
        inside.pack(0, drop_history=True)
    assert path.read_bytes() == before
    monkeypatch.undo()
    session.change(lambda root: setattr(root.find("thing_1"), "number", 5), note="on")
    assert inside.pack(0, drop_history=True).after < len(before)


@pytest.mark.parametrize("seed", seeds(6))
def test_a_damaged_file_is_not_packed_away(
    session: Session, care: Care, path: Path, seed: int
) -> None:
    """Whatever a pack makes of damage, what it does not understand it leaves as it was."""
    _waste(session)
    session.close()
    rng = random.Random(seed)
    for _ in range(20):
        flip(path, rng.randrange(4, path.stat().st_size), rng.randrange(8))
    before = path.read_bytes()
    fault = fault_of(lambda: care.pack(0, drop_history=True))
    if fault is not None:
        assert isinstance(fault, ImageDamagedError)
        assert "check" in fault.hint or "salvage" in fault.hint
        assert path.read_bytes()[:4] == before[:4]
        assert not care.place.beside(".pack").exists()


def test_an_image_in_use_elsewhere_is_not_packed(session: Session, care: Care) -> None:
    with pytest.raises(ImageLockedError):
        care.pack(30)


def test_no_image_is_born_by_a_pack(care: Care, path: Path) -> None:
    with pytest.raises(ImageMissingError):
        care.pack(30)
    assert not path.exists()


def test_a_pack_waits_for_other_care(inside: Care, child: Callable[..., object]) -> None:
    holder = child("attend")
    assert holder.stdout.readline() == "held\n"
    told: list[str] = []

    def progress(text: str) -> None:
        told.append(text)
        if text.startswith("waiting"):
            holder.stdin.close()

    inside.pack(30, progress=progress)
    assert told[0].startswith("waiting for another")


def _survive(child, opened: Callable[[], Session], care: Care, rng: random.Random) -> None:
    """Kill a process that commits and packs, at a random place; nothing acknowledged is lost."""
    process = child("pack")
    kept, packs, stop = 0, 0, rng.randrange(1, 4)
    for line in process.stdout:
        if line.strip().isdigit():
            kept = int(line)
        elif line == "packing\n":
            packs += 1
            if packs == stop:
                threading.Timer(rng.random() * 0.02, process.kill).start()
    process.wait()
    session = opened()
    with session.read() as root:
        left, right = root.find("left"), root.find("right")
        assert kept <= left.n == right.n <= kept + 1
        if left.n >= 10:
            with right.blob.open() as stream:
                assert int(stream.read()) == left.n - left.n % 10
    session.close()
    report = care.check()
    assert report.sound, report.findings


@posix
@pytest.mark.parametrize("seed", seeds(4, every=2))
def test_a_killed_pack_loses_nothing(
    child, opened: Callable[[], Session], care: Care, seed: int
) -> None:
    _survive(child, opened, care, random.Random(seed))


@posix
@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_killed_packs_lose_nothing(
    child, opened: Callable[[], Session], care: Care, seed: int
) -> None:
    _survive(child, opened, care, random.Random(seed))


def test_a_pack_that_was_killed_between_its_two_renames_is_put_right(
    session: Session, opened: Callable[[], Session], path: Path, care: Care
) -> None:
    held = numbers(session)
    session.close()
    path.replace(f"{path}.old")
    Path(f"{path}.pack").write_bytes(b"FS30 a copy that may not be whole")
    assert numbers(opened()) == held
    assert not Path(f"{path}.pack").exists()
    assert isinstance(opened(), Session)


def test_an_old_file_alone_is_not_taken_back(
    session: Session, opened: Callable[[], Session], path: Path
) -> None:
    """Who moves a damaged image away to begin anew may have the file of a pack beside it."""
    session.close()
    path.replace(f"{path}.old")
    with opened().read() as root:
        assert list(root.objects) == []

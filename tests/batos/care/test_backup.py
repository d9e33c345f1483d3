"""``backup``, ``restore`` and ``verify``: every point comes back, and damage is told."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from ZODB.scripts import repozo

from batos.care import Care
from batos.care import backup as backup_module
from batos.care import manifest as manifest_module
from batos.care import restore as restore_module
from batos.care.files.scratch import scratch
from batos.care.manifest import Repository
from batos.errors import (
    CancelledError,
    ImageDamagedError,
    ImageError,
    ImageLockedError,
    ImageMissingError,
    UsageError,
)
from batos.image import Root, Session

from .conftest import content_of_blob, flip, hang_blob, numbers, seeds

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def _count(session: Session) -> int:
    def work(root: Root) -> int:
        root.find("thing_1").number += 1
        root.find("thing_2").number = root.find("thing_1").number
        return int(root.find("thing_1").number)

    return session.change(work, note="count")


def _restored(care_at: Callable[[Path], Care], folder: Path, target: Path, **options) -> Session:
    care_at(target).restore(folder, **options)
    return Session(str(target), lambda: None)


def test_a_backup_of_an_image_in_use_comes_back_with_blobs_and_past(
    session: Session, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    result = care.backup(folder)
    assert result.fresh
    assert result.point["kind"] == "full"
    assert result.blobs == 2
    _count(session)
    again = _restored(care_at, folder, tmp_path / "again.fs")
    try:
        assert numbers(again) == {f"thing_{number}": number for number in range(20)}
        assert content_of_blob(again) == b"other" * 1000
        assert again.database.undoLog(0, 1)[0]["description"] == "blob again"
        with again.read(at=bytes.fromhex(result.point["tid"])) as root:
            assert root.find("thing_3").number == 3
    finally:
        again.close()


def test_blobs_take_no_room_twice(session: Session, care: Care, folder: Path) -> None:
    care.backup(folder)
    files = list((folder / "blobs").rglob("*.blob"))
    assert len(files) == 2
    assert all(path.stat().st_nlink == 2 for path in files) or os.name == "nt"


def test_blobs_are_copied_where_they_cannot_be_linked(
    session: Session, care: Care, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError("another file system")

    monkeypatch.setattr(backup_module.os, "link", refuse)
    assert care.backup(folder).blobs == 2
    monkeypatch.undo()
    assert care.verify(folder).sound


@pytest.mark.long
def test_a_chain_of_increments_restores_every_point(
    session: Session, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    states = []
    for number in range(5):
        result = care.backup(folder, incremental=True)
        assert result.point["kind"] == ("full" if number == 0 else "incremental")
        states.append((bytes.fromhex(result.point["tid"]), numbers(session)))
        _count(session)
        if number == 2:
            session.change(lambda root: hang_blob(root, b"third"), note="blob")
    assert len(list((folder / "image").glob("*.deltafs"))) == 4
    for place, (tid, state) in enumerate(states):
        target = tmp_path / f"again_{place}.fs"
        again = _restored(care_at, folder, target, at=tid)
        assert numbers(again) == state
        assert content_of_blob(again) == (b"other" * 1000 if place < 3 else b"third")
        again.close()
    assert care.verify(folder).sound


@pytest.mark.long
def test_any_transaction_between_two_backups_can_be_restored(
    session: Session, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    care.backup(folder)
    states = {}
    for _ in range(6):
        _count(session)
        states[session.database.lastTransaction()] = numbers(session)
    care.backup(folder, incremental=True)
    for place, (tid, state) in enumerate(states.items()):
        target = tmp_path / f"again_{place}.fs"
        again = _restored(care_at, folder, target, at=tid)
        assert numbers(again) == state
        assert again.database.lastTransaction() == tid
        again.close()


def test_nothing_new_makes_no_point(session: Session, care: Care, folder: Path) -> None:
    first = care.backup(folder, incremental=True)
    second = care.backup(folder, incremental=True)
    assert not second.fresh
    assert second.point == first.point
    assert len(Repository(folder).points()) == 1


def test_after_a_pack_an_incremental_backup_is_full(
    session: Session, care: Care, folder: Path, path: Path, tmp_path: Path, care_at
) -> None:
    care.backup(folder, incremental=True)
    before = session.database.lastTransaction()
    held = numbers(session)
    for _ in range(20):
        _count(session)
    Care(str(path), tmp_path, reader=session).pack(0, drop_history=True)
    result = care.backup(folder, incremental=True)
    assert result.point["kind"] == "full"
    _count(session)
    assert care.backup(folder, incremental=True).point["kind"] == "incremental"
    again = care_at(tmp_path / "again.fs").restore(folder, at=before)
    assert again.exact
    restored = Session(str(tmp_path / "again.fs"), lambda: None)
    assert numbers(restored) == held
    restored.close()


def test_a_state_that_was_packed_away_gives_the_one_before(
    session: Session, care: Care, folder: Path, path: Path, tmp_path: Path, care_at
) -> None:
    care.backup(folder)
    for _ in range(3):
        _count(session)
    between = session.database.lastTransaction()
    _count(session)
    Care(str(path), tmp_path, reader=session).pack(0, drop_history=True)
    care.backup(folder, incremental=True)
    result = care_at(tmp_path / "again.fs").restore(folder, at=between)
    assert (result.exact, result.newest) == (False, False)
    restored = Session(str(tmp_path / "again.fs"), lambda: None)
    assert numbers(restored)["thing_2"] == 2
    restored.close()


def test_a_time_after_all_backups_gives_the_latest_state(
    session: Session, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    care.backup(folder)
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    result = care_at(tmp_path / "again.fs").restore(folder, at=tomorrow)
    assert (result.exact, result.newest) == (False, True)


def test_a_folder_is_never_put_aside(session: Session, care: Care, folder: Path, care_at) -> None:
    care.backup(folder)
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("mine")
    for force in (False, True):
        with pytest.raises(UsageError, match="is a folder"):
            care_at(elsewhere).restore(folder, force=force)
    assert (elsewhere / "kept").read_text() == "mine"


def test_what_a_killed_drill_has_left_is_cleared_away(
    session: Session, care: Care, folder: Path
) -> None:
    care.backup(folder)
    program = (
        "import os, sys; from pathlib import Path\n"
        "from batos.care import verify\n"
        "verify.check = lambda *_args, **_options: os.kill(os.getpid(), 9)\n"
        "verify.verify(Path(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    assert subprocess.run(command, check=False).returncode != 0
    assert list(folder.glob(".scratch-*/image.fs"))
    with scratch(folder) as busy:
        assert any(".scratch-" in name for name in care.backup(folder).removed)
        assert busy.is_dir(), "another one is at work there"
    assert list(folder.glob(".scratch-*")) == []


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"\0 0 0 0\n", b""])
def test_a_damaged_table_of_repozo_keeps_nobody_from_a_backup(
    session: Session, care: Care, folder: Path, damage: bytes
) -> None:
    care.backup(folder)
    table = next((folder / "image").glob("*.dat"))
    table.write_bytes(damage + table.read_bytes() if damage else b"")
    _count(session)
    assert care.backup(folder, incremental=True).fresh
    assert care.verify(folder).sound


def test_what_no_backup_reaches_is_said(
    session: Session, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    care.backup(folder)
    with pytest.raises(ImageMissingError, match="There was no image at that time"):
        care_at(tmp_path / "again.fs").restore(folder, at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("again")] == [
        "again.fs.lock"
    ]


def test_a_folder_that_holds_other_things_is_left_alone(
    session: Session, care: Care, folder: Path
) -> None:
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other things"):
        care.backup(folder)
    assert [each.name for each in folder.iterdir()] == ["diary.txt"]
    with pytest.raises(UsageError, match="not a folder"):
        care.backup(folder / "diary.txt")
    with pytest.raises(ImageMissingError, match="holds no backups"):
        care.verify(folder)


def test_a_first_backup_that_was_killed_at_once_leaves_a_folder_to_use(
    session: Session, care: Care, folder: Path
) -> None:
    folder.mkdir()
    (folder / f"{manifest_module._MARK}.new").write_bytes(b'{"form')
    assert care.backup(folder).fresh
    assert care.verify(folder).sound


def test_backups_of_two_images_are_not_mixed(
    session: Session, care: Care, folder: Path, tmp_path: Path, care_at
) -> None:
    care.backup(folder)
    other = tmp_path / "other.fs"
    Session(str(other), lambda: None).close()
    with pytest.raises(UsageError, match="holds backups of"):
        care_at(other).backup(folder)


def test_no_image_no_backup_and_no_folder(care: Care, folder: Path) -> None:
    with pytest.raises(ImageMissingError):
        care.backup(folder)
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user with limits")
def test_a_folder_that_cannot_be_written_is_said(
    session: Session, care: Care, folder: Path
) -> None:
    folder.mkdir(mode=0o500)
    with pytest.raises(ImageError, match="cannot be written"):
        care.backup(folder)


def test_a_full_disk_leaves_earlier_backups_valid(
    session: Session, care: Care, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    care.backup(folder)
    _count(session)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    for module, name in ((repozo, "copyfile"), (backup_module, "digest_of")):
        monkeypatch.setattr(module, name, full)
        for incremental in (True, False):
            with pytest.raises(ImageError, match="No space left") as caught:
                care.backup(folder, incremental=incremental)
            assert "as they were" in caught.value.hint
        monkeypatch.undo()
    report = care.verify(folder)
    assert report.sound
    assert report.leftovers == ()
    assert care.backup(folder, incremental=True).point["kind"] == "incremental"
    assert care.verify(folder).sound


def test_a_backup_can_be_stopped(session: Session, care: Care, folder: Path) -> None:
    care.backup(folder)
    _count(session)
    with pytest.raises(CancelledError):
        care.backup(folder, incremental=True, pause=lambda: True)
    assert len(care.verify(folder).points) == 1
    assert care.backup(folder, incremental=True).fresh


def test_what_an_interrupted_backup_leaves_is_recognised_and_cleared(
    session: Session, care: Care, folder: Path
) -> None:
    care.backup(folder)
    _count(session)
    care.backup(folder, incremental=True)
    latest = max((folder / "points").iterdir())
    latest.unlink()  # the manifest comes last: without it the rest is nothing
    (folder / "image" / "tmp.tmp").write_bytes(b"half")
    report = care.verify(folder)
    assert report.sound
    assert len(report.points) == 1
    assert {Path(name).suffix for name in report.leftovers} == {".deltafs", ".index", ".tmp"}
    result = care.backup(folder, incremental=True)
    assert set(result.removed) == set(report.leftovers)
    assert care.verify(folder).leftovers == ()
    assert care.verify(folder).sound


def test_plain_repozo_can_verify_and_recover_what_is_kept(
    session: Session, care: Care, folder: Path, path: Path, tmp_path: Path
) -> None:
    care.backup(folder)
    _count(session)
    care.backup(folder, incremental=True)
    repozo.main(["-V", "-r", str(folder / "image")])
    target = tmp_path / "by_repozo.fs"
    # The second backup of one second is named after the next one.
    later = ["-D", "2999-01-01-00-00-00"]
    repozo.main(["-R", "-r", str(folder / "image"), "-o", str(target), *later])
    assert target.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("seed", seeds(6))
def test_a_flipped_bit_in_a_backup_is_found(
    session: Session, care: Care, folder: Path, seed: int, care_at, tmp_path: Path
) -> None:
    care.backup(folder)
    rng = random.Random(seed)
    pieces = sorted((folder / "image").glob("*.fs")) + sorted((folder / "blobs").rglob("*.blob"))
    victim = pieces[seed % len(pieces)]
    if victim.suffix == ".blob":  # it shares its bytes with the image's own
        copy = victim.read_bytes()
        victim.unlink()
        victim.write_bytes(copy)
    flip(victim, rng.randrange(victim.stat().st_size), rng.randrange(8))
    report = care.verify(folder, quick=seed % 2 == 0)
    assert not report.sound
    assert "does not have its sha256" in report.problems[0]
    assert not report.points[0]["whole"]
    with pytest.raises(ImageDamagedError, match="sha256"):
        care_at(tmp_path / "again.fs").restore(folder)
    assert not (tmp_path / "again.fs").exists()


def test_a_missing_and_a_short_piece_are_found(session: Session, care: Care, folder: Path) -> None:
    care.backup(folder)
    blob = min((folder / "blobs").rglob("*.blob"))
    blob.unlink()
    piece = next((folder / "image").glob("*.fs"))
    piece.write_bytes(piece.read_bytes()[:-1])
    problems = care.verify(folder).problems
    assert any("is not there" in problem for problem in problems)
    assert any("bytes instead of" in problem for problem in problems)


def test_a_damaged_manifest_is_named(session: Session, care: Care, folder: Path) -> None:
    care.backup(folder)
    manifest = next((folder / "points").iterdir())
    for text in ("{", "[]", '{"format": 1}', manifest.read_text().replace("/", "/../../")):
        manifest.write_text(text)
        with pytest.raises(ImageDamagedError, match="manifest"):
            care.verify(folder)


def test_a_damaged_increment_leaves_earlier_points_whole(
    session: Session, care: Care, folder: Path
) -> None:
    care.backup(folder)
    _count(session)
    care.backup(folder, incremental=True)
    flip(next((folder / "image").glob("*.deltafs")), 50)
    assert [point["whole"] for point in care.verify(folder).points] == [True, False]
    _count(session)
    result = care.backup(folder, incremental=True)
    assert result.point["kind"] == "full", "a damaged chain is not gone on with"


def test_a_backup_of_a_damaged_image_says_so(closed: Path, care: Care, folder: Path) -> None:
    care.backup(folder)
    flip(closed, closed.read_bytes().index(b"x" * 50) + 20)
    result = care.backup(folder)
    assert any("changed since they were sealed" in text for text in result.warnings)


def test_a_backup_of_what_cannot_be_read_is_refused(closed: Path, care: Care, folder: Path) -> None:
    care.backup(folder)
    closed.write_bytes(b"FS30" + random.Random(1).randbytes(5000))
    for incremental in (False, True):
        with pytest.raises(ImageDamagedError, match="cannot be backed up"):
            care.backup(folder, incremental=incremental)
    assert care.verify(folder).sound


def test_a_damaged_image_is_not_restored_unseen(
    closed: Path, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    flip(closed, closed.read_bytes().index(b"number * 3") + 9)
    care.backup(folder)
    report = care.verify(folder)
    assert not report.sound
    with pytest.raises(ImageDamagedError, match="holds a damaged image") as caught:
        care_at(tmp_path / "again.fs").restore(folder)
    assert caught.value.details["findings"]
    assert not (tmp_path / "again.fs").exists()
    assert list(tmp_path.glob("again.fs.damaged-*"))


# --- restoring over an image -------------------------------------------------------------------


def test_an_image_that_is_there_is_put_aside_and_never_lost(
    closed: Path, care: Care, folder: Path, opened: Callable[[], Session]
) -> None:
    care.backup(folder)
    session = opened()
    _count(session)
    session.close()
    newer = closed.read_bytes()
    with pytest.raises(UsageError, match="already"):
        care.restore(folder)
    assert closed.read_bytes() == newer
    result = care.restore(folder, force=True)
    assert Path(result.aside).read_bytes() == newer
    assert Path(f"{result.aside}.blobs").is_dir()
    assert numbers(opened())["thing_1"] == 1
    assert content_of_blob(opened()) == b"other" * 1000


def test_two_restores_within_a_second_put_two_images_aside(
    closed: Path, care: Care, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore_module, "_now", lambda: "2026-01-01-00-00-00")
    care.backup(folder)
    before = closed.read_bytes()
    results = [care.restore(folder, force=True) for _ in range(3)]
    asides = [Path(result.aside) for result in results]
    assert len(set(asides)) == 3
    assert asides[0].read_bytes() == before
    assert all(aside.is_file() and Path(f"{aside}.blobs").is_dir() for aside in asides)


def test_an_open_image_is_not_restored_over(
    session: Session, care: Care, folder: Path, child: Callable[..., object]
) -> None:
    care.backup(folder)
    with pytest.raises(ImageLockedError, match="open in another process"):
        care.restore(folder, force=True)
    session.close()
    holder = child("hold")
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(ImageLockedError):
        care.restore(folder, force=True)


def test_a_restore_that_was_killed_bears_no_new_image(
    closed: Path, care: Care, folder: Path, opened: Callable[[], Session]
) -> None:
    care.backup(folder)
    Path(f"{closed}.restoring").write_bytes(b"FS30")
    closed.unlink()
    with pytest.raises(ImageDamagedError, match="interrupted"):
        opened()
    care.restore(folder)
    assert numbers(opened())["thing_1"] == 1


def test_a_restore_needs_a_file(tmp_path: Path, folder: Path, session: Session, care: Care) -> None:
    care.backup(folder)
    with pytest.raises(UsageError, match="into a file"):
        Care("zeo://localhost:1", tmp_path).restore(folder)


def test_the_drill_leaves_nothing_behind(session: Session, care: Care, folder: Path) -> None:
    care.backup(folder)
    before = {each.name for each in folder.iterdir()}
    report = care.verify(folder)
    assert report.drill is not None
    assert report.drill.counts["methods"] == 2
    assert {each.name for each in folder.iterdir()} == before
    assert care.verify(folder, quick=True).drill is None


# --- while others write, and when the power goes -------------------------------------------------


def test_a_backup_while_others_write_is_some_committed_state(
    session: Session, care: Care, folder: Path, care_at, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            _count(session)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(4):
            care.backup(folder, incremental=True)
    finally:
        done.set()
        for writer in writers:
            writer.join()
    for place, point in enumerate(Repository(folder).points()):
        target = tmp_path / f"again_{place}.fs"
        again = _restored(care_at, folder, target, at=bytes.fromhex(point.tid))
        held = numbers(again)
        assert held["thing_1"] == held["thing_2"] or held["thing_1"] == 1
        with session.read(at=bytes.fromhex(point.tid)) as root:
            assert root.find("thing_1").number == held["thing_1"]
        again.close()


def _survive(child, care: Care, folder: Path, rng: random.Random) -> None:
    """Kill a process that backs up, at a random place; what it said is done can be restored."""
    process = child("backup", str(folder))
    done, stop = [], rng.randrange(1, 5)
    for line in process.stdout:
        if line == "begin\n":
            if len(done) == stop:
                threading.Timer(rng.random() * 0.03, process.kill).start()
        else:
            done.append(line.strip())
    process.wait()
    report = care.verify(folder)
    assert report.sound, report.problems
    assert set(done) <= {point["stamp"] for point in report.points}
    assert care.backup(folder, incremental=True)
    assert care.verify(folder).leftovers == ()


@posix
@pytest.mark.parametrize("seed", seeds(3, every=3))
def test_a_killed_backup_leaves_earlier_ones_valid(
    session: Session, child, care: Care, folder: Path, seed: int
) -> None:
    _survive(child, care, folder, random.Random(seed))


@posix
@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 150))
def test_many_killed_backups_leave_earlier_ones_valid(
    session: Session, child, care: Care, folder: Path, seed: int
) -> None:
    _survive(child, care, folder, random.Random(seed))


def test_the_manifest_tells_what_is_there(session: Session, care: Care, folder: Path) -> None:
    result = care.backup(folder)
    plain = json.loads((folder / "points" / f"{result.point['stamp']}.json").read_text())
    assert plain["format"] == 1
    assert plain["tid"] == session.database.lastTransaction().hex()
    assert plain["pieces"][0]["bytes"] == plain["size"]
    assert len(plain["blobs"]) == 2
    assert all(len(piece["sha256"]) == 64 for piece in (*plain["pieces"], *plain["blobs"]))


def test_a_moved_folder_of_backups_still_serves(
    session: Session, care: Care, folder: Path, tmp_path: Path
) -> None:
    care.backup(folder)
    moved = tmp_path / "moved"
    shutil.move(folder, moved)
    assert care.verify(moved).sound
    _count(session)
    assert care.backup(moved, incremental=True).point["kind"] == "incremental"
    assert care.verify(moved).sound

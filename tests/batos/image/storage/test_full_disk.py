"""A disk that is full, for real: what was acknowledged is there, the rest gets a sentence."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from ZODB.blob import Blob

from batos.care import Care
from batos.errors import ImageError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session, open_database
from batos.image.storage.tape import Hole, Tape
from batos.objects import UvmObject


@pytest.fixture
def path(disk: Any) -> Path:
    return Path(disk.path / "image.fs")


def _open(path: Path) -> Session:
    session = Session(str(path), GuardedRunner)
    session.change(_bear, note="bear")
    return session


def _bear(root: Root) -> None:
    if "thing" not in root.objects:
        root.add("thing", UvmObject(number=0, text=""))


def _put(session: Session, number: int, size: int = 10) -> None:
    def work(root: Root) -> None:
        root.find("thing").number = number
        root.find("thing").text = "x" * size

    session.change(work, note=f"put {number}")


def _fault_of(session: Session, number: int, size: int) -> ImageError | None:
    try:
        _put(session, number, size)
    except ImageError as error:
        return error
    return None


def _number(session: Session) -> int:
    with session.read() as root:
        return int(root.find("thing").number)


def _rests(path: Path) -> list[Hole]:
    with Tape(path) as tape:
        return [part for part in tape.heads() if isinstance(part, Hole)]


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 2, 3))])
def test_what_was_acknowledged_is_there_whenever_the_disk_was_full(
    path: Path, disk: Any, seed: int
) -> None:
    rng = random.Random(seed)
    session = _open(path)
    disk.fill()
    kept, refused = 0, 0
    for number in range(1, 150):
        if number % 20 == 0:
            disk.free(rng.randrange(6))
        if number % 20 == 10:
            disk.fill()
        size = rng.choice((10, 3_000, 9_000, 20_000, 200_000))
        fault = _fault_of(session, number, size)
        if fault is None:
            kept = number
        else:
            assert "No space left" in fault.message
            refused += 1
        assert _number(session) == kept
        assert _rests(path) == [], "nothing is left behind of what did not fit"
    assert kept
    assert refused
    session.close()
    disk.free()
    again = _open(path)
    assert _number(again) == kept
    again.close()
    assert Care(str(path), disk.path).check().findings == ()


def test_what_fits_goes_through_after_what_did_not(path: Path, disk: Any) -> None:
    session = _open(path)
    _put(session, 1, 100_000)
    disk.fill()
    disk.free(4)
    with pytest.raises(ImageError, match="No space left"):
        _put(session, 2, 3_000_000)
    _put(session, 3)
    assert _number(session) == 3
    session.close()


def test_a_blob_that_does_not_fit_is_told(path: Path, disk: Any) -> None:
    session = _open(path)
    disk.fill()

    def work(root: Root) -> None:
        blob = Blob()
        root.connection.add(blob)
        with blob.open("w") as stream:
            stream.write(b"x" * 100_000)
        root.find("thing").blob = blob

    with pytest.raises(ImageError, match="No space left"):
        session.change(work, note="blob")
    disk.free()
    session.change(work, note="blob")
    with session.read() as root, root.find("thing").blob.open() as stream:
        assert len(stream.read()) == 100_000
    session.close()


def test_an_image_is_opened_and_read_on_a_full_disk(path: Path, disk: Any) -> None:
    _put(session := _open(path), 7)
    session.close()
    for trace in (".index", ".end", ".tmp"):
        Path(f"{path}{trace}").unlink(missing_ok=True)
    disk.fill()
    again = Session(str(path), GuardedRunner)
    assert _number(again) == 7
    again.close()
    assert not list(path.parent.glob("*.index_tmp"))


def test_what_a_kill_has_left_keeps_nobody_out_of_a_full_disk(path: Path, disk: Any) -> None:
    _put(session := _open(path), 7)
    session.close()
    content = path.read_bytes()
    with Tape(path) as tape:
        last = [head for head in tape.heads() if not isinstance(head, Hole)][-1]
    later = (int.from_bytes(last.tid, "big") + 1).to_bytes(8, "big")
    begun = content[last.pos : last.end].replace(last.tid, later)
    path.write_bytes(content + begun[:16] + b"c" + begun[17:])
    disk.fill()
    again = Session(str(path), GuardedRunner)
    assert _number(again) == 7
    again.close()


def test_an_end_that_has_to_be_kept_needs_room(path: Path, disk: Any) -> None:
    _put(session := _open(path), 7)
    session.close()
    whole = path.read_bytes()
    path.write_bytes(whole + b"garbage, " * 5000)
    disk.fill()
    with pytest.raises(ImageError, match="No space left") as caught:
        open_database(str(path))
    assert "left as it is" in caught.value.hint
    assert path.read_bytes().startswith(whole + b"garbage")
    disk.free()
    open_database(str(path)).close()
    assert path.read_bytes() == whole


def test_no_image_is_born_on_a_full_disk(path: Path, disk: Any) -> None:
    disk.fill()
    with pytest.raises(ImageError, match="No space left"):
        Session(str(path), GuardedRunner)
    assert not path.exists() or not path.stat().st_size
    disk.free()
    _open(path).close()


def test_care_says_so_and_leaves_everything_as_it_was(path: Path, disk: Any) -> None:
    session = _open(path)
    for number in range(5):
        _put(session, number, 400_000)
    session.close()
    care = Care(str(path), disk.path)
    care.backup(disk.path / "backups")
    disk.fill()
    before = path.read_bytes()
    assert care.check().sound
    assert care.status()["records"]
    for work in (
        lambda: care.backup(disk.path / "others"),
        lambda: care.pack(0, drop_history=True),
        lambda: care.restore(disk.path / "backups", force=True),
        lambda: care.salvage(str(disk.path / "saved.fs")),
    ):
        with pytest.raises(ImageError, match="No space left"):
            work()
        assert path.read_bytes() == before
    assert not (disk.path / "saved.fs").exists()
    disk.free()
    assert care.verify(disk.path / "backups").sound
    assert care.check().sound


@pytest.mark.long
def test_a_disk_only_for_reading_is_told(path: Path, disk: Any) -> None:
    _put(session := _open(path), 7)
    session.close()
    disk.only_for_reading()
    care = Care(str(path), disk.path)
    assert care.check().sound
    for work in (
        lambda: open_database(str(path)),
        lambda: open_database(str(disk.path / "new.fs")),
        lambda: care.pack(0, drop_history=True),
        lambda: care.backup(disk.path / "backups"),
    ):
        with pytest.raises(ImageError, match="Read-only file system"):
            work()
    looking = Session(f"{path.as_uri()}?read_only=1", GuardedRunner)
    assert _number(looking) == 7
    looking.close()

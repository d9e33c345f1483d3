"""A restore puts the image together beside its place, and takes the place only when it is whole."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from batos.care import Care
from batos.care.files.places import Place
from batos.care.manifest import Repository
from batos.care.restore import restore, unpack
from batos.errors import ImageDamagedError, ImageError, ImageMissingError, UsageError
from batos.image import Root, Session

from .conftest import content_of_blob, numbers


@pytest.fixture
def backed(session: Session, care: Care, tmp_path: Path) -> Path:
    """A folder with two points: things that count from 0, and one of them changed; closed."""
    care.backup(tmp_path / "backups")
    session.change(_count, note="count")
    care.backup(tmp_path / "backups", incremental=True)
    session.close()
    return tmp_path / "backups"


def _count(root: Root) -> None:
    root.find("thing_1").number = 100


@pytest.fixture
def target(tmp_path: Path) -> Place:
    """Where nothing is."""
    return Place.of(str(tmp_path / "new" / "image.fs"), tmp_path)


def _left(place: Place) -> set[str]:
    """The files at a place, without the locks, which stay."""
    names = os.listdir(place.file.parent) if place.file.parent.is_dir() else ()
    return {name for name in names if not name.endswith(".lock")}


def test_the_latest_state_comes_back_and_the_result_says_which_it_is(
    backed: Path, target: Place
) -> None:
    result = restore(backed, target)
    session = Session(result.file, lambda: None)
    assert numbers(session)["thing_1"] == 100
    assert content_of_blob(session) == b"other" * 1000
    session.close()
    assert (result.exact, result.newest, result.aside) == (True, True, "")
    assert result.report.sound
    plain = json.loads(json.dumps(result.to_plain()))
    assert plain["file"] == str(target.file)
    assert plain["check"]["sound"] is True
    assert dt.datetime.fromisoformat(plain["time"]).tzinfo is not None
    note = json.loads(target.ledger.read_text())
    assert str(backed) in json.dumps(note), "the image knows its backups"


def test_an_earlier_state_is_not_the_newest_and_a_later_time_is_not_exact(
    backed: Path, target: Place, tmp_path: Path
) -> None:
    first, last = Repository(backed).points()
    result = restore(backed, target, at=bytes.fromhex(first.tid))
    assert (result.exact, result.newest) == (True, False)
    session = Session(result.file, lambda: None)
    assert numbers(session)["thing_1"] == 1
    session.close()
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    other = Place.of(str(tmp_path / "other.fs"), tmp_path)
    result = restore(backed, other, at=tomorrow)
    assert (result.exact, result.newest) == (False, True)
    assert result.point["tid"] == last.tid


def test_an_image_that_is_there_stays_as_it_is_unless_it_may_be_put_aside(
    backed: Path, place: Place
) -> None:
    before, beside = place.file.read_bytes(), _left(place)
    with pytest.raises(UsageError, match="already"):
        restore(backed, place)
    assert (place.file.read_bytes(), _left(place)) == (before, beside)
    result = restore(backed, place, force=True)
    aside = Path(result.aside)
    assert aside.read_bytes() == before
    assert {f"{aside.name}{ending}" for ending in ("", ".blobs", ".index")} <= _left(place)
    assert not any("restoring" in name for name in _left(place))


def test_blobs_that_lie_about_without_their_image_are_kept_too(backed: Path, target: Place) -> None:
    target.blobs.mkdir(parents=True)
    (target.blobs / "mine").write_text("kept")
    result = restore(backed, target)
    assert result.aside == "", "there was no image"
    (kept,) = target.file.parent.glob("image.fs.before-*.blobs")
    assert (kept / "mine").read_text() == "kept"


@pytest.mark.parametrize(
    "damage",
    [
        lambda _text: "{",
        lambda _text: "[]",
        lambda _text: '{"format": 99}',
        lambda _text: "\udcff",
        lambda text: text[:-30],
        lambda text: text.replace('"size": ', '"size": null, "was": '),
        lambda text: text.replace('"tid": "', '"tid": "x'),
        lambda text: text.replace('"name": "', '"name": "../'),
    ],
)
def test_a_damaged_manifest_is_named_and_nothing_is_made(
    backed: Path, target: Place, damage: Callable[[str], str]
) -> None:
    older, newest = sorted((backed / "points").iterdir())
    newest.write_bytes(damage(newest.read_text()).encode("utf-8", "surrogateescape"))
    with pytest.raises(ImageDamagedError, match="manifest") as caught:
        restore(backed, target)
    assert newest.name in caught.value.message
    assert _left(target) == set()
    newest.unlink()  # what the hint says
    assert older.exists()
    assert restore(backed, target).report.sound


def test_a_folder_without_backups_is_said(tmp_path: Path, target: Place, backed: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(ImageMissingError, match="holds no backups"):
            restore(folder, target)
    for manifest in (backed / "points").iterdir():
        manifest.unlink()
    with pytest.raises(ImageMissingError, match="came to its end"):
        restore(backed, target)
    assert _left(target) == set()


@pytest.mark.parametrize("what", ["piece", "blob"])
def test_a_piece_that_is_gone_leaves_the_place_as_it_was(
    backed: Path, place: Place, what: str
) -> None:
    repository = Repository(backed)
    point = repository.choose(None)
    gone = {
        "piece": repository.pieces / point.pieces[0].name,
        "blob": repository.blobs / point.blobs[-1].name,
    }
    gone[what].unlink()
    before, beside = place.file.read_bytes(), _left(place)
    with pytest.raises(ImageDamagedError, match="is not there"):
        restore(backed, place, force=True)
    assert (place.file.read_bytes(), _left(place)) == (before, beside)


def test_what_a_killed_restore_has_left_is_in_nobodys_way(backed: Path, target: Place) -> None:
    making = target.beside(".restoring")
    making.parent.mkdir()
    making.write_bytes(b"FS30 half of it")
    Path(f"{making}.blobs").mkdir()
    assert restore(backed, target).report.sound
    assert not making.exists()


def test_a_place_that_cannot_be_written_is_said(backed: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    target = Place.of(str(tmp_path / "file" / "image.fs"), tmp_path)
    with pytest.raises(ImageError, match="could not be restored") as caught:
        restore(backed, target)
    assert "as they were" in caught.value.hint
    assert (tmp_path / "file").read_text() == "mine"


def test_nothing_is_unpacked_over_a_file_nor_from_pieces_that_make_another_size(
    backed: Path, target: Place
) -> None:
    repository = Repository(backed)
    point = repository.choose(None)
    target.file.parent.mkdir()
    target.file.write_text("mine")
    with pytest.raises(FileExistsError):
        unpack(repository, point, target)
    assert target.file.read_text() == "mine"
    target.file.unlink()
    with pytest.raises(ImageDamagedError, match=f"instead of {point.size + 1}"):
        unpack(repository, replace(point, size=point.size + 1), target)

"""Files in the image: whole, on the disk before the commit, and read only afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ZODB.blob import Blob

from batos.errors import ImageDamagedError, ImageError, UsageError
from batos.image import Root, Session
from batos.image.blobs import blob_file, store_file
from batos.image.storage import blob_folder, read_address
from batos.objects import UvmObject


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(os.urandom(300_000))
    return path


def _keep(session: Session, file: Path, *, move: bool = False) -> None:
    def work(root: Root) -> None:
        root.add("library", UvmObject(model=store_file(root.connection, file, move=move)))

    session.change(work, note="keep a file")


def test_a_slot_holds_a_file(
    session: Session, file: Path, open_session: Callable[[], Session]
) -> None:
    content = file.read_bytes()
    _keep(session, file)
    with open_session().read() as root:
        blob = root.find("library").model
        assert isinstance(blob, Blob)
        with blob.open() as stream:
            assert stream.read() == content
        assert blob_file(blob).read_bytes() == content
        assert blob_file(blob).stat().st_mode & 0o222 == 0
    assert file.read_bytes() == content, "the original stays"


def test_a_file_may_be_moved(session: Session, file: Path) -> None:
    content = file.read_bytes()
    _keep(session, file, move=True)
    assert not file.exists()
    with session.read() as root, root.find("library").model.open() as stream:
        assert stream.read() == content


def test_a_file_can_be_read_in_the_transaction_that_takes_it(session: Session, file: Path) -> None:
    def work(root: Root) -> bytes:
        with store_file(root.connection, file).open() as stream:
            return stream.read()

    assert session.change(work, note="look") == file.read_bytes()


def test_an_abort_leaves_nothing_behind(session: Session, file: Path, uri: str) -> None:
    def work(root: Root) -> None:
        root.add("library", UvmObject(model=store_file(root.connection, file)))
        raise LookupError

    with pytest.raises(LookupError):
        session.change(work, note="fail")
    folder = blob_folder(read_address(uri)) / "tmp"
    assert [each for each in folder.rglob("*") if each.is_file()] == []
    with session.read() as root:
        assert "library" not in root.objects


def test_a_file_that_is_not_there_is_told(session: Session, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(UsageError, match="There is no file"):
            session.change(
                lambda root, path=path: store_file(root.connection, path) and None, note="keep"
            )


def test_a_disk_without_room_is_told(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("batos.image.blobs.sync_file", full)
    with pytest.raises(ImageError, match="No space left") as caught:
        _keep(session, file)
    assert "room" in caught.value.hint
    assert file.exists()


def test_undo_brings_the_older_file_back(session: Session, file: Path) -> None:
    _keep(session, file)

    def rewrite(root: Root) -> None:
        with root.find("library").model.open("w") as stream:
            stream.write(b"another")

    session.change(rewrite, note="rewrite")
    session.undo(session.database.undoLog(0, 1)[0]["id"], note="undo")
    with session.read() as root, root.find("library").model.open() as stream:
        assert stream.read() == file.read_bytes()


@pytest.mark.parametrize("kind", ["file", "sqlite"])
def test_a_blob_whose_file_is_lost_is_told(session: Session, file: Path) -> None:
    _keep(session, file)
    with session.read() as root:
        place = blob_file(root.find("library").model)
    place.chmod(0o600)
    place.unlink()
    with session.read() as root:
        blob = root.find("library").model
        with pytest.raises(ImageDamagedError, match="is not there") as caught:
            blob_file(blob)
        assert "backup" in caught.value.hint


@pytest.mark.parametrize("kind", ["file", "sqlite"])
@pytest.mark.skipif(os.name != "posix", reason="folders are synced on POSIX only")
def test_the_disk_has_the_file_before_it_has_the_transaction(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def watch(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc")
    monkeypatch.setattr(os, "fsync", watch)
    _keep(session, file)
    with session.read() as root:
        place = blob_file(root.find("library").model).resolve()
    assert str(place) in synced
    above = synced[synced.index(str(place)) :]
    assert str(place.parent) in above
    assert str(place.parents[2]) in above

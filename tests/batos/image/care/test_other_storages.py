"""Care of an image that is no file: SQLite stands for all storages with a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batos.guardian.run import GuardedRunner
from batos.image import Session
from batos.image.care import Care

from .conftest import bear, content_of_blob, hang_blob, improve, numbers, rewrite_blob

pytest.importorskip("relstorage")


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"sqlite://{tmp_path}/image"


@pytest.fixture
def session(uri: str) -> Iterator[Session]:
    session = Session(uri, GuardedRunner)
    session.change(bear, note="bear")
    session.change(improve, note="improve")
    session.change(hang_blob, note="blob")
    session.change(rewrite_blob, note="blob again")
    yield session
    session.close()


@pytest.fixture
def care(uri: str, tmp_path: Path) -> Care:
    return Care(uri, tmp_path / "state")


def test_it_is_checked_from_inside_and_outside(session: Session, care: Care, uri, tmp_path) -> None:
    for each in (care, Care(uri, tmp_path / "state", reader=session)):
        report = each.check()
        assert report.sound, report.findings
        assert report.counts["objects"] == 21
        assert report.counts["blobs"] == 1


def test_its_status_tells_what_is_known(session: Session, care: Care) -> None:
    facts = care.status()
    assert facts["storage"] == "sqlite"
    assert facts["records"] > 20
    assert facts["undoable"] >= 4
    assert facts["history_since"]
    assert facts["free"] == -1


def test_its_backups_are_files_that_grow_by_increments(
    session: Session, care: Care, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    assert care.backup(folder).point["kind"] == "full"
    session.change(lambda root: setattr(root.find("thing_1"), "number", 11), note="later")
    result = care.backup(folder, incremental=True)
    assert result.point["kind"] == "incremental"
    assert bytes.fromhex(result.point["tid"]) == session.database.lastTransaction()
    assert care.verify(folder).sound
    assert {each.name for each in folder.iterdir()} == {
        "batos-backup.json",
        "blobs",
        "image",
        "points",
    }
    target = tmp_path / "again.fs"
    Care(str(target), tmp_path).restore(folder)
    again = Session(str(target), GuardedRunner)
    assert numbers(again) == numbers(session)
    assert content_of_blob(again) == b"other" * 1000
    again.close()


def test_it_is_packed(session: Session, uri: str, tmp_path: Path) -> None:
    inside = Care(uri, tmp_path / "state", reader=session)
    assert inside.plan_pack(30).lost == 0
    held = numbers(session)
    result = inside.pack(0, drop_history=True)
    assert result.lost >= 4
    assert numbers(session) == held
    assert content_of_blob(session) == b"other" * 1000
    assert inside.check().sound
    assert inside.status()["pack"]["lost"] == result.lost

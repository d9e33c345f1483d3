"""Care of an image that is no file: SQLite stands for all storages with a server."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batos.care import Care
from batos.care.copying import copy_image
from batos.errors import UsageError
from batos.guardian.running.run import GuardedRunner
from batos.image import Session

from .conftest import (
    bear,
    content_of_blob,
    fault_of,
    hang_blob,
    improve,
    numbers,
    rewrite_blob,
    seeds,
)

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


def test_a_clock_that_went_back_is_a_note(
    session: Session, care: Care, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: right() + 400 * 86_400)
        session.change(lambda root: setattr(root.find("thing_1"), "number", 11), note="ahead")
    session.change(lambda root: setattr(root.find("thing_1"), "number", 12), note="later")
    report = care.check()
    assert report.sound, report.findings
    assert [finding.kind for finding in report.findings] == ["clock"]
    care.pack(1)
    assert numbers(session)["thing_1"] == 12


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


@pytest.mark.long
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


@pytest.mark.long
@pytest.mark.parametrize("seed", seeds(12))
def test_a_damaged_database_is_diagnosed(
    session: Session, care: Care, uri: str, tmp_path: Path, seed: int
) -> None:
    session.close()
    file = tmp_path / "image" / "main.sqlite3"
    for log in file.parent.glob("main.sqlite3-*"):
        log.unlink()
    content = bytearray(file.read_bytes())
    rng = random.Random(seed)
    if seed % 3 == 0:
        del content[rng.randrange(200, len(content)) :]
    else:
        start = rng.randrange(100, len(content) - 5_000)
        content[start : start + 5_000] = rng.randbytes(5_000)
    file.write_bytes(content)
    works: list[Callable[[], object]] = [
        care.check,
        care.status,
        lambda: care.backup(tmp_path / "backups"),
        lambda: care.plan_pack(1),
        lambda: copy_image(uri, str(tmp_path / "copy.fs")),
        lambda: numbers_of(uri),
        lambda: care.pack(0, drop_history=True),
    ]
    for work in works:
        fault = fault_of(work)
        assert fault is None or "Traceback" not in fault.message
    report = care.check()
    for finding in report.findings:
        assert "image salvage" not in finding.mend, "that is for files"


def numbers_of(uri: str) -> dict[str, int]:
    session = Session(uri, GuardedRunner)
    try:
        return numbers(session)
    finally:
        session.close()


def test_where_to_look_when_a_database_is_to_be_salvaged(care: Care, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        care.salvage(str(tmp_path / "saved.fs"))
    assert "--to FILE" in caught.value.hint

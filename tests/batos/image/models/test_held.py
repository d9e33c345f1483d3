"""Models in the image: taken in once, used where they lie, checked, and let go."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from batos.care import Care
from batos.errors import CancelledError, ImageError, UnknownNameError, UsageError
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.image.models import HeldModels, drafts, held_folder, held_names, links_folder

CONTENT = os.urandom(100_000)


@pytest.fixture
def uri(tmp_path):
    return (tmp_path / "world" / "image.fs").as_uri()


@pytest.fixture
def session(uri):
    made = Session(uri, GuardedRunner)
    yield made
    made.close()


@pytest.fixture
def models(session):
    return HeldModels(session)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Coder-1.5b.gguf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "tiny"
    (path / "deep").mkdir(parents=True)
    (path / "config.json").write_text("{}")
    (path / "deep" / "weights.safetensors").write_bytes(CONTENT)
    (path / ".cache").mkdir()
    (path / ".cache" / "lock").touch()
    return path


def blobs(uri):
    return [each for each in links_folder(uri).parent.rglob("*.blob") if each.is_file()]


def left_over(uri):
    return [
        each for each in (links_folder(uri).parent / "tmp").rglob("*") if each.suffix != ".lock"
    ]


def test_a_file_is_one_blob_with_its_checksum_and_a_second_name(models, uri, file):
    told = []
    facts = models.add(file, tell=lambda text, share: told.append((text, share)))
    assert (facts.name, facts.size) == ("coder-1.5b", len(CONTENT))
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert facts.files == {file.name: {"size": len(CONTENT), "sha256": sha256}}
    link = held_folder(uri, "coder-1.5b") / file.name
    [blob] = blobs(uri)
    assert link.samefile(blob)
    assert link.read_bytes() == CONTENT
    assert told[-1] == (f"copying {file.name}", 1.0)
    assert models.each() == [facts]
    assert held_names(uri) == ["coder-1.5b"]
    assert not left_over(uri)


def test_of_a_folder_each_file_is_a_blob(models, uri, folder):
    facts = models.add(folder, "small")
    assert set(facts.files) == {"config.json", "deep/weights.safetensors"}
    assert len(blobs(uri)) == 2
    assert (held_folder(uri, "small") / "deep" / "weights.safetensors").read_bytes() == CONTENT


def test_it_is_there_when_the_image_is_opened_again_elsewhere(models, session, uri, file, tmp_path):
    models.add(file, "coder")
    session.close()
    shutil.rmtree(links_folder(uri))
    shutil.copytree(tmp_path / "world", tmp_path / "other")
    moved = (tmp_path / "other" / "image.fs").as_uri()
    again = Session(moved, GuardedRunner)
    try:
        HeldModels(again).lay_out()
        link = held_folder(moved, "coder") / file.name
        assert link.read_bytes() == CONTENT
        assert link.samefile(blobs(moved)[0])
    finally:
        again.close()


def test_a_stale_link_is_made_anew_and_a_stray_one_dropped(models, uri, file):
    models.add(file, "coder")
    link = held_folder(uri, "coder") / file.name
    link.unlink()
    link.write_text("something else")
    (held_folder(uri, "coder") / "stray").touch()
    held_folder(uri, "gone").mkdir()
    models.lay_out()
    assert link.samefile(blobs(uri)[0])
    assert [each.name for each in link.parent.iterdir()] == [file.name]
    assert held_names(uri) == ["coder"]


def test_without_second_names_it_is_a_symbolic_link(models, uri, file, monkeypatch):
    def refused(*_paths):
        raise OSError("not here")

    monkeypatch.setattr(os, "link", refused)
    models.add(file, "coder")
    link = held_folder(uri, "coder") / file.name
    assert link.is_symlink()
    assert link.read_bytes() == CONTENT
    assert not left_over(uri)


def test_damage_is_found_and_named(models, uri, folder):
    models.add(folder, "small")
    assert all(each["ok"] for each in models.verify())
    link = held_folder(uri, "small") / "deep" / "weights.safetensors"
    link.chmod(0o600)
    with link.open("rb+") as content:
        content.write(b"x" if CONTENT[:1] != b"x" else b"y")
    (wrong,) = [each for each in models.verify("small") if not each["ok"]]
    assert (wrong["model"], wrong["file"]) == ("small", "deep/weights.safetensors")
    assert "sha256" in wrong["problem"]
    for each in blobs(uri):
        if each.samefile(link):
            each.unlink()
    (wrong,) = [each for each in models.verify() if not each["ok"]]
    assert "is not there" in wrong["problem"]


def test_let_go_and_packed_it_leaves_its_room(models, session, uri, file, tmp_path):
    models.add(file, "coder")
    models.remove("coder")
    assert models.each() == []
    assert held_names(uri) == []
    care = Care(uri, tmp_path / "state", reader=session)
    care.pack(0.0, drop_history=True)
    assert not blobs(uri)


def test_names(models, file, folder):
    models.add(file, "coder")
    with pytest.raises(ImageError, match="'coder' already"):
        models.add(folder, "coder")
    with pytest.raises(UsageError, match="cannot be called"):
        models.add(folder, "../x")
    with pytest.raises(UnknownNameError, match="'codre'") as caught:
        models.remove("codre")
    assert "'coder'" in caught.value.hint


def test_what_is_no_model_is_refused(models, tmp_path):
    with pytest.raises(UsageError, match="There is no"):
        models.add(tmp_path / "nothing.gguf")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no files"):
        models.add(tmp_path / "empty")


def test_cancelled_in_the_middle_it_leaves_nothing(models, uri, file):
    with pytest.raises(CancelledError):
        models.add(file, stopped=lambda: True)
    assert models.each() == []
    assert not blobs(uri)
    assert not left_over(uri)


def test_without_room_nothing_is_copied(models, uri, file, monkeypatch):
    usage = shutil.disk_usage(file)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(ImageError, match="no room"):
        models.add(file)
    assert not blobs(uri)
    assert not left_over(uri)


_KILLED = """\
import os, signal, sys
from pathlib import Path
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.image.models import HeldModels

models = HeldModels(Session(sys.argv[1], GuardedRunner))
models.add(Path(sys.argv[2]), tell=lambda _text, _share: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_killed_in_the_middle_it_leaves_nothing_that_the_next_one_does_not_sweep(uri, file):
    subprocess.run([sys.executable, "-c", _KILLED, uri, str(file)], check=False)
    session = Session(uri, GuardedRunner)
    try:
        models = HeldModels(session)
        assert models.each() == []
        assert not blobs(uri)
        assert left_over(uri)
        models.add(file, "coder")
        assert not left_over(uri)
        assert len(blobs(uri)) == 1
    finally:
        session.close()


def test_only_one_is_taken_in_at_a_time(models, session, file):
    temporary = Path(session.database.storage.temporaryDirectory())
    with drafts.drafts_in(temporary), pytest.raises(ImageError, match="Another model"):
        models.add(file)


def test_a_backup_brings_it_along(models, session, uri, file, tmp_path):
    models.add(file, "coder")
    care = Care(uri, tmp_path / "state", reader=session)
    care.backup(tmp_path / "backup")
    session.close()
    back = (tmp_path / "back" / "image.fs").as_uri()
    Care(back, tmp_path / "state").restore(tmp_path / "backup")
    again = Session(back, GuardedRunner)
    try:
        found = HeldModels(again)
        found.lay_out()
        assert all(each["ok"] for each in found.verify())
        assert (held_folder(back, "coder") / file.name).read_bytes() == CONTENT
    finally:
        again.close()

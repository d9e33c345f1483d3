"""Holding a file image: nobody else opens it, even where its lock file is gone."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zc.lockfile

from batos.care import Care
from batos.errors import BatosError, ImageLockedError
from batos.image import Session, open_database
from batos.image.storage.hold import Hold

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="elsewhere nobody deletes a lock file that is open"
)

Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def kind() -> str:
    """Every test here is about files."""
    return "file"


@pytest.fixture
def holder(path: Path, child: Child) -> subprocess.Popen[str]:
    """A process that has the image open, and whose lock file somebody has deleted."""
    other = child("hold")
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    Path(f"{path}.lock").unlink()
    return other


def test_a_deleted_lock_file_lets_nobody_in_while_the_process_lives(
    path: Path, holder: subprocess.Popen[str]
) -> None:
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(ImageLockedError) as caught:
            open_database(str(path))
        assert str(path) in caught.value.message
        assert "batos down" in caught.value.hint
        if Path("/proc/locks").exists():
            assert f"(process {holder.pid})" in caught.value.message
    assert path.read_bytes() == before
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    open_database(str(path)).close()


def test_a_deleted_lock_file_lets_nobody_in_from_this_process(session: Session, path: Path) -> None:
    Path(f"{path}.lock").unlink()
    with pytest.raises(ImageLockedError):
        open_database(str(path))


def test_an_image_that_somebody_holds_is_looked_at_and_not_packed_and_not_replaced(
    path: Path, holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    care = Care(str(path), tmp_path / "state")
    assert care.check().sound
    assert care.status()["records"] > 0
    assert care.backup(tmp_path / "backups").fresh
    with pytest.raises(ImageLockedError):
        care.pack(0, drop_history=True)
    with pytest.raises(ImageLockedError):
        care.restore(tmp_path / "backups", force=True)
    assert not list(path.parent.glob("*.before-*"))


def test_a_packed_image_is_held_as_before(session: Session, path: Path, tmp_path: Path) -> None:
    session.change(lambda root: root.meta.update({"seen": 1}), note="something to pack")
    Care(str(path), tmp_path / "state", reader=session).pack(0, drop_history=True)
    Path(f"{path}.lock").unlink()
    with pytest.raises(ImageLockedError):
        open_database(str(path))
    session.close()
    open_database(str(path)).close()


def test_there_is_no_moment_of_a_pack_at_which_the_image_is_free(
    session: Session, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two renames the file is called ``.old``, and a start would take it back."""
    session.change(lambda root: root.meta.update({"seen": 1}), note="something to pack")
    rename, answers = os.rename, []

    def watched(source: Any, target: Any) -> None:
        for _ in range(2):
            Path(f"{path}.lock").unlink(missing_ok=True)
            answers.append(_fault_of_opening(path))
            if len(answers) % 2:
                rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", watched)
        Care(str(path), tmp_path / "state", reader=session).pack(0, drop_history=True)
    assert len(answers) >= 4
    assert {type(answer) for answer in answers} == {ImageLockedError}
    with session.read() as root:
        assert root.meta["seen"] == 1


def _fault_of_opening(path: Path) -> BatosError | None:
    try:
        open_database(str(path)).close()
    except BatosError as error:
        return error
    return None


def test_a_pack_that_fails_leaves_the_image_held_and_then_free(
    session: Session, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.change(lambda root: root.meta.update({"seen": 1}), note="something to pack")

    def refused(_source: Any, _target: Any) -> None:
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refused)
        with pytest.raises(BatosError):
            Care(str(path), tmp_path / "state", reader=session).pack(0, drop_history=True)
    assert isinstance(_fault_of_opening(path), ImageLockedError)
    session.change(lambda root: root.meta.update({"seen": 2}), note="it goes on")
    session.close()
    open_database(str(path)).close()


def test_two_that_open_at_once_are_one_that_has_it(tmp_path: Path) -> None:
    file = tmp_path / "image.fs"
    holds: list[Hold] = []
    refused: list[zc.lockfile.LockError] = []
    barrier = threading.Barrier(8)

    def take() -> None:
        barrier.wait()
        try:
            holds.append(Hold(file))
        except zc.lockfile.LockError as error:
            refused.append(error)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(holds), len(refused)) == (1, 7)
    holds[0].close()


def test_a_file_that_was_replaced_is_held_anew(tmp_path: Path) -> None:
    file, fresh = tmp_path / "image.fs", tmp_path / "image.fs.pack"
    hold = Hold(file)
    fresh.touch()
    hold.reach(fresh)
    for _ in range(2):  # nothing has taken the place of anything yet
        with pytest.raises(zc.lockfile.LockError):
            Hold(fresh)
    fresh.replace(file)
    hold.settle()
    with pytest.raises(zc.lockfile.LockError):
        Hold(file)
    hold.close()
    Hold(file).close()

"""An image in a file: where its files are, and what is said when it cannot be opened."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from batos.errors import (
    ExitCode,
    ImageDamagedError,
    ImageError,
    ImageLockedError,
)
from batos.image import Root, Session, open_database
from batos.objects import UvmObject

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.fixture
def kind() -> str:
    """Every test here is about files."""
    return "file"


def _open_and_close(uri: str) -> None:
    open_database(uri).close()


@pytest.fixture
def filled(open_session: Callable[[], Session], path: Path) -> Path:
    """The file of an image with two commits, closed."""
    session = open_session()
    for number in (1, 2):

        def work(root: Root, number: int = number) -> None:
            root.add(f"obj{number}", UvmObject(n=number, text="x" * 100))

        session.change(work, note=f"commit {number}")
    session.close()
    return path


def _names(path: Path, open_session: Callable[[], Session]) -> list[str]:
    with open_session().read() as root:
        return list(root.objects.keys())


# --- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain.fs", "with blank.fs", "ä%20#b.fs", "q?x=1.fs", "a+b&c.fs"])
def test_files_have_the_name_that_was_asked_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / "my images" / name
    _open_and_close(path.as_uri())
    assert path.is_file()
    assert Path(f"{path}.blobs").is_dir()
    before = path.read_bytes()
    _open_and_close(str(path))
    assert path.read_bytes() == before, "a plain path and a URI name the same file"
    assert {each.name.split(".fs")[0] for each in path.parent.iterdir()} == {name[:-3]}


def test_folders_are_made_for_the_user_alone(tmp_path: Path) -> None:
    _open_and_close(str(tmp_path / "a" / "b" / "live_image.fs"))
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_options_of_the_uri_count(path: Path) -> None:
    database = open_database(f"{path.as_uri()}?connection_cache_size=1234")
    assert database.getCacheSize() == 1234
    database.close()
    database = open_database(str(path), cache_size=4321)
    assert database.getCacheSize() == 4321
    database.close()


# --- what cannot be opened -------------------------------------------------------------------


def test_an_image_that_is_open_in_another_process_says_so(
    path: Path, child: Callable[[str], subprocess.Popen[str]]
) -> None:
    other = child("hold")
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(ImageLockedError) as caught:
        open_database(str(path))
    assert str(path) in caught.value.message
    assert caught.value.exit_code == ExitCode.IMAGE
    assert "batos down" in caught.value.hint
    if os.name == "posix":
        assert f"(process {other.pid})" in caught.value.message
    other.communicate()
    _open_and_close(str(path))


def test_an_image_that_is_open_in_this_process_says_so(session: Session) -> None:
    with pytest.raises(ImageLockedError):
        open_database(session.uri)


@pytest.mark.parametrize("content", [b"garbage" * 100, b"PK\x03\x04zip", b"\x00" * 1000])
def test_a_file_that_is_no_image_is_refused_and_kept(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for _ in range(2):  # the second time the file is not locked by the first
        with pytest.raises(ImageDamagedError, match="is not an image"):
            open_database(str(path))
    assert path.read_bytes() == content


@pytest.mark.parametrize("missing", [1, 7, 60, 150])
def test_a_torn_tail_is_cut_off_and_what_was_committed_before_is_there(
    filled: Path, open_session: Callable[[], Session], missing: int
) -> None:
    whole = filled.read_bytes()
    filled.with_name(f"{filled.name}.index").unlink()
    filled.write_bytes(whole[:-missing])
    assert _names(filled, open_session) == ["obj1"]


@pytest.mark.parametrize("tail", [b"\x00" * 300, b"x" * 300, b"abc"])
def test_a_tail_that_is_no_transaction_is_cut_off(
    filled: Path, open_session: Callable[[], Session], tail: bytes
) -> None:
    with filled.open("ab") as file:
        file.write(tail)
    filled.with_name(f"{filled.name}.index").unlink()
    assert _names(filled, open_session) == ["obj1", "obj2"]


@pytest.mark.parametrize("seed", range(8))
def test_a_tail_of_random_bytes_is_cut_off_or_told_and_never_a_bare_error(
    filled: Path, open_session: Callable[[], Session], seed: int
) -> None:
    whole = filled.read_bytes()
    filled.write_bytes(whole + random.Random(seed).randbytes(500))
    filled.with_name(f"{filled.name}.index").unlink()
    refused: ImageDamagedError | None = None
    try:
        names = _names(filled, open_session)
    except ImageDamagedError as error:
        refused = error
        filled.write_bytes(filled.read_bytes()[: len(whole)])
        names = _names(filled, open_session)
    assert names == ["obj1", "obj2"], "nothing was taken away"
    assert refused is None or ("damaged" in refused.message and refused.hint)


@pytest.mark.parametrize("index", [b"", b"garbage", None])
def test_a_damaged_or_missing_index_is_made_anew(
    filled: Path, open_session: Callable[[], Session], index: bytes | None
) -> None:
    file = filled.with_name(f"{filled.name}.index")
    file.unlink() if index is None else file.write_bytes(index)
    assert _names(filled, open_session) == ["obj1", "obj2"]


def test_an_empty_file_becomes_an_image(path: Path, open_session: Callable[[], Session]) -> None:
    path.write_bytes(b"")
    assert _names(path, open_session) == []


def test_a_folder_is_no_image(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="is a folder"):
        open_database(str(tmp_path))
    assert not Path(f"{tmp_path}.lock").exists()


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ImageError, match="cannot be created"):
        open_database(str(tmp_path / "file" / "live_image.fs"))


def test_a_file_in_the_place_of_the_blobs_is_told_and_leaves_no_lock(path: Path) -> None:
    blobs = Path(f"{path}.blobs")
    blobs.write_text("x")
    with pytest.raises(ImageError, match="blobs"):
        open_database(str(path))
    blobs.unlink()
    _open_and_close(str(path))


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_may_not_be_opened_is_told(filled: Path) -> None:
    filled.chmod(0)
    with pytest.raises(ImageError, match="Permission denied"):
        open_database(str(filled))


@posix
def test_a_full_disk_while_an_image_is_born_is_told(
    path: Path, child: Callable[[str], subprocess.Popen[str]]
) -> None:
    said, _ = child("bear").communicate()
    assert said.startswith("ImageError|"), said
    assert "File too large" in said
    _open_and_close(str(path))  # with room it is born


def test_a_file_of_which_nothing_can_be_read_is_not_born_anew(tmp_path: Path) -> None:
    path = tmp_path / "live.fs"
    garbage = b"FS30" + bytes(range(256)) * 40
    path.write_bytes(garbage)
    with pytest.raises(ImageDamagedError, match="No transaction") as caught:
        open_database(path.as_uri())
    assert "left as it is" in caught.value.hint
    assert path.read_bytes() == garbage

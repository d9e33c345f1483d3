"""An image in another storage: the same transactions, the same blobs, nothing in between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from ZODB.BaseStorage import TransactionRecord

from batos.care.copying import copy_image
from batos.care.storage_pair import CopyProgress
from batos.care.transfer import transactions_of
from batos.errors import (
    CancelledError,
    ConfigError,
    ExitCode,
    ImageDamagedError,
    ImageError,
    ImageMissingError,
    UsageError,
)
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.image.blobs import blob_file, store_file
from batos.image.storage import open_storage
from batos.image.storage.tape import Hole, Tape
from batos.objects import Method, UvmObject, install_method

from ..conftest import others


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "live_image.fs"


@pytest.fixture
def session(open_session: Callable[[], Session]) -> Session:
    return open_session()


@pytest.fixture
def full(session: Session, tmp_path: Path) -> Session:
    """An image with everything that a copy could lose."""
    file = tmp_path / "file.bin"
    file.write_bytes(b"x" * 200_000)

    def make(root: Root) -> None:
        root.add("left", UvmObject(n=0, file=store_file(root.connection, file)))
        root.add("right", UvmObject(n=0, parents=[root.find("left")]))
        source = "def double(self):\n    return 2 * self.n\n"
        install_method(
            root.find("left"), Method(selector="double", source=source, signature="(self)")
        )

    session.change(make, note="é, a beginning", user="amy", extension={"cycle": "c1", "n": 7})
    for number in range(1, 6):

        def step(root: Root, number: int = number) -> None:
            root.find("left").n = number
            root.find("right").n = -number

        session.change(step, note=f"step {number}", user=f"user {number}")

    def rewrite(root: Root) -> None:
        with root.find("left").file.open("w") as stream:
            stream.write(b"another")

    session.change(rewrite, note="rewrite")
    session.undo(session.database.undoLog(0, 1)[0]["id"], note="undo the file")
    session.undo(session.database.undoLog(2, 3)[0]["id"], note="undo the last step")
    session.close()
    return session


_FILES_FIRST = pytest.mark.parametrize(
    "target", ["file", *others("zeo", "sqlite", "postgres")], indirect=True
)
"""For what does not depend on where it is copied to."""


@pytest.fixture(params=["file", "zeo", "sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty storage."""
    if request.param == "zeo":
        yield next(request.getfixturevalue("zeo_uris"))
    elif request.param == "postgres":
        database = request.getfixturevalue("take_database")()
        join = "&" if "?" in database else "?"
        yield f"{database}{join}blob_dir={quote(str(tmp_path / 'target-blobs'))}"
    else:
        scheme = {"file": "file", "sqlite": "sqlite"}[request.param]
        yield f"{scheme}://{quote(str(tmp_path / 'target'))}"


def _log(uri: str) -> list[tuple[Any, ...]]:
    storage = open_storage(uri, read_only=True)
    try:
        transactions = storage.iterator()
        found = [
            (each.tid, each.user, each.description, each.extension, {r.oid: r.data for r in each})
            for each in transactions
        ]
        if hasattr(transactions, "close"):
            transactions.close()
        return found
    finally:
        storage.close()


def test_everything_is_there_and_works_and_comes_back_the_same(
    full: Session, target: str, tmp_path: Path
) -> None:
    seen: list[CopyProgress] = []
    report = copy_image(full.uri, target, progress=seen.append)
    copy_image(target, str(tmp_path / "back.fs"))
    assert _log(str(tmp_path / "back.fs")) == _log(full.uri)
    assert report.transactions == 11
    assert report.blobs == 3
    assert (report.missing_blobs, report.resumed) == (0, 0)
    assert _log(target) == _log(full.uri)
    assert [each.done for each in seen if each.stage == "copy"] == list(range(1, 12))
    assert [each.done for each in seen if each.stage == "verify"] == list(range(1, 12))
    session = Session(target, GuardedRunner)
    try:
        with session.read() as root:
            left = root.find("left")
            assert (left.n, root.find("right").n) == (4, -4)
            assert left.send("double") == 8
            with left.file.open() as stream:
                assert stream.read() == b"x" * 200_000
            oid = left._p_oid
        # The past, undo and new objects go on where the source was.
        versions = session.database.storage.history(oid, size=100)
        with session.read(at=versions[-1]["tid"]) as root:
            assert root.find("left").n == 0
        session.undo(session.database.undoLog(0, 1)[0]["id"], note="redo")
        session.change(lambda root: root.add("new", UvmObject(n=1)) and None, note="add")
        with session.read() as root:
            assert root.find("left").n == 5
            assert root.find("new").n == 1
    finally:
        session.close()


def test_the_source_is_left_as_it_is(full: Session, tmp_path: Path) -> None:
    before = _log(full.uri)
    copy_image(full.uri, str(tmp_path / "copy.fs"))
    assert _log(full.uri) == before


@pytest.mark.parametrize("kind", ["file"])
def test_an_image_in_use_can_be_copied(
    child: Callable[..., subprocess.Popen[str]], uri: str, tmp_path: Path
) -> None:
    process = child("write")
    assert process.stdout is not None
    for _ in range(20):
        acknowledged = int(process.stdout.readline())
    report = copy_image(uri, f"sqlite://{tmp_path}/copy")
    session = Session(f"sqlite://{tmp_path}/copy", GuardedRunner)
    try:
        with session.read() as root:
            assert root.find("left").n == root.find("right").n >= acknowledged
    finally:
        session.close()
    assert report.transactions > 20


@pytest.mark.parametrize("kind", ["file"])
def test_a_target_that_is_not_empty_is_refused(full: Session, target: str) -> None:
    other = Session(target, GuardedRunner)
    other.close()
    before = _log(target)
    for resume in (False, True):
        with pytest.raises(ImageError) as caught:
            copy_image(full.uri, target, resume=resume)
        assert "not" in caught.value.message
        assert caught.value.hint
    assert _log(target) == before


@pytest.mark.parametrize("kind", ["file"])
def test_a_copy_that_was_stopped_is_resumed(full: Session, target: str) -> None:
    calls: list[int] = []

    def stop() -> bool:
        calls.append(1)
        return len(calls) > 6

    with pytest.raises(CancelledError) as caught:
        copy_image(full.uri, target, cancelled=stop)
    assert "--resume" in caught.value.hint
    with pytest.raises(ImageError, match="is not empty") as refused:
        copy_image(full.uri, target)
    assert "--resume" in refused.value.hint
    report = copy_image(full.uri, target, resume=True)
    assert (report.resumed, report.transactions, report.blobs) == (6, 11, 3)
    assert _log(target) == _log(full.uri)
    assert copy_image(full.uri, target, resume=True).resumed == 11


@_FILES_FIRST
@pytest.mark.parametrize("kind", ["file"])
def test_an_interrupt_can_be_resumed(full: Session, target: str) -> None:
    def interrupt(progress: CopyProgress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(CancelledError, match="was interrupted"):
        copy_image(full.uri, target, progress=interrupt)
    assert copy_image(full.uri, target, resume=True).transactions == 11


@pytest.mark.parametrize("kind", ["file"])
def test_a_copy_that_came_out_wrong_is_told(
    full: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.fs"

    def spoil(_address: object) -> None:
        victim = next(Path(f"{target}.blobs").rglob("*.blob"))
        victim.chmod(0o600)
        victim.write_bytes(b"spoilt")

    monkeypatch.setattr("batos.care.copying._settle", spoil)
    with pytest.raises(ImageDamagedError, match="differs from the source in transaction"):
        copy_image(full.uri, str(target))


@_FILES_FIRST
@pytest.mark.parametrize("kind", ["file"])
def test_a_blob_that_the_source_has_lost_is_counted(
    full: Session, open_session: Callable[[], Session], target: str
) -> None:
    session = open_session()
    with session.read() as root:
        lost = blob_file(root.find("left").file)
    session.close()
    lost.chmod(0o600)
    lost.unlink()
    report = copy_image(full.uri, target)
    assert (report.blobs, report.missing_blobs) == (2, 1)


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize("tail", [b"\0" * 5, b"\0" * 5000, None])
@pytest.mark.parametrize("kind", ["file"])
def test_an_image_with_a_torn_tail_is_copied_up_to_it(
    full: Session, path: Path, tmp_path: Path, tail: bytes | None, with_index: bool
) -> None:
    whole = _log(full.uri)
    content = path.read_bytes()
    path.write_bytes(content + tail if tail is not None else content[:-30])
    if not with_index:
        Path(f"{path}.index").unlink()
    report = copy_image(full.uri, str(tmp_path / "copy.fs"))
    expected = whole if tail is not None else whole[:-1]
    assert report.transactions == len(expected)
    assert _log(str(tmp_path / "copy.fs")) == expected
    # Of zeros the note beside the file knows that they are nobody's loss.
    assert len(report.missing_ends) == (tail is None)


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize("kind", ["file"])
def test_damage_in_the_middle_is_no_end(
    full: Session, path: Path, tmp_path: Path, with_index: bool
) -> None:
    """ZODB's own iterator takes it for one, and what follows would be left behind in silence."""
    with Tape(path) as tape:
        heads = [head for head in tape.heads() if not isinstance(head, Hole)]
    content = bytearray(path.read_bytes())
    content[heads[5].pos + 8 : heads[5].pos + 16] = b"\xff" * 8  # the length of a transaction
    path.write_bytes(content)
    if not with_index:
        Path(f"{path}.index").unlink()
    with pytest.raises(ImageDamagedError) as caught:
        copy_image(full.uri, str(tmp_path / "copy.fs"))
    assert "is damaged and cannot be copied: " in caught.value.message
    assert "batos image salvage" in caught.value.hint
    assert not (tmp_path / "copy.fs").exists()


def test_a_storage_that_ends_too_early_is_told() -> None:
    class Short:
        def iterator(self, _start: bytes | None, _stop: bytes | None) -> Iterator[Any]:
            yield TransactionRecord(b"1" * 8, " ", b"", b"", {})

    found = transactions_of(Short(), "'short'", None, b"2" * 8)
    assert next(found).tid == b"1" * 8
    with pytest.raises(ImageDamagedError, match=f"after transaction {'31' * 8}"):
        next(found)


@pytest.mark.parametrize("kind", ["file"])
@pytest.mark.skipif(os.name != "posix", reason="needs limits of POSIX")
def test_a_full_disk_is_told_and_the_copy_goes_on_when_there_is_room(
    full: Session, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.fs"
    program = (
        "import resource, sys\n"
        "from batos.cli.main import main\n"
        "sys.dont_write_bytecode = True  # it would be cut off, and stay so\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    words = [sys.executable, "-c", program, "image", "copy", str(path), str(target)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.IMAGE, done.stderr
    assert "could not be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert copy_image(full.uri, str(target), resume=True).transactions == 11
    assert _log(str(target)) == _log(full.uri)


def test_what_is_not_there_cannot_be_copied(tmp_path: Path) -> None:
    target = str(tmp_path / "copy.fs")
    with pytest.raises(ImageMissingError):
        copy_image(str(tmp_path / "nothing.fs"), target)
    with pytest.raises(ImageMissingError):
        copy_image(f"sqlite://{tmp_path}/nothing", target)
    with pytest.raises(ConfigError):
        copy_image("nonsense://x", target)
    assert not Path(target).exists()


def test_an_image_is_not_copied_onto_itself(tmp_path: Path) -> None:
    path = tmp_path / "live.fs"
    for one, other in (
        (str(path), path.as_uri()),
        ("zeo://h", "zeo://h:9991?storage=1"),
        ("postgres://amy@h/d", "postgresql://bob@h/d"),
    ):
        with pytest.raises(UsageError, match="onto itself"):
            copy_image(one, other)

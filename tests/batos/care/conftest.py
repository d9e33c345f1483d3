"""A small image with methods, a past and blobs; and ways to damage its file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from transaction.interfaces import TransientError
from ZODB.blob import Blob
from ZODB.POSException import POSError

from batos.care import Care
from batos.care.files.places import Place
from batos.errors import BatosError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.image.history import install
from batos.objects import Method, UvmObject

PROGRAM = Path(__file__).with_name("care_program.py")
SOURCE = "def double(self, number):\n    return number * {factor}\n"


def seeds(count: int, every: int = 5) -> list[Any]:
    """Return numbers, one of a few for every run of the tests and the others for the long one."""
    return [
        n if n % every == every - 1 else pytest.param(n, marks=pytest.mark.long)
        for n in range(count)
    ]


def method(factor: int) -> Method:
    return Method(
        selector="double", source=SOURCE.format(factor=factor), signature="(self, number)"
    )


def bear(root: Root) -> None:
    genesis = root.add("genesis", UvmObject(purpose="the first"))
    install(root, genesis, method(2), user="tester")
    for number in range(20):
        root.add(f"thing_{number}", UvmObject(parents=(genesis,), number=number, text="x" * 50))


def improve(root: Root) -> None:
    install(root, root.find("genesis"), method(3), user="tester")


def hang_blob(root: Root, content: bytes = b"blob" * 1000) -> None:
    blob = Blob()
    root.connection.add(blob)
    with blob.open("w") as stream:
        stream.write(content)
    root.find("genesis").file = blob


def rewrite_blob(root: Root) -> None:
    with root.find("genesis").file.open("w") as stream:
        stream.write(b"other" * 1000)


@pytest.fixture(autouse=True)
def _shared(shared_examiners: None) -> None:
    """Checks take over processes that others have started."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "live_image.fs"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[[], Session]]:
    """Open the image of this test; what was open before is closed."""
    runner = GuardedRunner(seed=1, passthrough=(TransientError, POSError))
    sessions: list[Session] = []

    def open_() -> Session:
        while sessions:
            sessions.pop().close()
        sessions.append(Session(str(path), lambda: runner))
        return sessions[-1]

    yield open_
    for session in sessions:
        session.close()


@pytest.fixture
def session(opened: Callable[[], Session]) -> Session:
    """An image with 21 objects, two versions of a method and two of a blob."""
    session = opened()
    session.change(bear, note="bear")
    session.change(improve, note="improve")
    session.change(hang_blob, note="blob")
    session.change(rewrite_blob, note="blob again")
    return session


@pytest.fixture
def closed(session: Session, path: Path) -> Path:
    """The file of that image, closed."""
    session.close()
    return path


@pytest.fixture
def place(path: Path, tmp_path: Path) -> Place:
    return Place.of(str(path), tmp_path)


@pytest.fixture
def care(path: Path, tmp_path: Path) -> Care:
    """The care of the image as a command has it: from outside."""
    return Care(str(path), tmp_path)


@pytest.fixture
def care_at(tmp_path: Path) -> Callable[[Path], Care]:
    return lambda path: Care(str(path), tmp_path)


@pytest.fixture
def child(path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a process that does one of the things that ``care_program.py`` can do."""
    started: list[subprocess.Popen[str]] = []

    def start(task: str, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(PROGRAM), task, str(path), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def numbers(session: Session) -> dict[str, int]:
    """What the things of the image say of themselves."""
    with session.read() as root:
        return {
            name: root.objects[name].slots["number"]
            for name in root.objects
            if name.startswith("thing_")
        }


def content_of_blob(session: Session) -> bytes:
    with session.read() as root, root.find("genesis").file.open() as stream:
        return bytes(stream.read())


def fault_of(work: Callable[[], object]) -> BatosError | None:
    """The expected error of a piece of work that may end in one; any other error is raised."""
    try:
        work()
    except BatosError as error:
        return error
    return None

"""A real image in a file, and child processes that have one open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.guardian.run import GuardedRunner
from batos.image import Session

_PROGRAM = Path(__file__).with_name("child_program.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "live_image.fs"


@pytest.fixture
def open_session(path: Path) -> Iterator[Callable[[], Session]]:
    """Open the image of this test, closing the session that had it open before."""
    runner = GuardedRunner(seed=1, passthrough=(TransientError, POSError))
    opened: list[Session] = []

    def open_() -> Session:
        while opened:
            opened.pop().close()
        opened.append(Session(str(path), lambda: runner))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


@pytest.fixture
def session(open_session: Callable[[], Session]) -> Session:
    return open_session()


@pytest.fixture
def child(path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Start a process that does one of the things that ``child_program.py`` can do."""
    started: list[subprocess.Popen[str]] = []

    def start(task: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(_PROGRAM), task, str(path)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()

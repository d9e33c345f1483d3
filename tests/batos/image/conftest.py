"""A real image on each storage, and child processes that have it open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batos.image import Session

_PROGRAM = Path(__file__).with_name("child_program.py")


@pytest.fixture(autouse=True)
def _shared(shared_examiners: None) -> None:
    """Checks take over processes that others have started."""


@pytest.fixture
def session(open_session: Callable[[], Session]) -> Session:
    return open_session()


@pytest.fixture
def child(uri: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a process that does one of the things that ``child_program.py`` can do."""
    started: list[subprocess.Popen[str]] = []

    def start(task: str, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(_PROGRAM), task, uri, *words]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()

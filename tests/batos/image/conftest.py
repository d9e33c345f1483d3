"""A real image on each storage, and child processes that have it open.

``kind`` is every kind of storage, those beside files in the long tests; what a session promises is
tested on all of them every time. A test that is about files of one kind says so by
``@pytest.mark.parametrize("kind", ["file"])``, or its module by a fixture ``kind`` of its own.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.care.checking import examiner
from batos.care.checking.examine import Facts
from batos.errors import BatosError, ConfigError
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.testing.servers import PostgresServer, ZeoServer

_PROGRAM = Path(__file__).with_name("child_program.py")
_STORAGES = 40
"""Storages of a ZEO server that tests share; each test takes one that nobody had."""


class Examiners:
    """Hands processes that look at records on from one check to the next.

    Each takes as long to start and to import the classes of an image as a test takes otherwise.
    The room's own examiner starts and ends them; one that was ended, or that has not answered
    yet, goes to nobody.
    """

    def __init__(self) -> None:
        idle: list[tuple[float, subprocess.Popen[bytes]]] = []

        class Kept(examiner.Examiner):
            _whole = True

            def _look(self, records: Sequence[bytes], *, again: bool = True) -> list[Facts]:
                self._whole = False
                found = super()._look(records, again=again)
                self._whole = True
                return found

            def _running(self) -> subprocess.Popen[bytes] | None:
                if self._process is None:
                    for each in idle:
                        if each[0] == examiner.SECONDS and each[1].poll() is None:
                            idle.remove(each)
                            self._process = each[1]
                            break
                return super()._running()

            def _stop(self) -> None:
                if self._process is not None and self._whole and self._process.poll() is None:
                    idle.append((examiner.SECONDS, self._process))
                    self._process = None
                super()._stop()

        self._idle = idle
        self.make = Kept

    def end(self) -> None:
        while self._idle:
            _, process = self._idle.pop()
            with process:
                process.kill()


@pytest.fixture(scope="session")
def examiners() -> Iterator[Examiners]:
    kept = Examiners()
    yield kept
    kept.end()


@pytest.fixture(autouse=True)
def _shared_examiners(examiners: Examiners, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("check", "salvage"):
        module = importlib.import_module(f"batos.care.{name}")
        monkeypatch.setattr(module, "Examiner", examiners.make)


def others(*kinds: str) -> list[Any]:
    """Return kinds of storage as parameters of the long tests."""
    return [pytest.param(kind, marks=pytest.mark.long) for kind in kinds]


@pytest.fixture(params=["file", *others("zeo", "sqlite", "postgres")])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def zeo_uris(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[str]]:
    """URIs of empty storages, on as many servers as the tests need."""
    if os.name != "posix":
        pytest.skip("the server listens on a socket of Unix")
    with contextlib.ExitStack() as stack:

        def uris() -> Iterator[str]:
            while True:
                server = ZeoServer(tmp_path_factory.mktemp("zeo"), _STORAGES)
                stack.enter_context(server)
                yield from map(server.uri, range(1, _STORAGES + 1))

        yield uris()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """The server that BATOS_TEST_POSTGRES names, or a private one."""
    try:
        server = PostgresServer(os.environ.get("BATOS_TEST_POSTGRES", ""))
    except ConfigError as error:
        pytest.skip(f"{error.message} Install it, or set BATOS_TEST_POSTGRES.")
    yield server
    server.close()


@pytest.fixture(scope="session")
def empty_databases() -> list[str]:
    """Databases of the server that tests have had and that are empty again."""
    return []


@pytest.fixture
def take_database(
    postgres: PostgresServer, empty_databases: list[str]
) -> Iterator[Callable[[], str]]:
    """Returns empty databases of the server."""
    taken: list[str] = []

    def take() -> str:
        taken.append(empty_databases.pop() if empty_databases else postgres.database())
        return taken[-1]

    yield take
    for uri in taken:
        try:
            postgres.empty(uri)
        except BatosError:  # a test has put something else into it
            postgres.drop(uri)
        else:
            empty_databases.append(uri)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "live_image.fs"


@pytest.fixture
def uri(kind: str, path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the image of this test is; nothing is there yet."""
    if kind == "file":
        yield path.as_uri()
    elif kind == "sqlite":
        yield (tmp_path / "image").as_uri().replace("file://", "sqlite://")
    elif kind == "zeo":
        yield next(request.getfixturevalue("zeo_uris"))
    else:
        database: str = request.getfixturevalue("take_database")()
        join = "&" if "?" in database else "?"
        yield f"{database}{join}blob_dir={quote(str(tmp_path / 'blobs'))}"


@pytest.fixture
def open_session(uri: str) -> Iterator[Callable[[], Session]]:
    """Open the image of this test, closing the session that had it open before."""
    runner = GuardedRunner(seed=1, passthrough=(TransientError, POSError))
    opened: list[Session] = []

    def open_() -> Session:
        while opened:
            opened.pop().close()
        opened.append(Session(uri, lambda: runner))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


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

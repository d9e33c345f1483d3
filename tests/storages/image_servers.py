"""Servers that keep images, for tests: real child processes with folders of their own."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from batos.errors import ConfigError
from batos.image.storage import open_storage, read_address

__all__ = ["PostgresServer", "ZeoServer", "postgres_programs"]

_START = 60.0
"""Seconds that a server gets until it answers; a machine that is busy needs some of them."""
_POLL = 0.01


class ZeoServer:
    """A ZEO server over several files.

    Args:
        folder: Where its socket, its configuration and its files are.
        storages: How many storages it has; they are named ``1``, ``2`` and so on.
    """

    def __init__(self, folder: Path, storages: int = 1) -> None:
        self.folder = folder
        # The path of a socket may have about a hundred characters only.
        self._short = Path(tempfile.mkdtemp(prefix="batos-zeo-"))
        self._socket = self._short / "s"
        self._config = folder / "zeo.conf"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        parts = [f"<zeo>\n  address {self._socket}\n  invalidation-queue-size 10000\n</zeo>\n"]
        for number in range(1, storages + 1):
            file = folder / f"image{number}.fs"
            parts.append(
                f"<filestorage {number}>\n  path {file}\n  blob-dir {file}.blobs\n</filestorage>\n"
            )
        self._config.write_text("".join(parts), "utf-8")

    def uri(self, storage: int = 1) -> str:
        """Return the URI of one of its storages."""
        blobs = quote(str(self.folder / f"cache{storage}"))
        return f"zeo://{quote(str(self._socket))}?storage={storage}&blob_dir={blobs}"

    def start(self) -> Self:
        """Start it and wait until it answers.

        Raises:
            ConfigError: It ended at once, or does not answer.
        """
        log = (self.folder / "zeo.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ZEO.runzeo", "-C", str(self._config)],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        _wait(self._process, self._answers, self.folder / "zeo.log")
        return self

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client, contextlib.suppress(OSError):
            client.connect(str(self._socket))
            return True
        return False

    def kill(self) -> None:
        """End it without a chance to say anything, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it and remove its socket; its files stay."""
        self.kill()
        shutil.rmtree(self._short, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()


def postgres_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, or None where it is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda each: int(each.parts[-3]) if each.parts[-3].isdigit() else 0,
    )
    return versions[-1].parent if versions else None


class PostgresServer:
    """A PostgreSQL server that databases for tests are created on.

    Args:
        uri: A server that runs already, with a user who may create databases; a private one is
            started otherwise, as another user where this process is root's, whom PostgreSQL
            refuses.

    Raises:
        ConfigError: There are no programs to start one with.
    """

    def __init__(self, uri: str = "") -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._created: list[str] = []
        self.password = "p@ss/word:'%?#&"
        if uri:
            self._base = uri
            return
        programs = postgres_programs()
        if programs is None:
            raise ConfigError("PostgreSQL's server is not installed here.")
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="batos-pg-"))
        self._base = self.uri("postgres")
        try:
            self._prepare(self._folder)
            self.start()
        except BaseException:
            self.close()
            raise

    def _prepare(self, folder: Path) -> None:
        secret = folder / "secret"
        secret.write_text(self.password, "utf-8")
        user = _unprivileged()
        if user is not None:
            for path in (folder, secret):
                shutil.chown(path, user)
        command = [
            str(self._programs / "initdb"),
            *("-D", str(folder / "data"), "-U", "amy", "--pwfile", str(secret)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ]
        done = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise ConfigError(f"initdb failed: {done.stderr.strip()[-500:]}")

    def start(self) -> None:
        """Start the private server and wait until it answers."""
        folder = self._folder
        assert folder is not None, "only a private server is started"
        user = _unprivileged()
        log = (folder / "log").open("ab")
        settings = ("listen_addresses=", "fsync=off", "max_connections=200")
        command = [str(self._programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
        for setting in settings:
            command += ["-c", setting]
        with log:
            self._process = subprocess.Popen(
                command, user=user, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        _wait(self._process, self._answers, folder / "log")

    def _answers(self) -> bool:
        import psycopg2

        with contextlib.suppress(psycopg2.OperationalError):
            self._connect().close()
            return True
        return False

    def uri(self, database: str) -> str:
        """Return the URI of a database on this server."""
        if self._folder is not None:
            login = f"amy:{quote(self.password, safe='')}"
            return f"postgres://{login}@{quote(str(self._folder), safe='')}/{database}"
        head, _, query = self._base.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{database}{'?' if query else ''}{query}"

    def _connect(self, database: str = "") -> Any:
        import psycopg2

        address = read_address(self.uri(database) if database else self._base)
        connection = psycopg2.connect(
            dbname=address.database,
            user=address.user or None,
            password=address.password,
            host=address.host or None,
            port=address.port,
        )
        connection.autocommit = True
        return connection

    def execute(self, statement: str, database: str = "") -> list[tuple[Any, ...]]:
        """Run a statement of SQL as the server's owner and return its rows."""
        connection = self._connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def database(self) -> str:
        """Create an empty database and return its URI."""
        name = f"batos_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        self._created.append(name)
        return self.uri(name)

    def empty(self, uri: str) -> None:
        """Make a database that :meth:`database` created as good as new.

        That takes a third of the time that dropping it and creating another does.

        Raises:
            BatosError: There is no image in it, or it cannot be reached.
        """
        self.disconnect(uri)
        with tempfile.TemporaryDirectory(prefix="batos-pg-") as blobs:
            join = "&" if "?" in uri else "?"
            storage = open_storage(f"{uri}{join}blob_dir={quote(blobs)}")
            try:
                storage.zap_all()
            finally:
                storage.close()

    def drop(self, uri: str) -> None:
        """Remove a database that :meth:`database` created, whoever is connected to it."""
        name = read_address(uri).database
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._created.remove(name)

    def disconnect(self, uri: str) -> int:
        """End every connection to a database, as a restart does; return how many there were."""
        name = read_address(uri).database
        rows = self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
        return len(rows)

    def stop(self) -> None:
        """End the private server at once, cutting its connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)  # an immediate shutdown, as after a crash
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Remove what was created, and the private server with it."""
        if self._folder is None:
            for name in list(self._created):
                self.drop(self.uri(name))
            return
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """Return the user that a server runs as when this process is root's."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return pwd.getpwnam("nobody").pw_name


def _wait(process: subprocess.Popen[bytes], answers: Any, log: Path) -> None:
    deadline = time.monotonic() + _START
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            text = log.read_text("utf-8", "replace").strip()
            raise ConfigError(f"A server for tests does not start: {text[-500:]}")
        time.sleep(_POLL)

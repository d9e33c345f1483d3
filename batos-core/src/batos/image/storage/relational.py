"""An image in a relational database: RelStorage over SQLite or PostgreSQL, with history."""

from __future__ import annotations

import contextlib
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ZODB.utils import p64

from batos.errors import (
    ImageDamagedError,
    ImageError,
    ImageLockedError,
    ImageMissingError,
    ImageUnreachableError,
)
from batos.image.precedence import Precedence
from batos.image.storage.address import Address
from batos.image.storage.durable import sync_file, sync_folders
from batos.image.storage.extras import require
from batos.image.storage.folders import blob_home, made
from batos.image.storage.opening_errors import ELSEWHERE

__all__ = ["open_postgres", "open_sqlite"]

_CONNECT = 10
"""Seconds that a database server that is away is waited for."""
_RACES = 40
_PAUSE = 0.05
"""Tries, and seconds between them, when other processes create the tables at the same time."""
_TABLES = frozenset({"object_state", "current_object", "transaction"})
"""What a database with the history of an image has at least."""
_MAIN = "main.sqlite3"


def open_sqlite(address: Address, folder: Path) -> Any:
    """Open an image in a folder of SQLite databases, creating it where there is none.

    RelStorage leaves ``synchronous`` at *normal*, with which a loss of power may take the last
    commits back; here a commit is on the disk when it returns, unless the URI says otherwise.

    Args:
        address: Where it is.
        folder: The folder.

    Returns:
        The storage.

    Raises:
        ConfigError: RelStorage is not installed.
        ImageMissingError: There is no image, and it was to be read only.
        ImageDamagedError: The database cannot be read.
        ImageError: It cannot be opened or holds something else.
    """
    require("relstorage", "sqlite", address)
    import sqlite3

    from relstorage.adapters.sqlite.adapter import Sqlite3Adapter

    main = folder / _MAIN
    _check_folder(address, folder, main)
    made(folder)
    options = _options(address, shared=True)
    pragmas = {
        "synchronous": address.option("synchronous", "full"),
        # A large transaction is collected in a temporary table, which SQLite would put into the
        # system's folder for such files: a confined worker may not write there.
        "temp_store": "memory",
    }
    # SQLite creates one table after the other: who comes in between would find half an image.
    birth = Precedence(None if address.read_only else folder / ".birth")
    try:
        with birth.taken():
            storage = _open(address, options, lambda: Sqlite3Adapter(str(folder), pragmas, options))
            if not address.read_only:
                storage.new_oid()  # their table is made with the first of them
    except sqlite3.DatabaseError as error:
        raise _sqlite_worded(address, error) from error
    finally:
        birth.close()
    # RelStorage tells the size of the database alone; the latest commits are beside it.
    storage.getSize = lambda: _bytes_in(folder)
    return storage


def _bytes_in(folder: Path) -> int:
    size = 0
    for file in (*folder.glob("*.sqlite3"), *folder.glob("*.sqlite3-wal")):
        with contextlib.suppress(OSError):  # another process has just taken the log in
            size += file.stat().st_size
    return size


def _check_folder(address: Address, folder: Path, main: Path) -> None:
    if folder.exists() and not stat.S_ISDIR(folder.stat().st_mode):
        raise ImageError(
            f"The image {address.label} is a file; an image in SQLite is a folder.",
            hint="Name a folder; it is created.",
        )
    if main.is_file():
        with contextlib.suppress(OSError), main.open("rb") as file:  # told when it is opened
            head = file.read(16)
            if head and head != b"SQLite format 3\0":
                raise ImageDamagedError(
                    f"The file {str(main)!r} is not a database.",
                    hint="It was left as it is. Choose another folder for the image.",
                )
    elif address.read_only:
        raise ImageMissingError(
            f"There is no image {address.label}.", hint="Is the path spelled right?"
        )


def _sqlite_worded(address: Address, error: Exception) -> ImageError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return ImageLockedError(
            f"The image {address.label} is being used by another process that does not let go.",
            hint="Try again; packing may take a while.",
        )
    if type(error).__name__ == "DatabaseError" or "malformed" in text:
        return ImageDamagedError(
            f"The image {address.label} is damaged and cannot be read: {text}.", hint=ELSEWHERE
        )
    return ImageError(f"The image {address.label} cannot be opened: {text}.")


def open_postgres(address: Address) -> Any:
    """Open an image in a PostgreSQL database, creating its tables in an empty one.

    Args:
        address: Where it is.

    Returns:
        The storage.

    Raises:
        ConfigError: RelStorage or psycopg2 is not installed.
        ImageUnreachableError: No server answers.
        ImageMissingError: There is no image, and it was to be read only.
        ImageError: The server refuses, or the database holds something else.
    """
    require("relstorage", "postgres", address)
    require("psycopg2", "postgres", address)
    import psycopg2
    from psycopg2.extensions import make_dsn
    from relstorage.adapters.postgresql import PostgreSQLAdapter

    names = ("passfile", "sslmode", "sslrootcert", "sslcert", "sslkey")
    parts: dict[str, Any] = {
        "dbname": address.database,
        "host": address.host or None,
        "port": address.port,
        "user": address.user or None,
        "password": address.password or None,
        "connect_timeout": address.option("connect_timeout", _CONNECT),
        # A server that was unplugged is noticed within a minute and not after two hours.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        **{name: str(address.options[name]) for name in names if name in address.options},
    }
    dsn = make_dsn(**{name: value for name, value in parts.items() if value is not None})
    options = _options(address, shared=False)
    options.driver = "psycopg2"
    try:
        return _open(address, options, lambda: PostgreSQLAdapter(dsn=dsn, options=options))
    except psycopg2.Error as error:
        raise _postgres_worded(address, error) from error


def _postgres_worded(address: Address, error: Exception) -> ImageError:
    text = " ".join(str(error).split())
    if address.password:
        text = text.replace(address.password, "…")
    lowered = text.lower()
    if "permission denied" in lowered:
        return ImageError(
            f"The user of the image {address.label} may not create tables in the database: "
            f"{text.split('LINE 1:')[0].strip().rstrip('.')}.",
            hint=f'As its owner: GRANT CREATE ON SCHEMA public TO "{address.user or "user"}".',
        )
    if "password" in lowered or "authentication" in lowered or "pg_hba" in lowered:
        return ImageError(
            f"The database server refused the user or the password of the image {address.label}.",
            hint="Correct image.uri, or give the password in PGPASSWORD or ~/.pgpass.",
        )
    if "database" in lowered and "does not exist" in lowered:
        return ImageError(
            f"The server of the image {address.label} has no database {address.database!r}.",
            hint=f"Create it: createdb {address.database}.",
        )
    if "role" in lowered and "does not exist" in lowered:
        return ImageError(
            f"The server of the image {address.label} does not know the user.",
            hint="Name another one in image.uri, or create it with createuser.",
        )
    if "too many" in lowered or "connection slots" in lowered:
        return ImageUnreachableError(
            f"The database server of the image {address.label} has no free connection.",
            hint="Raise its max_connections, or lower kernel.threads.",
        )
    if type(error).__name__ in ("OperationalError", "InterfaceError"):
        return ImageUnreachableError(
            f"The database server of the image {address.label} does not answer: "
            f"{text.split(' Is the server running')[0].rstrip('.?')}.",
            hint="Start it, or correct image.uri.",
        )
    return ImageError(f"The image {address.label} cannot be opened: {text.rstrip('.')}.")


def _options(address: Address, *, shared: bool) -> Any:
    from relstorage.options import Options

    is_shared = address.option("shared_blob_dir", shared)
    keywords: dict[str, Any] = {
        "keep_history": True,
        "read_only": address.read_only,
        "create_schema": not address.read_only,
        "blob_dir": str(blob_home(address, "bushy" if is_shared else "zeocache")),
        "shared_blob_dir": is_shared,
    }
    if not is_shared and "blob_cache_size" in address.options:
        keywords["blob_cache_size"] = address.options["blob_cache_size"]
    for name in ("cache_local_mb", "commit_lock_timeout"):
        if name in address.options:
            keywords[name] = address.options[name]
    return Options(**keywords)


def _open(address: Address, options: Any, adapt: Callable[[], Any]) -> Any:
    """Open the storage, once it is sure that the tables are an image's or that there are none."""
    from relstorage.storage import RelStorage

    for attempt in range(1, _RACES + 1):
        adapter = adapt()
        try:
            _check_tables(address, adapter, is_last=attempt == _RACES)
            helper = _blob_helper(options, adapter)
            storage = RelStorage(adapter, options=options, name=address.label, blobhelper=helper)
            return _refreshed(storage)
        except Exception as error:
            with contextlib.suppress(Exception):  # the first error is the one to tell
                adapter.close()
            if attempt == _RACES or not _is_race(error):
                raise
        time.sleep(_PAUSE)
    raise AssertionError("unreachable")


def _blob_helper(options: Any, adapter: Any) -> Any:
    """Return what keeps the blobs; where files are their home, they are waited for."""
    from relstorage.blobhelper import BlobHelper
    from relstorage.blobhelper.shared import SharedBlobHelper

    if not options.shared_blob_dir:
        return BlobHelper(options, adapter)

    class DurableBlobs(SharedBlobHelper):
        """Blobs that are on the disk before the transaction is."""

        def vote(self, tid: bytes | None = None) -> None:
            super().vote(tid)
            for name in (self._txn_blobs or {}).values():
                sync_file(Path(name))
                sync_folders(Path(name), Path(self.fshelper.base_dir))

    return DurableBlobs(options, adapter)


def _refreshed(storage: Any) -> Any:
    """Let the storage that a database keeps for itself answer of now, and not of its first look.

    It is polled by nobody, as the connections' own ones are: it goes on to see what it saw when
    it was first asked, and keeps a transaction open on the server. Nor may it be asked by two
    threads at once. And ``ZODB.DB`` hands the size of a history to it as an argument that
    RelStorage takes for something else.
    """
    lock = threading.Lock()

    def refresh(call: Callable[..., Any]) -> Callable[..., Any]:
        def fresh(*args: Any, **keywords: Any) -> Any:
            with lock:
                storage.sync()
                try:
                    return call(*args, **keywords)
                finally:
                    storage.sync()

        return fresh

    history = refresh(storage.history)
    storage.history = lambda oid, size=1: history(oid, size=size)
    storage.lastTransaction = refresh(lambda: _newest(storage))
    for name in ("loadSerial", "undoInfo", "undoLog"):
        setattr(storage, name, refresh(getattr(storage, name)))
    return storage


def _newest(storage: Any) -> bytes:
    """Return the id of the last transaction that the database has."""
    cursor = storage._load_connection.cursor
    return bytes(p64(storage._adapter.txncontrol.get_tid(cursor)))


class _HalfMade(Exception):  # noqa: N818 - it never leaves this module
    """Some of the tables are there; another process may be creating them."""


def _is_race(error: Exception) -> bool:
    """Return whether another process seems to be creating the same tables."""
    text = str(error)
    return (
        isinstance(error, _HalfMade)
        or "already exists" in text
        or "duplicate key" in text
        or "tuple concurrently" in text
        or "database is locked" in text
    )


def _check_tables(address: Address, adapter: Any, *, is_last: bool) -> None:
    """Refuse a database of somebody else's, before tables are put between theirs.

    Raises:
        ImageMissingError: There is no image, and it was to be read only.
        ImageError: There are tables, and they are no image with history.
    """
    found: set[str] = set()

    def look(_connection: Any, cursor: Any) -> None:
        found.update(str(name) for name in _tables(address, adapter, cursor))

    adapter.connmanager.open_and_call(look)
    if found >= _TABLES:
        return
    if not found:
        if address.read_only:
            raise ImageMissingError(
                f"There is no image in the database of {address.label}.",
                hint="Is the name spelled right?",
            )
        return
    foreign = found - set(adapter.schema.all_tables)
    if foreign:
        raise ImageError(
            f"The database of {address.label} holds tables that are no image, such as "
            f"{min(foreign)!r}.",
            hint="Give the image a database of its own.",
        )
    if not is_last:
        raise _HalfMade
    if "object_state" in found:
        raise ImageError(
            f"The database of {address.label} keeps no history; an image needs it.",
            hint="Choose an empty database and copy the image into it.",
        )


def _tables(address: Address, adapter: Any, cursor: Any) -> list[str]:
    if address.kind == "sqlite":
        names = list(adapter.schema.list_tables(cursor))
        return [name for name in names if not name.startswith("sqlite_")]
    # RelStorage's own list has the tables of every schema.
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = ANY(current_schemas(false))")
    return [row[0] for row in cursor.fetchall() if not row[0].startswith("temp_")]

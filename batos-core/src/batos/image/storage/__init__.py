"""Where an image is kept: one URI, whatever the storage.

=============================================  ===================================================
``file:///path/live_image.fs``                 a file of this machine, for one process at a time
``zeo://host:port``, ``zeo:///path/socket``    a ZEO server, for many processes
``sqlite:///path/folder``                      SQLite, for many processes of one machine
``postgres://user@host/database``              PostgreSQL, for many processes
=============================================  ===================================================

Every storage keeps history, so that undo and the past are there on each. What else zodburi knows
(``memory://``, ``demo:``, ``zconfig://``) is opened by it as it is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ZODB.POSException import ConflictError

from batos.errors import BatosError, ConfigError
from batos.image.aside import Database
from batos.image.storage.address import Address, file_of, label_of, read_address
from batos.image.storage.folders import blob_folder, folders_of
from batos.image.storage.opening_errors import opening_fault
from batos.image.storage.options import OPTIONS, Option

__all__ = [
    "OPTIONS",
    "Address",
    "Option",
    "blob_folder",
    "file_of",
    "folders_of",
    "label_of",
    "open_database",
    "open_storage",
    "read_address",
    "size_of",
]

_POOL = 64
"""Connections kept for another transaction; as many as an image worker may have threads."""
_RACES = 10
"""Tries to create the root, when other processes create it at the same time."""


def open_storage(uri: str, *, read_only: bool = False) -> Any:
    """Open what keeps the records of an image, without looking at what they hold.

    Args:
        uri: Where the image is.
        read_only: Whether nothing may be changed, whatever the URI says. A file can then be read
            while another process has it open.

    Returns:
        The open storage; its owner closes it.

    Raises:
        ImageLockedError: Another process has it open.
        ImageMissingError: There is none, and it was to be read only.
        ImageDamagedError: Its files cannot be read.
        ImageUnreachableError: Its server does not answer.
        ImageError: It cannot be opened for another reason.
        ConfigError: The URI cannot be read, or a package is missing.
    """
    address = read_address(uri)
    if read_only:
        address = replace(address, options={**address.options, "read_only": True})
    return _storage(address)[0]


def open_database(uri: str, *, cache_size: int = 10_000) -> Any:
    """Open the database of an image, creating it where it does not exist.

    Args:
        uri: Where the image is; a plain path is taken for a file.
        cache_size: Objects kept in memory by each connection, unless the URI says otherwise by
            ``connection_cache_size``. ZODB's own default of 400 made a walk over 5,000 objects
            two hundred times slower.

    Returns:
        The open database.

    Raises:
        ImageLockedError: Another process has it open.
        ImageDamagedError: Its files cannot be read.
        ImageUnreachableError: Its server does not answer.
        ImageError: It cannot be opened for another reason.
        ConfigError: The URI cannot be read, or a package is missing.
    """
    address = read_address(uri)
    storage, keywords = _storage(address)
    try:
        database = _rooted(
            storage,
            {
                "large_record_size": 16 << 24,
                "cache_size": int(keywords.get("connection_cache_size", cache_size)),
                "pool_size": int(keywords.get("connection_pool_size", _POOL)),
            },
        )
        # The root is read here so that a damaged image is named at the door.
        connection = database.open()
        try:
            connection.root().keys()
        finally:
            connection.close()
    except Exception as error:
        with contextlib.suppress(Exception):  # the first error is the one to tell
            storage.close()
        raise opening_fault(address, error) from error
    return database


def _rooted(storage: Any, options: dict[str, Any]) -> Any:
    """Return a database over a storage; where there is no root yet, it is created."""
    for attempt in range(1, _RACES + 1):
        try:
            return Database(storage, **options)
        except ConflictError:
            # Another process has just created it: this time it is found.
            if attempt == _RACES:
                raise
    raise AssertionError("unreachable")


def _storage(address: Address) -> tuple[Any, dict[str, Any]]:
    """Return the open storage and the options of its database."""
    opener, keywords = _opener(address)
    try:
        return opener(), keywords
    except BatosError:
        raise
    except Exception as error:
        raise opening_fault(address, error) from error


def _opener(address: Address) -> tuple[Callable[[], Any], dict[str, Any]]:
    """Return what opens a storage, which is imported only when it is chosen."""
    keywords = dict(address.options)
    if address.kind == "file":
        from batos.image.storage.file import open_file

        assert address.path is not None, "a file has a path"
        path = address.path
        return lambda: open_file(address, path), keywords
    if address.kind == "zeo":
        from batos.image.storage.server import open_server

        return lambda: open_server(address), keywords
    if address.kind == "sqlite":
        from batos.image.storage.relational import open_sqlite

        assert address.path is not None, "it has a folder"
        folder = address.path
        return lambda: open_sqlite(address, folder), keywords
    if address.kind == "postgres":
        from batos.image.storage.relational import open_postgres

        return lambda: open_postgres(address), keywords
    return _resolved(address)


def _resolved(address: Address) -> tuple[Callable[[], Any], dict[str, Any]]:
    """Return what zodburi makes of a URI that is read nowhere else."""
    import zodburi

    try:
        factory, found = zodburi.resolve_uri(address.uri)
    except zodburi.UnknownDatabaseKeywords as error:
        raise ConfigError(
            f"The image URI {address.label} has an unknown option {next(iter(error.kw))!r}.",
            hint="See the documentation of zodburi.",
        ) from None
    except (KeyError, ValueError, ImportError):
        # Not chained: zodburi tells the whole URI, with the password that it may hold.
        raise ConfigError(
            f"The image URI {address.label} names no kind of storage that is installed here.",
            hint="Use file:///path/to/live_image.fs.",
        ) from None
    # The others are zodburi's own defaults.
    given = {f"connection_{name}": value for name, value in found.items()}
    return factory, {name: value for name, value in given.items() if name in address.uri}


def size_of(storage: Any) -> int:
    """Return the bytes that an open storage says it takes, -1 where it does not tell."""
    try:
        return int(storage.getSize())
    except (AttributeError, NotImplementedError, TypeError):
        return -1

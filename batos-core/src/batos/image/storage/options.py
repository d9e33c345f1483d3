"""The options that may follow the ? of an image's URI, for each kind of storage."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["OPTIONS", "Option"]

_UNITS = {"": 1, "b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30}


@dataclass(frozen=True)
class Option:
    """What may follow the ``?`` of a URI.

    Attributes:
        read: Makes a value of the text, or raises ValueError.
        wants: What it has to be, for the message.
        text: What it does, for the documentation.
    """

    read: Callable[[str], Any]
    wants: str
    text: str


def _flag(text: str) -> bool:
    lowered = text.lower()
    if lowered in ("1", "true", "yes", "on"):
        return True
    if lowered in ("0", "false", "no", "off"):
        return False
    raise ValueError(text)


def _count(text: str) -> int:
    value = int(text)
    if value < 0 or not text.isascii():
        raise ValueError(text)
    return value


def _positive(text: str) -> int:
    value = _count(text)
    if value == 0:
        raise ValueError(text)
    return value


def _size(text: str) -> int:
    match = re.fullmatch(r"\s*(\d{1,15})\s*([kmg]?b?)\s*", text.lower(), re.ASCII)
    if match is None:
        raise ValueError(text)
    unit = match[2]
    return int(match[1]) * _UNITS[unit if unit in _UNITS else f"{unit}b"]


def _folder(text: str) -> Path:
    if not text:
        raise ValueError(text)
    return Path(text).expanduser().absolute()


def _word(text: str) -> str:
    if not text or "\0" in text:
        raise ValueError(text)
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(text)
        return text.lower()

    return read


_COMMON = {
    "connection_cache_size": Option(
        _positive, "a number from 1", "Objects that a connection keeps in memory."
    ),
    "connection_pool_size": Option(
        _positive, "a number from 1", "Connections that are kept for another transaction."
    ),
    "read_only": Option(_flag, "1 or 0", "Whether nothing may be changed."),
}
_BLOBS = {
    "blob_dir": Option(_folder, "a folder", "Where blobs are kept, or copies of them."),
    "shared_blob_dir": Option(
        _flag, "1 or 0", "Whether that folder is the one home of the blobs, not a cache."
    ),
    "blob_cache_size": Option(
        _size, "a size such as 500MB", "How large a cache of blobs may grow; without it, freely."
    ),
}
_RELATIONAL = {
    **_COMMON,
    **_BLOBS,
    "cache_local_mb": Option(_count, "a number", "MiB of records kept in memory by a process."),
    "commit_lock_timeout": Option(
        _positive, "seconds from 1", "Seconds that a commit waits for others."
    ),
}

OPTIONS: Mapping[str, Mapping[str, Option]] = {
    "file": {
        **_COMMON,
        "blobstorage_dir": Option(_folder, "a folder", "Where blobs are kept."),
    },
    "zeo": {
        **_COMMON,
        **_BLOBS,
        "storage": Option(_word, "a name", "Which of the server's storages; the first is 1."),
        "wait_timeout": Option(
            _positive, "seconds from 1", "Seconds that a server that is away is waited for."
        ),
        "cache_size": Option(_size, "a size such as 200MB", "The client's cache of records."),
        "client_label": Option(_word, "a text", "How the server's log names this client."),
    },
    "sqlite": {
        **_RELATIONAL,
        "data_dir": Option(_folder, "a folder", "The image's folder, instead of a path."),
        "synchronous": Option(
            _one_of("full", "extra", "normal"),
            "full, extra or normal",
            "When a commit is on the disk; 'normal' may lose the last ones with the power.",
        ),
    },
    "postgres": {
        **_RELATIONAL,
        "host": Option(_word, "a host or a folder", "The server, or the folder of its socket."),
        "port": Option(_positive, "a port", "The server's port."),
        "user": Option(_word, "a name", "The user of the database."),
        "password": Option(str, "a text", "The user's password."),
        "passfile": Option(_folder, "a file", "The file that holds the password."),
        "connect_timeout": Option(
            _positive, "seconds from 1", "Seconds that a server that is away is waited for."
        ),
        "sslmode": Option(
            _one_of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
            "a mode of libpq, such as verify-full",
            "How far the connection is encrypted and the server proved.",
        ),
        "sslrootcert": Option(_folder, "a file", "Certificates of who may vouch for the server."),
        "sslcert": Option(_folder, "a file", "The client's certificate."),
        "sslkey": Option(_folder, "a file", "The client's key."),
    },
}
"""The options of each kind of storage."""

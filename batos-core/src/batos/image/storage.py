"""Opening the database that a URI names."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import zc.lockfile
import ZODB
import zodburi
from ZODB.blob import BlobStorage
from ZODB.FileStorage.FileStorage import FileStorage, FileStorageFormatError
from ZODB.utils import z64

from batos.errors import BatosError, ConfigError, ImageDamagedError, ImageError, ImageLockedError

__all__ = ["file_of", "open_database"]

_BIRTH = 4096
"""Bytes that a file may have when nothing but its first transaction was torn."""
_POOL = 64
"""Connections kept for another transaction; as many as an image worker may have threads."""
_OPTIONS = frozenset(
    {"blobstorage_dir", "connection_cache_size", "connection_pool_size", "read_only"}
)
"""What may follow the ``?`` of a ``file://`` URI."""


def open_database(uri: str, *, cache_size: int = 10_000) -> Any:
    """Open the database of an image, creating it where it does not exist.

    Args:
        uri: ``file:///path/live_image.fs``; a plain path is taken for one. Blobs of a file live
            in a folder beside it.
        cache_size: Objects kept in memory by each connection, unless the URI says otherwise by
            ``connection_cache_size``. ZODB's own default of 400 made a walk over 5,000 objects
            two hundred times slower.

    Returns:
        The open ``ZODB.DB``.

    Raises:
        ImageLockedError: Another process has it open.
        ImageDamagedError: Its files cannot be read.
        ImageError: The storage cannot be reached.
        ConfigError: The URI is of no known kind.
    """
    path = file_of(uri)
    factory, keywords = _resolve(uri) if path is None else _resolve_file(uri, path)
    size = path.stat().st_size if path is not None and path.is_file() else 0
    try:
        storage = factory()
    except BatosError:
        raise
    except Exception as error:
        raise _worded(uri, path, error) from error
    if path is not None and size > _BIRTH and storage.lastTransaction() == z64:
        storage.close()
        raise _cut_off(path)
    try:
        database = ZODB.DB(
            storage,
            large_record_size=16 << 24,
            cache_size=int(keywords.get("connection_cache_size", cache_size)),
            pool_size=int(keywords.get("connection_pool_size", _POOL)),
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
        raise _worded(uri, path, error) from error
    return database


def _cut_off(path: Path) -> ImageDamagedError:
    """Return the error of a file of which no transaction could be read.

    FileStorage moves what it cannot read to a file beside it and goes on with what is left. When
    nothing is left, a new image would be born in the place of the damaged one.
    """
    kept = sorted(path.parent.glob(f"{path.name}.tr*"), key=lambda each: each.stat().st_mtime)
    where = f" What it held is in {str(kept[-1])!r}." if kept else ""
    return ImageDamagedError(
        f"No transaction of the image {str(path)!r} can be read.{where}",
        hint="Restore a backup, or move the files away to begin anew.",
    )


def file_of(uri: str) -> Path | None:
    """Return the file that a ``file://`` URI names, or None for other storages.

    Raises:
        ConfigError: The URI names a host, as one with two slashes does.
    """
    parts = urlsplit(uri) if "://" in uri else None
    if parts is None:
        return Path(uri) if not re.match(r"\w{2,}:", uri) else None
    if parts.scheme != "file":
        return None
    if parts.netloc not in ("", "localhost"):
        raise ConfigError(
            f"The image URI {uri!r} names a host, {parts.netloc!r}, where a path is wanted.",
            hint=f"Use three slashes: file:///{parts.netloc}{parts.path}.",
        )
    path = unquote(parts.path)
    return Path(path.lstrip("/") if os.name == "nt" else path)


def _resolve(uri: str) -> tuple[Callable[[], Any], dict[str, Any]]:
    """Return what opens a storage that is no file, and the options of its database."""
    try:
        factory, keywords = zodburi.resolve_uri(uri)
    except (KeyError, ValueError, ImportError) as error:
        raise ConfigError(
            f"The image URI {_label(uri, None)} names no kind of storage that is installed here.",
            hint="Use file:///path/to/live_image.fs.",
        ) from error
    return factory, keywords


def _resolve_file(uri: str, path: Path) -> tuple[Callable[[], Any], dict[str, Any]]:
    """Return what opens a file, and the options of its database.

    zodburi is passed over here: it takes the path as it stands in the URI, so that a blank in
    it becomes ``%20`` in the file's name, and it leaves the file locked when it is damaged.
    """
    options = dict(parse_qsl(urlsplit(uri).query)) if "://" in uri else {}
    unknown = sorted(options.keys() - _OPTIONS)
    if unknown:
        raise ConfigError(
            f"The image URI {uri!r} has an unknown option {unknown[0]!r}.",
            hint=f"Known: {', '.join(sorted(_OPTIONS))}.",
        )
    path = path.expanduser().absolute()
    blobs = options.get("blobstorage_dir", f"{path}.blobs")
    read_only = options.get("read_only", "") not in ("", "0", "false", "no", "off")

    def factory() -> Any:
        if path.is_dir():
            raise ImageError(f"The image {str(path)!r} is a folder.", hint="Name a file in it.")
        _make_folder(path)
        size = path.stat().st_size if path.exists() else 0
        storage = _FileStorage(str(path), read_only=read_only)
        if path.stat().st_size < size:
            # A torn tail was cut off. What was read of it is still taken for the last
            # transaction, though: zeros, as a loss of power leaves them, for one of the year 1900.
            storage.close()
            storage = _FileStorage(str(path), read_only=read_only)
        try:
            return BlobStorage(blobs, storage, layout="bushy")
        except BaseException:
            storage.close()
            raise

    return factory, options


class _FileStorage(FileStorage):
    """A FileStorage that lets its files go when it cannot be opened.

    The original keeps them, and the lock with them, as long as anything holds the traceback:
    the next try in the same process would be told of another process.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        try:
            super().__init__(*args, **options)
        except BaseException:
            for name in ("_file", "_tfile", "_files", "_lock_file"):
                part = self.__dict__.get(name)
                if part is not None:
                    with contextlib.suppress(OSError):  # the first error is the one to tell
                        part.close()
            raise


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImageError(
            f"The folder {str(path.parent)!r} cannot be created: {error.strerror}."
        ) from error


def _worded(uri: str, path: Path | None, error: BaseException) -> ImageError:
    """Return what kept an image from being opened, for a person."""
    label = _label(uri, path)
    if isinstance(error, zc.lockfile.LockError):
        return ImageLockedError(
            f"The image {label} is open in another process{_holder(path)}.",
            hint="Stop it with 'batos down', or talk to it with 'batos send' and 'batos ask'.",
        )
    if isinstance(error, OSError):
        named = str(error.filename or "")
        other = f" ({named!r})" if path is not None and named and Path(named) != path else ""
        reason = f"{error.strerror or error}{other}"
        return ImageError(f"The image {label} cannot be opened: {reason}.")
    if path is None:
        return ImageError(f"The image {label} cannot be reached: {_told(error)}.")
    if isinstance(error, FileStorageFormatError):
        return ImageDamagedError(
            f"The file {label} is not an image.",
            hint="It was left as it is. Choose another file for the image.",
        )
    # A damaged tail raises whatever the bytes happen to trip: UnicodeDecodeError included.
    return ImageDamagedError(
        f"The image {label} is damaged and cannot be read: {_told(error)}.",
        hint="It was left as it is. Restore a backup, or move the file away to begin anew.",
    )


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error).rstrip('.')}"


def _label(uri: str, path: Path | None) -> str:
    """Return the quoted name of an image, without the password that its URI may hold."""
    return repr(str(path) if path is not None else re.sub(r"//[^/@]*@", "//", uri))


def _holder(path: Path | None) -> str:
    """Return which process holds the lock of a file image, where its lock file says so."""
    if path is None:
        return ""
    try:
        text = Path(f"{path}.lock").read_text("ascii", "replace").split()
    except OSError:
        return ""
    return f" (process {text[0]})" if text and text[0].isdigit() and os.name == "posix" else ""

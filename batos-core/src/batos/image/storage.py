"""Opening the database that a URI names."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import zc.lockfile
import ZODB
import zodburi

from batos.errors import ConfigError, ImageDamagedError, ImageError, ImageLockedError

__all__ = ["file_of", "open_database"]


def open_database(uri: str, *, cache_size: int = 10_000) -> Any:
    """Open the database of an image, creating it where it does not exist.

    Args:
        uri: ``file:///path/live_image.fs``; a plain path is taken for one. Blobs of a file live
            in a folder beside it.
        cache_size: Objects kept in memory by each connection. ZODB's own default of 400 made a
            walk over 5,000 objects two hundred times slower.

    Returns:
        The open ``ZODB.DB``.

    Raises:
        ImageLockedError: Another process has it open.
        ImageDamagedError: Its files cannot be read.
        ImageError: The storage cannot be reached.
        ConfigError: The URI is of no known kind.
    """
    full = _complete(uri)
    try:
        factory, keywords = zodburi.resolve_uri(full)
    except (KeyError, ValueError) as error:
        raise ConfigError(
            f"The image URI {uri!r} cannot be used: {error}.",
            hint="Use file:///path/to/live_image.fs.",
        ) from None
    path = file_of(full)
    if path is not None:
        _make_folder(path)
    keywords["cache_size"] = cache_size
    storage = _open_storage(factory, uri, path)
    try:
        database = ZODB.DB(storage, large_record_size=16 << 24, **_known(keywords))
        # The root is read here so that a damaged image is named at the door.
        connection = database.open()
        try:
            connection.root().keys()
        finally:
            connection.close()
    except Exception as error:
        with contextlib.suppress(Exception):  # the first error is the one to tell
            storage.close()
        raise _damaged(uri, path, error) from error
    return database


def _open_storage(factory: Any, uri: str, path: Path | None) -> Any:
    try:
        return factory()
    except zc.lockfile.LockError as error:
        raise ImageLockedError(
            f"The image {str(path or uri)!r} is open in another process{_holder(path)}.",
            hint="Stop it with 'batos down', or talk to it with 'batos send' and 'batos ask'.",
        ) from error
    except PermissionError as error:
        raise ImageError(
            f"The image {str(path or uri)!r} cannot be opened: {error.strerror}."
        ) from error
    except OSError as error:
        raise ImageError(f"The image {str(path or uri)!r} cannot be opened: {error}.") from error
    except Exception as error:
        # A damaged tail raises whatever the bytes happen to trip: UnicodeDecodeError included.
        raise _damaged(uri, path, error) from error


def file_of(uri: str) -> Path | None:
    """Return the file that a ``file://`` URI names, or None for other storages."""
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return Path(uri) if not parts.scheme or len(parts.scheme) == 1 else None


def _complete(uri: str) -> str:
    """Return a URI with the blob folder and layout that every file image has."""
    path = file_of(uri)
    if path is None:
        return uri
    parts = urlsplit(path.expanduser().absolute().as_uri())
    options = dict(parse_qsl(urlsplit(uri).query)) if "://" in uri else {}
    options.setdefault("blobstorage_dir", f"{unquote(parts.path)}.blobs")
    options.setdefault("blobstorage_layout", "bushy")
    return urlunsplit(parts._replace(query=urlencode(options)))


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImageError(
            f"The folder {str(path.parent)!r} cannot be created: {error.strerror}."
        ) from error


def _known(keywords: dict[str, Any]) -> dict[str, Any]:
    """Return the options that ``ZODB.DB`` takes, under its own names."""
    names = {"cache_size": "cache_size", "connection_cache_size": "cache_size"}
    return {names[key]: int(value) for key, value in keywords.items() if key in names}


def _holder(path: Path | None) -> str:
    """Return which process holds the lock of a file image, where its lock file says so."""
    if path is None:
        return ""
    try:
        text = Path(f"{path}.lock").read_text("ascii", "replace").split()
    except OSError:
        return ""
    return f" (process {text[0]})" if text and text[0].isdigit() and os.name == "posix" else ""


def _damaged(uri: str, path: Path | None, error: BaseException) -> ImageDamagedError:
    return ImageDamagedError(
        f"The image {str(path or uri)!r} cannot be read: {type(error).__name__}: {error}.",
        hint="Nothing was changed. Restore a backup, or move the file away to begin anew.",
    )

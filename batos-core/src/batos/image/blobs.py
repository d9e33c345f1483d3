"""Blobs: files that belong to the image, such as a model or a document.

A blob is a persistent object; a slot may hold one. Its bytes stay in a file of their own, so that
they are read without being loaded and may be mapped into memory.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ZODB.blob import Blob
from ZODB.interfaces import BlobError
from ZODB.POSException import POSKeyError

from batos.errors import ImageDamagedError, ImageError, UsageError
from batos.image.storage.durable import sync_file, sync_folders

__all__ = ["blob_file", "store_file"]


def store_file(connection: Any, path: Path, *, move: bool = False) -> Blob:
    """Take a file into the image, in the running transaction.

    The bytes are copied once, to where the storage gathers what is not committed yet, and are on
    the disk when this returns; the commit only renames the file.

    Args:
        connection: The connection of the transaction, such as ``root.connection``.
        path: The file.
        move: Whether the file itself is taken instead of a copy. It is gone then, also when the
            transaction is aborted; on the same file system no byte is copied.

    Returns:
        The blob, known to the image. It is kept only when something of the image refers to it.

    Raises:
        UsageError: There is no such file.
        ImageError: It cannot be read, or there is no room for it.
    """
    source = Path(path)
    if not source.is_file():
        raise UsageError(f"There is no file {str(source)!r}.", hint="Is the path spelled right?")
    blob = Blob()
    # Only a blob that the connection knows puts its draft beside the storage's own blobs.
    connection.add(blob)
    folder = Path(connection.db().storage.temporaryDirectory())
    draft: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix="draft-", dir=folder)
        os.close(descriptor)
        draft = Path(name)
        if move:
            shutil.move(source, draft)
        else:
            shutil.copyfile(source, draft)
        sync_file(draft)
        blob.consumeFile(str(draft))
        sync_folders(draft, folder)
    except OSError as error:
        if draft is not None and not move:
            with contextlib.suppress(OSError):  # the first error is the one to tell
                draft.unlink(missing_ok=True)
        raise ImageError(
            f"The file {str(source)!r} cannot be taken into the image: {error.strerror or error}.",
            hint="Is there room where the image keeps its blobs?",
        ) from error
    return blob


def blob_file(blob: Blob) -> Path:
    """Return the file of a committed blob: read only, and never changed any more.

    Args:
        blob: The blob, of the running transaction.

    Raises:
        ImageDamagedError: Its file is not there, or the blob was never committed.
    """
    try:
        return Path(blob.committed())
    except (POSKeyError, BlobError) as error:
        raise _missing(blob) from error


def _missing(blob: Blob) -> ImageDamagedError:
    number = int.from_bytes(blob._p_oid or b"", "big")
    return ImageDamagedError(
        f"The file of blob @{number} is not there.",
        hint="Restore the folder of blobs from a backup.",
    )

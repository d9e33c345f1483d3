"""An image in a file of this machine: FileStorage, with its blobs in a folder beside it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from ZODB._compat import FILESTORAGE_MAGIC
from ZODB.blob import BlobStorage
from ZODB.fsIndex import fsIndex
from ZODB.utils import z64

from batos.errors import ImageDamagedError, ImageError, ImageMissingError
from batos.image.storage.address import Address
from batos.image.storage.durable import sync_file, sync_folders
from batos.image.storage.folders import blob_folder, drop_torn_marker, made
from batos.image.storage.interrupted import put_right
from batos.image.storage.wary import WaryFileStorage

__all__ = ["open_file"]

_BIRTH = 4096
"""Bytes that a file may have when nothing but its first transaction was torn."""


def open_file(address: Address, path: Path) -> Any:
    """Open an image in a file, creating it where there is none.

    Args:
        address: Where it is.
        path: The file.

    Returns:
        The storage.

    Raises:
        ImageMissingError: There is no file, and it was to be read only.
        ImageDamagedError: No transaction of it can be read.
        ImageError: It is a folder, or its folder cannot be made.
        Exception: Whatever FileStorage says of a damaged file.
    """
    file = path.expanduser().absolute()
    if file.is_dir():
        raise ImageError(f"The image {str(file)!r} is a folder.", hint="Name a file in it.")
    if address.read_only and not file.exists():
        raise ImageMissingError(
            f"There is no image {str(file)!r}.", hint="Is the path spelled right?"
        )
    made(file.parent)
    if not address.read_only:
        put_right(file)
    size = file.stat().st_size if file.exists() else 0
    blobs = blob_folder(address)
    lived = size > _BIRTH or (file.exists() and _has_lived(file, blobs))
    storage = _opened(file, size, address.read_only)
    if lived and storage.lastTransaction() == z64:
        storage.close()
        raise _cut_off(file)
    drop_torn_marker(blobs)
    try:
        return _BlobStorage(str(blobs), storage, layout="bushy")
    except BaseException:
        storage.close()
        raise


def _has_lived(file: Path, blobs: Path) -> bool:
    """Return whether there was an image in a file, going by what lies beside it.

    A file that was emptied looks like one whose birth was interrupted.
    """
    if Path(f"{file}.care.json").exists() or next(blobs.rglob("*.blob"), None) is not None:
        return True
    if any(each.stat().st_size > _BIRTH for each in file.parent.glob(f"{file.name}.tr*")):
        return True  # opened once before, when all of it was cut off
    with contextlib.suppress(Exception):  # a damaged index tells nothing
        return bool(fsIndex.load(f"{file}.index")["pos"] > len(FILESTORAGE_MAGIC))
    return False


def _opened(file: Path, size: int, read_only: bool) -> Any:
    storage = _FileStorage(str(file), read_only=read_only)
    if read_only:
        storage.settle()
    elif file.stat().st_size < size:
        # A torn tail was cut off, and still counts for the last transaction.
        storage.close()
        storage = _FileStorage(str(file))
    return storage


class _FileStorage(WaryFileStorage):
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


class _BlobStorage(BlobStorage):
    """A storage of blobs that are on the disk before the transaction is."""

    def _blob_storeblob(self, oid: bytes, serial: bytes, blobfilename: str) -> None:
        super()._blob_storeblob(oid, serial, blobfilename)
        placed = Path(self.fshelper.getBlobFilename(oid, serial))
        sync_file(placed)
        sync_folders(placed, Path(self.fshelper.base_dir))


def _cut_off(path: Path) -> ImageDamagedError:
    """Return the error of a file of which no transaction could be read.

    FileStorage moves what it cannot read to a file beside it and goes on with what is left. When
    nothing is left, a new image would be born in the place of the damaged one.
    """
    kept = sorted(path.parent.glob(f"{path.name}.tr*"), key=lambda each: each.stat().st_mtime)
    where = f" What it held is in {str(kept[-1])!r}." if kept else ""
    return ImageDamagedError(
        f"No transaction of the image {str(path)!r} can be read.{where}",
        hint="Restore a backup with 'batos image restore DIR', or keep what can be read with "
        "'batos image salvage'. Or move the files away to begin anew.",
    )

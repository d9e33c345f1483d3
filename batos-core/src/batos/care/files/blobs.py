"""The files of blobs: which there are, and whether each can be read."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ZODB.blob import BLOB_SUFFIX, FilesystemHelper
from ZODB.utils import tid_repr

__all__ = ["LAYOUT", "BlobFile", "blob_files", "digest_of", "remove_blob", "version_file"]

LAYOUT = "bushy"
"""How the folders of a file image's blobs are laid out."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class BlobFile:
    """The file of one version of a blob; it is never changed.

    Attributes:
        oid: The blob.
        tid: The transaction that wrote it.
        path: The file.
    """

    oid: bytes
    tid: bytes
    path: Path

    @property
    def name(self) -> str:
        """The same for every image that holds it."""
        return f"{self.oid.hex()}/{self.tid.hex()}.blob"


def version_file(folder: Path, oid: bytes, tid: bytes) -> BlobFile:
    """Return where the file of a blob's version is, whether it is there or not."""
    helper = FilesystemHelper(str(folder), LAYOUT)
    return BlobFile(oid, tid, Path(helper.getBlobFilename(oid, tid)))


def blob_files(folder: Path) -> Iterator[BlobFile]:
    """Yield the files of blobs in a folder, ordered; a missing folder has none."""
    helper = FilesystemHelper(str(folder), LAYOUT)
    for oid, path in helper.listOIDs():
        try:
            names = sorted(os.listdir(path))
        except FileNotFoundError:
            continue  # packed away meanwhile
        for name in names:
            if name.endswith(BLOB_SUFFIX):
                with contextlib.suppress(ValueError):  # somebody else's file
                    _oid, tid = helper.splitBlobFilename(os.path.join(path, name))
                    if name == f"{tid_repr(tid)}{BLOB_SUFFIX}":
                        yield BlobFile(bytes(oid), bytes(tid), Path(path, name))


def digest_of(path: Path) -> tuple[int, str]:
    """Return the number of bytes of a file and their sha256, in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def remove_blob(file: BlobFile, folder: Path) -> int:
    """Remove the file of a blob's version, and the folders that it leaves empty.

    Returns:
        Its bytes.
    """
    try:
        size = file.path.stat().st_size
        if os.name == "nt":
            file.path.chmod(0o600)  # a file for reading only cannot be removed there
        file.path.unlink()
    except FileNotFoundError:
        return 0
    # One folder up only: another blob may just now be put into the next one.
    if file.path.parent != folder:
        with contextlib.suppress(OSError):
            file.path.parent.rmdir()
    return size

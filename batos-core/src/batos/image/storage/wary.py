"""A FileStorage that does not take what it reads on trust."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import struct
from pathlib import Path
from typing import Any

from ZODB.FileStorage.format import CorruptedError
from ZODB.POSException import StorageSystemError
from ZODB.utils import u64, z64

from batos.image.storage.unhurried import UnhurriedFileStorage

__all__ = ["WaryFileStorage"]

_LOG = logging.getLogger(__name__)

_SIGNATURE = re.compile(rb"\nbatos-index ([0-9a-f]{64})\n\Z")
_SIGNATURE_BYTES = 78


class WaryFileStorage(UnhurriedFileStorage):
    """A FileStorage whose index has a digest, and whose damage has one class of error.

    An index with a flipped bit leads to other places of the file, or loses an object; FileStorage
    looks at a few of its entries only. And a damaged record raises errors that are no errors of a
    storage, such as ValueError, so that nobody could tell them from those of a method. One that
    cannot be opened lets its files go.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        try:
            super().__init__(*args, **options)
        except BaseException:
            # The original keeps its files, and the lock with them, as long as anything holds the
            # traceback: the next try in this process would be told of another process.
            for name in ("_file", "_tfile", "_files", "_lock_file"):
                part = self.__dict__.get(name)
                if part is not None:
                    with contextlib.suppress(OSError):  # the first error is the one to tell
                        part.close()
            raise

    def settle(self) -> None:
        """Take the last whole transaction for the last one.

        What is read of a torn tail is taken for it otherwise: zeros, as a loss of power leaves
        them, for one of the year 1900, before which there is nothing to see.
        """
        self._ltid = self._last_whole()

    def _last_whole(self) -> bytes:
        if self._pos <= self._metadata_size:
            return bytes(z64)
        self._file.seek(self._pos - 8)
        self._file.seek(self._pos - 8 - u64(self._file.read(8)))
        return bytes(self._file.read(8))

    def _save_index(self) -> None:
        if self._pos <= self._metadata_size:
            return  # an index from when there was something in the file tells that there was
        try:
            super()._save_index()
            if not self._is_read_only:
                _sign(Path(f"{self._file_name}.index"))
        except OSError as error:
            # It is only made for speed, and without its digest it is as good as any other.
            _LOG.warning("the index of %r is not kept: %s", self._file_name, error.strerror)
            with contextlib.suppress(OSError):
                Path(f"{self._file_name}.index.index_tmp").unlink(missing_ok=True)

    def _restore_index(self) -> Any:
        if _is_changed(Path(f"{self._file_name}.index")):
            return None  # it is made anew from the file
        return super()._restore_index()

    def _read_data_header(self, pos: int, oid: bytes | None = None, _file: Any = None) -> Any:
        try:
            return super()._read_data_header(pos, oid, _file)
        except (CorruptedError, ValueError, struct.error) as error:
            number = int.from_bytes(oid, "big") if oid else "?"
            raise StorageSystemError(
                f"there is no record of @{number} at byte {pos} of the file"
            ) from error


def _sign(path: Path) -> None:
    """Append the digest of an index to it; what reads the index stops before."""
    with path.open("r+b") as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
        stream.write(b"\nbatos-index " + digest.encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _is_changed(path: Path) -> bool:
    """Return whether an index is not what was signed; one without a signature is taken as it is."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    match = _SIGNATURE.search(content, max(0, len(content) - _SIGNATURE_BYTES))
    if match is None:
        return b"\nbatos-index " in content[-_SIGNATURE_BYTES - 8 :]
    return hashlib.sha256(content[: match.start()]).hexdigest() != match[1].decode()

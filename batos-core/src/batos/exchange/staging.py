"""Parcels on their way between a client and an image worker.

A client may write where its user may, an image worker only into the folders of the image: files
cross the border in pieces, through a folder of the worker's own. It lies in the state folder, so
that any image worker of this machine can go on with what another one has begun.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from batos.errors import ImageError, TravelError, UsageError
from batos.exchange.manifest import MANIFEST, MOST_FILES, SIGNATURE, is_member_path
from batos.exchange.parcel import LARGEST_TOTAL

__all__ = ["LARGEST_PIECE", "Piece", "Transfers"]

LARGEST_PIECE = 512 * 1024
"""Bytes that one message may carry: a request holds at most a mebibyte."""

_ID = re.compile(r"[0-9a-f]{32}")
_STALE_S = 24 * 3600.0
_SLACK = 16 * 1024 * 1024
"""Bytes beyond those of the files that a transfer may have, for manifest and signature."""


@dataclass(frozen=True)
class Piece:
    """A part of a file.

    Attributes:
        path: The file, within the parcel.
        offset: Where the part begins, in bytes.
        data: The part.
    """

    path: str
    offset: int
    data: bytes


class Transfers:
    """Parcels in parts, each in a folder of its own.

    Args:
        folder: Where they are kept; it is made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> str:
        """Return the id of a new transfer; those that nobody ended for a day are thrown away.

        Raises:
            ImageError: There is no room for it.
        """
        self._tidy()
        name = secrets.token_hex(16)
        with self._told():
            (self.folder / name).mkdir(mode=0o700, parents=True)
        return name

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Word what keeps a file from being written."""
        try:
            yield
        except OSError as error:
            raise ImageError(
                f"The parcel cannot be kept on its way: {error.strerror or error}.",
                hint=f"Make room for it in {str(self.folder)!r}.",
            ) from error

    def place(self, transfer: str) -> Path:
        """Return the folder of a transfer.

        Raises:
            UsageError: There is none of that id.
        """
        folder = self.folder / transfer
        if not _ID.fullmatch(transfer) or not folder.is_dir():
            raise UsageError(f"There is no transfer {transfer[:40]!r}.", hint="Begin anew.")
        return folder

    def put(self, transfer: str, files: Mapping[str, bytes]) -> None:
        """Write whole files into a transfer.

        Raises:
            UsageError: There is no such transfer.
            ImageError: There is no room for them.
        """
        folder = self.place(transfer)
        for path, data in files.items():
            target = _target(folder, path)
            with self._told():
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(data)

    def write(self, transfer: str, pieces: Sequence[Piece]) -> None:
        """Write pieces of files.

        Raises:
            UsageError: There is no such transfer, or nobody asked for such a file.
            TravelError: The transfer would be larger than a parcel may be.
            ImageError: There is no room for it.
        """
        folder = self.place(transfer)
        used, count = _used(folder)
        for piece in pieces:
            target = _target(folder, piece.path)
            with self._told():
                target.parent.mkdir(exist_ok=True)
            size = target.stat().st_size if target.exists() else 0
            if piece.offset > size:
                raise UsageError(f"The piece of {piece.path!r} at {piece.offset} comes too early.")
            used += max(0, piece.offset + len(piece.data) - size)
            count += not target.exists()
            if used > LARGEST_TOTAL + _SLACK:
                raise TravelError(f"The parcel has more than {LARGEST_TOTAL} bytes.")
            if count > MOST_FILES + 2:
                raise TravelError(f"The parcel has more than {MOST_FILES} files.")
            # "r+b" leaves what is there, so that a piece that is sent twice is written once.
            with self._told(), target.open("r+b" if size else "wb") as file:
                file.seek(piece.offset)
                file.write(piece.data)

    def read(self, transfer: str, path: str, offset: int, size: int) -> bytes:
        """Return a piece of a file, at most :data:`LARGEST_PIECE` bytes.

        Raises:
            UsageError: There is no such transfer or file.
        """
        target = _target(self.place(transfer), path)
        if not target.is_file():
            raise UsageError(f"The transfer has no file {path!r}.")
        with target.open("rb") as file:
            file.seek(max(0, offset))
            return file.read(max(0, min(size, LARGEST_PIECE)))

    def end(self, transfer: str) -> None:
        """Throw a transfer away; one that is gone is no error."""
        if _ID.fullmatch(transfer):
            shutil.rmtree(self.folder / transfer, ignore_errors=True)

    def _tidy(self) -> None:
        now = time.time()
        with contextlib.suppress(OSError):  # the first transfer makes the folder
            for old in list(self.folder.iterdir()):
                # Of the future as well: a clock that was ahead would keep it for as long.
                if _ID.fullmatch(old.name) and abs(now - old.stat().st_mtime) > _STALE_S:
                    shutil.rmtree(old, ignore_errors=True)


def _target(folder: Path, path: str) -> Path:
    if path not in (MANIFEST, SIGNATURE) and not is_member_path(path):
        raise UsageError(f"{path[:100]!r} is no file of a parcel.")
    return folder / path


def _used(folder: Path) -> tuple[int, int]:
    """Return the bytes and the number of files of a transfer."""
    sizes = [each.stat().st_size for each in _files(folder)]
    return sum(sizes), len(sizes)


def _files(folder: Path) -> Iterable[Path]:
    return (each for each in folder.rglob("*") if each.is_file())

"""An image in a file of this machine: FileStorage, with its blobs in a folder beside it."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import logging
import os
import shlex
import shutil
from pathlib import Path
from typing import Any

from ZODB.blob import BlobStorage
from ZODB.FileStorage.FileStorage import TempFormatter
from ZODB.fsIndex import fsIndex
from ZODB.utils import z64

from batos.errors import ImageDamagedError, ImageError, ImageMissingError
from batos.image.storage.address import Address
from batos.image.storage.durable import sync_file, sync_folders
from batos.image.storage.folders import blob_folder, drop_torn_marker, made
from batos.image.storage.hold import Hold
from batos.image.storage.interrupted import put_right
from batos.image.storage.ledger import ledger_of, read_ledger
from batos.image.storage.seen import END_NOTE, EndNote, SeenEnd, seen_ends
from batos.image.storage.tape import START, Hole, Tape
from batos.image.storage.torn import TornEnd, note_torn, torn_end, torn_ends
from batos.image.storage.wary import WaryFileStorage

__all__ = ["open_file"]

_LOG = logging.getLogger(__name__)

_BIRTH = 4096
"""Bytes that a file may have when nothing but its first transaction was torn."""


def open_file(address: Address, path: Path) -> Any:
    """Open an image in a file, creating it where there is none.

    An end that is missing is noted beside the file, and told in the log at every opening until
    that is acknowledged (see :mod:`batos.image.storage.torn`).

    Args:
        address: Where it is.
        path: The file.

    Returns:
        The storage.

    Raises:
        ImageMissingError: There is no file, and it was to be read only.
        ImageDamagedError: No transaction of it can be read, or something in its middle cannot.
        ImageError: It is a folder, or its folder cannot be made.
        zc.lockfile.LockError: Another process has it open.
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
    blobs = blob_folder(address)
    if not address.read_only:
        put_right(file)
    kind = _FileForReading if address.read_only else _File
    storage = kind(file, blobs)
    try:
        known = torn_ends(file)
        fresh = () if storage.torn is None or storage.torn in known else (storage.torn,)
        for end in (*known, *fresh):
            _LOG.warning("%s", end.told(repr(str(file))))
        drop_torn_marker(blobs)
        return _BlobStorage(str(blobs), storage, layout="bushy")
    except BaseException:
        storage.close()
        raise


class _ImageFile(WaryFileStorage):
    """What both have in common, for reading and for writing.

    Attributes:
        torn: What was found missing at the end just now, None where nothing was.
    """

    torn: TornEnd | None = None

    _was_there = True

    def __init__(self, file: Path, blobs: Path, *, read_only: bool) -> None:
        self._path = file
        self._blobs = blobs
        self._notes = (ledger_of(file), Path(f"{file}{END_NOTE}"))
        # Who writes may go on behind what is read here, and note it.
        self._seen = seen_ends(file)
        super().__init__(str(file), read_only=read_only)

    def _has_lived(self, size: int) -> bool:
        """Return whether there was an image in the file, going by what lies beside it.

        A file that was emptied looks like one whose birth was interrupted.
        """
        if not self._was_there or size > _BIRTH:
            return self._was_there
        folder, name = self._path.parent, self._path.name
        notes = (each.exists() and each.stat().st_size for each in self._notes)
        if any(notes) or next(self._blobs.rglob("*.blob"), None) is not None:
            return True
        if any(each.stat().st_size > _BIRTH for each in folder.glob(f"{name}.tr*")):
            return True  # opened once before by another program, which cut off all of it
        with contextlib.suppress(Exception):  # a damaged index tells nothing
            return bool(fsIndex.load(f"{self._path}.index")["pos"] > START)
        return False

    def _torn_at(self, last: bytes, pos: int, tail: Hole | None) -> TornEnd | None:
        return torn_end(self._path, self._seen, SeenEnd(_first_of(self._path), last, pos), tail)


class _FileForReading(_ImageFile):
    """A FileStorage for reading, which holds nobody off."""

    def __init__(self, file: Path, blobs: Path) -> None:
        super().__init__(file, blobs, read_only=True)
        self.settle()
        if self._ltid == z64 and self._has_lived(file.stat().st_size):
            self.close()
            raise _cut_off(file)
        self.torn = self._torn_at(self._ltid, self._pos, self._tail())

    def _tail(self) -> Hole | None:
        """Return what is left of a transaction that was finished, behind the last whole one.

        Anything else there, somebody may be writing just now.
        """
        if self._ltid == z64 or self._path.stat().st_size <= self._pos:
            return None
        with Tape(self._path) as tape:
            parts = tape.heads(self._pos, self._ltid)
            return next((each for each in parts if isinstance(each, Hole) and each.tid), None)


class _File(_ImageFile):
    """A FileStorage that holds its file, and cuts nothing off without a word.

    The original cuts off all that follows the first thing that it cannot read, even the whole
    file behind one damaged length, and tells only the log.
    """

    _file: Any
    _tfile: Any
    packer: Any

    def __init__(self, file: Path, blobs: Path) -> None:
        self._first = b""
        self._was_there = file.exists()
        self._hold = Hold(file)
        try:
            lock = Path(f"{file}.lock")
            if not (lock.exists() and lock.stat().st_size):
                # Where there is no room for its few bytes, whoever takes it would not let it go.
                lock.write_text(f" {os.getpid()}\n", "ascii")
            super().__init__(file, blobs, read_only=False)
            self._file.flush()  # the first bytes of a newborn file
        except BaseException:
            if not self._was_there and not file.stat().st_size:
                file.unlink()  # a birth on a full disk
            self._hold.close()
            raise
        self._end = EndNote(file)
        self._note_end()

    def close(self) -> None:
        """Close the file and let it go."""
        try:
            super().close()
        finally:
            self._end.close()
            self._hold.close()

    def pack(self, t: float, referencesf: Any, gc: Any = None) -> None:
        """Pack the file, holding on to the one that takes its place."""
        packer = self.packer

        def held(*args: Any) -> Any:
            found = packer(*args)
            if found is not None:
                self._hold.reach(Path(f"{self._file_name}.pack"))
            return found

        self.packer = held
        try:
            super().pack(t, referencesf, gc)
        finally:
            self.packer = packer
            self._hold.settle()
        self._note_end()

    def tpc_vote(self, transaction: Any) -> None:
        """Write the transaction behind the last one; of one that does not fit nothing is left."""
        try:
            super().tpc_vote(transaction)
        except OSError:
            self._forget_rest()
            raise

    def tpc_abort(self, transaction: Any) -> None:
        """Let a transaction go, and give back what its draft has taken of a full disk."""
        with self._lock:
            is_own = transaction is self._transaction  # else the draft is somebody else's
            super().tpc_abort(transaction)
            if is_own:
                with contextlib.suppress(OSError):
                    self._tfile.truncate(0)

    def _forget_rest(self) -> bool:
        """Open the file anew, without what has not found its way into it.

        On a full disk the original's own way of cutting it off fails as well: that brings first
        to the disk what is still in its buffer, and would do so at any later time.
        """
        with self._lock, contextlib.suppress(OSError):  # the first error is the one to tell
            stale, self._file = self._file, open(self._file_name, "r+b")  # noqa: SIM115 - kept
            _drop(stale)
            self._file.truncate(self._pos)
            self._files.flush()
            os.fsync(self._file.fileno())
            return True
        return False

    @property
    def is_closed(self) -> bool:
        """Whether the file was closed, by who has it open or because its disk failed."""
        return bool(self._file.closed)

    def _clear_temp(self) -> None:
        """Empty the draft of a transaction; what did not fit into it shall not bar the next."""
        try:
            super()._clear_temp()
        except OSError:
            stale, self._tfile = self._tfile, open(f"{self._file_name}.tmp", "w+b")  # noqa: SIM115
            self._tfmt = TempFormatter(self._tfile)
            _drop(stale)

    def _finish_finish(self, tid: bytes) -> None:
        super()._finish_finish(tid)
        self._first = self._first or tid
        self._end.write(SeenEnd(self._first, tid, self._pos))

    def _note_end(self) -> None:
        with self._lock:
            if self._pos > START:
                self._first = _first_of(self._path)
                self._end.write(SeenEnd(self._first, self._last_whole(), self._pos))

    def _restore_index(self) -> Any:
        """Look at the end before the original reads the file, which then finds it whole."""
        size = os.fstat(self._file.fileno()).st_size
        if size < START and self._has_lived(size):
            raise _cut_off(self._path)
        found = super()._restore_index()
        if size >= START:
            self._settle_end(found, size)
        return found

    def _settle_end(self, found: tuple[Any, int, bytes] | None, size: int) -> None:
        """Cut off what follows the last whole transaction, and note what is missing.

        Args:
            found: The index, and up to where it knows the file; None where there is none.
            size: Bytes of the file.

        Raises:
            ImageDamagedError: There is more behind it, or as good as nothing before.
            ImageError: What is cut off cannot be kept.
        """
        _index, pos, last = found or (None, START, z64)
        is_bare, hole = found is None, None
        with Tape(self._path) as tape:
            for part in tape.heads(pos, last):
                if isinstance(part, Hole):
                    if not part.tail:
                        raise _broken(self._path, pos)
                    hole = part
                    break
                is_bare = is_bare and pos == START
                pos, last = part.end, part.tid
        torn = self._torn_at(last, pos, hole)
        if (pos == START or (is_bare and torn is not None)) and self._has_lived(size):
            raise _cut_off(self._path)
        if torn is not None and pos > START:
            kept = _keep_rest(self._path, pos) if pos < size else ""
            self.torn = dataclasses.replace(torn, kept=kept)
            note_torn(self._path, self.torn)
        if pos < size:
            _LOG.info("%d bytes are cut off the end of %r", size - pos, str(self._path))
            self._file.truncate(pos)
            os.fsync(self._file.fileno())


class _BlobStorage(BlobStorage):
    """A storage of blobs that are on the disk before the transaction is."""

    def _blob_storeblob(self, oid: bytes, serial: bytes, blobfilename: str) -> None:
        super()._blob_storeblob(oid, serial, blobfilename)
        placed = Path(self.fshelper.getBlobFilename(oid, serial))
        sync_file(placed)
        sync_folders(placed, Path(self.fshelper.base_dir))


def _drop(stale: Any) -> None:
    """Close a file without what is in its buffer and does not fit on the disk."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stale.fileno(), inheritable=False)
    stale.close()


def _first_of(file: Path) -> bytes:
    """Return the id of the first transaction of a file."""
    with file.open("rb") as stream:
        stream.seek(START)
        return stream.read(8)


def _keep_rest(file: Path, pos: int) -> str:
    """Copy what follows a place in a file to another file beside it; return that one's name.

    Raises:
        ImageError: It cannot be written.
    """
    names = (Path(f"{file}.tr{number}") for number in itertools.count())
    kept = next(name for name in names if not name.exists())
    try:
        with file.open("rb") as stream, kept.open("xb") as copy:
            stream.seek(pos)
            shutil.copyfileobj(stream, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            kept.unlink()
        raise ImageError(
            f"The end of the image {str(file)!r} is torn, and what has to be cut off cannot be "
            f"kept: {error.strerror or error}.",
            hint="It was left as it is. Make room on the disk.",
        ) from error
    return kept.name


def _broken(file: Path, pos: int) -> ImageDamagedError:
    """Return the error of a file with something in its middle that cannot be read."""
    return ImageDamagedError(
        f"The image {str(file)!r} is damaged: no transaction can be read at byte {pos}, and there "
        "are more behind it.",
        hint="It was left as it is. 'batos image check' tells what is damaged, 'batos image "
        f"salvage' keeps what can be read. {_backup_of(file)}",
    )


def _cut_off(file: Path) -> ImageDamagedError:
    """Return the error of a file of which as good as nothing is left.

    A new image would be born in the place of the damaged one.
    """
    return ImageDamagedError(
        f"No transaction of the image {str(file)!r} can be read, or none but its very first.",
        hint=f"It was left as it is. {_backup_of(file)} What can be read 'batos image salvage' "
        "keeps. Or move the files away to begin anew.",
    )


def _backup_of(file: Path) -> str:
    """Return how the last backup is brought back, in a sentence."""
    noted = read_ledger(ledger_of(file)).get("backup")
    if not isinstance(noted, dict):
        return "No backup is known; if there is one: batos image restore DIR --force."
    time = str(noted.get("time"))[:19].replace("T", " ")
    folder = shlex.quote(str(noted.get("folder")))
    return f"The last backup is of {time} UTC: batos image restore {folder} --force."

"""Short looks at an image, for a check: through the session of who has it open, or from the file.

A file is read without locking it and without writing beside it, so that a check may look at an
image that another process has open, and at one on a medium for reading.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, Protocol, Self

import transaction
import ZODB
from persistent.mapping import PersistentMapping
from ZODB.POSException import POSError, StateLoadError
from ZODB.utils import z64

from batos.care.files.places import Place
from batos.errors import BatosError, ImageDamagedError
from batos.image.root import Root
from batos.image.storage import open_database
from batos.image.storage.tape import Hole, Tape
from batos.image.storage.wary import WaryFileStorage
from batos.image.storage_errors import trip_of, worded_fault
from batos.objects import Epoch, Space

__all__ = ["FileReader", "Reader", "opened", "sparing", "wording"]


class Reader(Protocol):
    """What can be looked at in short transactions; a session is one."""

    def read(self) -> contextlib.AbstractContextManager[Root]:
        """Look at the image as it is now."""
        ...

    @property
    def database(self) -> Any:
        """The open ``ZODB.DB``."""
        ...


class FileReader:
    """The file of an image, as it was when this was made.

    The index beside the file is not trusted: the file is read from its beginning.

    Args:
        path: The file.

    Raises:
        ImageDamagedError: It cannot be opened.
        OSError: It cannot be read.
    """

    def __init__(self, path: Path) -> None:
        storage = None
        try:
            storage = _Snapshot(str(path), read_only=True)
            if storage.lastTransaction() == z64:
                raise ImageDamagedError("No transaction of it can be read.")
            self._database = ZODB.DB(storage, cache_size=2_000, large_record_size=16 << 24)
        except (OSError, ImageDamagedError):
            _close(storage)
            raise
        except Exception as error:
            # A damaged file raises whatever its bytes happen to trip.
            _close(storage)
            raise ImageDamagedError(f"{trip_of(error)}.") from error

    @classmethod
    def over(cls, database: Any) -> Self:
        """Return a reader of a database that somebody else opens and closes."""
        reader = cls.__new__(cls)
        reader._database = database
        return reader

    @property
    def database(self) -> Any:
        """The open ``ZODB.DB``."""
        return self._database

    @contextlib.contextmanager
    def read(self) -> Iterator[Root]:
        """Look at the image.

        Raises:
            ImageDamagedError: A record cannot be read.
        """
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self._database.open(manager)
        try:
            mapping = connection.root()
            if not isinstance(mapping, PersistentMapping):
                kind = type(mapping).__name__
                raise ImageDamagedError(f"Where its root should be is an object {kind!r}.")
            epoch = mapping.get("epoch")
            space = Space(epoch if isinstance(epoch, Epoch) else Epoch(), _NOBODY)
            yield Root(mapping, connection, space)
        except POSError as error:
            raise ImageDamagedError(f"{type(error).__name__}: {error}.") from error
        finally:
            manager.abort()
            connection.close()

    def close(self) -> None:
        """Let the file go."""
        self._database.close()


@contextlib.contextmanager
def wording() -> Iterator[None]:
    """Word what a database raises in the middle of a look at it.

    Raises:
        ImageDamagedError: Its files are damaged.
        ImageError: It failed for another reason.
    """
    try:
        yield
    except BatosError:
        raise
    except Exception as error:
        worded = worded_fault(error)
        if worded is None:
            raise
        raise worded from error


@contextlib.contextmanager
def opened(place: Place, reader: Reader | None) -> Iterator[Reader]:
    """Yield a reader of an image, without locking or changing a file.

    Args:
        place: Where it is.
        reader: The session of who has it open; None opens it.

    Raises:
        ImageMissingError: There is no such file.
        ImageDamagedError: It is damaged.
        ImageError: It cannot be read.
    """
    if reader is None and place.file is not None:
        snapshot = FileReader(place.require())
        try:
            yield snapshot
        finally:
            snapshot.close()
        return
    with wording():
        if reader is not None:
            yield reader
            return
        with contextlib.closing(open_database(place.uri)) as database:
            yield FileReader.over(database)


def sparing(reader: Reader, oids: Container[bytes]) -> Reader:
    """Return a reader that does not load some objects: who asks for one gets an error instead.

    Args:
        reader: The image.
        oids: Objects whose records cannot be read in any time.
    """
    return _Sparing(reader, oids) if oids else reader


class _Sparing:
    def __init__(self, reader: Reader, oids: Container[bytes]) -> None:
        self._reader = reader
        self._oids = oids

    @property
    def database(self) -> Any:
        return self._reader.database

    @contextlib.contextmanager
    def read(self) -> Iterator[Root]:
        with self._reader.read() as root:
            connection = root.connection
            load = connection.setstate

            def setstate(obj: Any) -> None:
                if obj._p_oid in self._oids:
                    number = int.from_bytes(obj._p_oid, "big")
                    raise StateLoadError(f"@{number} takes too long to be loaded")
                load(obj)

            # Objects ask their connection for what they hold; there is no other door.
            connection.setstate = setstate
            try:
                yield root
            finally:
                del connection.setstate


class _Snapshot(WaryFileStorage):
    """A file that is read from its beginning to its last whole transaction."""

    _file: Any

    def _restore_index(self) -> None:
        path = Path(self._file_name)
        with Tape(path) as tape:
            # What is in the middle is not passed over: who opens the image trips over it as well.
            rest = (part.start for part in tape.heads() if isinstance(part, Hole) and part.tail)
            end = next(rest, tape.size)
        self._file.close()
        self._file = io.BufferedReader(_Beginning(path, end))


class _Beginning(io.FileIO):
    """The first bytes of a file, whatever follows them."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(str(path))
        self._size = size

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if whence == os.SEEK_END:
            return super().seek(self._size + offset)
        return super().seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        left = max(0, self._size - self.tell())
        return super().readinto(memoryview(buffer)[:left]) or 0


_NOBODY: Any = None
"""A check runs no methods."""


def _close(storage: Any) -> None:
    if storage is not None:
        with contextlib.suppress(Exception):  # the first error is the one to tell
            storage.close()

"""The desk: what a worker is doing right now, where the kernel can read it after a death.

A page of a file that the worker writes through a memory map and the kernel reads. A message would
be too late for a worker that hangs and would cost a system call for each request; a write to
mapped memory costs a fraction of a microsecond, and what was written outlives the process.
"""

from __future__ import annotations

import mmap
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from batos.errors import ConfigError

__all__ = ["Desk", "Load", "Seat", "prepare_desk", "read_desk", "read_loads"]

_MAGIC = b"BATDESK2"
_HEAD = 16
_SEATS = 64
_SEAT = 192
_FIXED = struct.Struct("<d8sQQ24s")
"""When the method began (monotonic seconds, 0 for none), its oid, the thread as the system and
as Python numbers it, the job."""
_STARTED = struct.Struct("<d")
_PAD = slice(8, 16)
_JOB = slice(32, 56)
_NAME = _JOB.stop - _JOB.start
_TEXT = _FIXED.size
_FULL = slice(8, 9)
_TRAYS = 64
_TRAY = struct.Struct("<d8sQQ")
"""When a record began to be loaded (0 for none), its oid, the thread as the system and as Python
numbers it."""
_DESK = _HEAD + _SEATS * _SEAT
_SIZE = _DESK + _TRAYS * _TRAY.size


@dataclass(frozen=True)
class Seat:
    """One request that a worker had begun, as the kernel reads it.

    Attributes:
        job: The kernel's name for the request.
        text: Receiver and selector of the message that was being carried out, or empty.
        oid: The method that was running, 0 where it is not known.
        started: Monotonic time when the message was begun; 0 while no method runs.
        thread: The system's number of the thread.
        ident: Python's number of the thread, by which a crash names it.
    """

    job: str
    text: str = ""
    oid: int = 0
    started: float = 0.0
    thread: int = 0
    ident: int = 0

    @property
    def busy(self) -> bool:
        """Whether a method was running."""
        return self.started > 0


@dataclass(frozen=True)
class Load:
    """A record that a worker had begun to load, as the kernel reads it.

    Attributes:
        oid: Which one.
        started: Monotonic time when it was begun.
        thread: The system's number of the thread.
        ident: Python's number of the thread.
    """

    oid: int
    started: float
    thread: int = 0
    ident: int = 0


def prepare_desk(path: Path) -> None:
    """Make an empty desk for a worker that is about to start."""
    # A file of its own: a worker that is not quite dead may still have the old one mapped.
    path.unlink(missing_ok=True)
    path.write_bytes(_MAGIC.ljust(_SIZE, b"\0"))


def read_desk(path: Path) -> list[Seat] | None:
    """Return what a worker has begun and not ended, or None where that is not known."""
    data = _read(path)
    if data[_FULL] != b"\0":  # there is no desk, or it has no place left
        return None
    places = range(_HEAD, _DESK, _SEAT)
    seats = (_read_seat(data[place : place + _SEAT]) for place in places)
    return [seat for seat in seats if seat.job]


def read_loads(path: Path) -> list[Load]:
    """Return the records that a worker has begun to load and not ended, as far as is known."""
    found = _TRAY.iter_unpack(_read(path)[_DESK:])
    return [Load(int.from_bytes(oid, "big"), at, *place) for at, oid, *place in found if at]


def _read(path: Path) -> bytes:
    """Return what is on a desk; nothing where there is none."""
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    return data if len(data) == _SIZE and data.startswith(_MAGIC) else b""


def _read_seat(data: bytes) -> Seat:
    started, oid, thread, ident, job = _FIXED.unpack_from(data)
    name = job.rstrip(b"\0").decode("ascii", "replace")
    if not started:
        return Seat(name, thread=thread, ident=ident)
    text = data[_TEXT:].partition(b"\0")[0].decode("utf-8", "replace")
    return Seat(name, text, int.from_bytes(oid, "big"), started, thread, ident)


class _Place(threading.local):
    view: memoryview | None = None
    tray: memoryview | None = None
    thread = 0
    ident = 0
    waits: Callable[[], None] | None = None

    def number(self) -> None:
        self.thread = threading.get_native_id()
        self.ident = threading.get_ident()


class Desk:
    """A worker's own side of its desk; as a Watch of the object room it is told of methods.

    Args:
        path: The file that the kernel has prepared; None keeps nothing.

    Raises:
        ConfigError: The file cannot be mapped.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._free: list[memoryview] = []
        self._trays: list[memoryview] = []
        self._here = _Place()
        if path is None:
            self._head = memoryview(bytearray(_HEAD))
            return
        try:
            with path.open("r+b") as file:
                page = memoryview(mmap.mmap(file.fileno(), 0))
        except (OSError, ValueError) as error:
            raise ConfigError(f"The file {str(path)!r} cannot be mapped: {error}.") from error
        self._head = page[:_HEAD]
        self._free = [page[at : at + _SEAT] for at in range(_HEAD, _DESK, _SEAT)]
        self._trays = [page[at : at + _TRAY.size] for at in range(_DESK, _SIZE, _TRAY.size)]

    def sit(self, job: str, waits: Callable[[], None] | None = None) -> memoryview | None:
        """Note that this thread has begun a request; return what :meth:`rise` is to be given.

        Args:
            job: Its name.
            waits: Called when the request is about to wait for something.
        """
        self._here.waits = waits
        name = job.encode("ascii", "replace")
        here = self._here
        try:
            view = self._free.pop() if len(name) <= _NAME else None
        except IndexError:
            view = None
        if view is None:
            self._head[_FULL] = b"\1"  # from now on nobody may rely on what is not noted
            return None
        if not here.thread:
            here.number()
        _FIXED.pack_into(view, 0, 0.0, b"", here.thread, here.ident, name)
        here.view = view
        return view

    def rise(self, view: memoryview | None) -> None:
        """Note that a request is over.

        To be called after the answer was sent: a request that is answered but still noted is
        told as lost at worst, while one that was run but is not noted would be run again.
        """
        self._here.view = self._here.waits = None
        if view is not None:
            view[_JOB] = bytes(_NAME)
            self._free.append(view)

    def begin(self, text: str) -> memoryview | None:
        """Note that this thread carries out a message; return where its method's oid goes."""
        view = self._here.view
        if view is None:
            return None
        data = text.encode("utf-8", "replace")[: _SEAT - _TEXT - 1] + b"\0"
        view[_TEXT : _TEXT + len(data)] = data
        view[_PAD] = bytes(8)
        _STARTED.pack_into(view, 0, time.monotonic())
        return view[_PAD]

    def waiting(self) -> None:
        """Note that this thread is about to wait: for the disk, a model, a turn."""
        if self._here.waits is not None:
            self._here.waits()

    def loading(self, oid: bytes) -> None:
        """Note that this thread loads a record, which may end the process or never be over."""
        here = self._here
        if here.tray is None:
            if not self._trays:
                return
            # A thread keeps its own: there are few of them, and they live as long as the worker.
            here.tray = self._trays.pop()
        if not here.thread:
            here.number()
        _TRAY.pack_into(here.tray, 0, time.monotonic(), oid, here.thread, here.ident)

    def loaded(self) -> None:
        """Note that this thread has loaded it."""
        if self._here.tray is not None:
            _STARTED.pack_into(self._here.tray, 0, 0.0)

    def end(self) -> None:
        """Note that this thread has carried it out."""
        view = self._here.view
        if view is not None:
            _STARTED.pack_into(view, 0, 0.0)

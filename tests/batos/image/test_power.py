"""A loss of power: what was written but not synced may be lost, torn or out of order.

The writes and syncs of an image's file are recorded. From the record every file is made that a
disk could hold after a loss of power, and each of them is opened.
"""

from __future__ import annotations

import io
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from batos.care import Care
from batos.errors import ImageDamagedError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.image.storage import unhurried
from batos.objects import UvmObject

_SECTOR = 512
_STEPS = 6
"""Commits that are recorded."""


@dataclass
class Tape:
    """What was done to a file, in order.

    Attributes:
        steps: ``("write", offset, bytes)``, ``("truncate", size)``, ``("sync",)`` and
            ``("ack", number, transaction)``.
    """

    steps: list[tuple[Any, ...]] = field(default_factory=list)


class _Recorded(io.FileIO):
    """A file whose writes are noted as the system gets them."""

    def __init__(self, name: str, mode: str, tape: Tape) -> None:
        super().__init__(name, mode)
        self._tape = tape
        if mode.startswith("w"):
            tape.steps.append(("truncate", 0))

    def write(self, data: Any) -> int:
        offset = self.tell()
        written = super().write(data)
        self._tape.steps.append(("write", offset, bytes(data)[:written]))
        return written

    def truncate(self, size: int | None = None) -> int:
        size = super().truncate(size)
        self._tape.steps.append(("truncate", size))
        return size


@pytest.fixture
def tape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tape:
    """The record of an image that was born, grew and was closed."""
    recorded = Tape()
    path = tmp_path / "recorded" / "image.fs"
    path.parent.mkdir()
    open_files: list[_Recorded] = []

    def open_recorded(name: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if str(name) != str(path) or "+" not in mode:
            return open(name, mode, *args, **options)
        open_files.append(_Recorded(str(name), mode.replace("b", ""), recorded))
        return io.BufferedRandom(open_files[-1])

    def sync(descriptor: int) -> None:
        os.fsync(descriptor)
        if any(not file.closed and file.fileno() == descriptor for file in open_files):
            recorded.steps.append(("sync",))

    storage = sys.modules["ZODB.FileStorage.FileStorage"]
    with monkeypatch.context() as patch:
        patch.setattr(storage, "open", open_recorded, raising=False)
        patch.setattr(unhurried, "fsync", sync)
        session = Session(str(path), GuardedRunner)
        recorded.steps.append(("ack", 0, session.database.lastTransaction()))
        for number in range(1, _STEPS + 1):
            session.change(lambda root, number=number: _step(root, number), note="step")
            recorded.steps.append(("ack", number, session.database.lastTransaction()))
        session.close()
    assert ("sync",) in recorded.steps
    return recorded


def _step(root: Root, number: int) -> None:
    """Two objects move in step; now and then a record is larger than a buffer."""
    if "left" not in root.objects:
        root.add("left", UvmObject(n=0, text=""))
        root.add("right", UvmObject(n=0))
    root.find("left").n = root.find("right").n = number
    root.find("left").text = _text(number)


def _text(number: int) -> str:
    return str(number) * (30_000 if number % 4 == 0 else 300)


@dataclass(frozen=True)
class Disk:
    """What a disk may hold after a loss of power.

    Attributes:
        content: The bytes of the file.
        least: The last step that was acknowledged before, -1 for none.
        tid: Its transaction.
        what: How it came about.
    """

    content: bytes
    least: int
    tid: bytes
    what: str


def _apply(content: bytearray, step: tuple[Any, ...]) -> None:
    if step[0] == "truncate":
        del content[step[1] :]
        content.extend(bytes(step[1] - len(content)))
    else:
        _, offset, data = step
        content.extend(bytes(max(0, offset + len(data) - len(content))))
        content[offset : offset + len(data)] = data


def _moments(
    steps: list[tuple[Any, ...]],
) -> Iterator[tuple[bytes, list[tuple[Any, ...]], tuple[int, bytes]]]:
    """Yield for each moment: what was synced, what was written since, the last acknowledged."""
    synced = bytearray()
    since: list[tuple[Any, ...]] = []
    least = (-1, b"")
    yield b"", [], least
    for step in steps:
        if step[0] == "ack":
            least = (step[1], step[2])
        elif step[0] == "sync":
            for each in since:
                _apply(synced, each)
            since = []
        else:
            since.append(step)
        yield bytes(synced), list(since), least


def _in_order(steps: list[tuple[Any, ...]], rng: random.Random) -> Iterator[Disk]:
    """Yield disks that have lost the end of what was not synced, the last write torn."""
    for synced, since, least in _moments(steps):
        for kept in range(len(since) + 1):
            content = bytearray(synced)
            for step in since[:kept]:
                _apply(content, step)
            yield Disk(bytes(content), *least, f"{kept} of {len(since)} writes")
            # The four bytes that a file begins with, and a flag of one, are not torn.
            if kept < len(since) and since[kept][0] == "write" and len(since[kept][2]) > 4:
                _, offset, data = since[kept]
                for cut in {rng.randrange(1, len(data) + 1), len(data) // _SECTOR * _SECTOR}:
                    torn = bytearray(content)
                    _apply(torn, ("write", offset, data[:cut]))
                    what = f"{kept} of {len(since)} writes and {cut} bytes of the next"
                    yield Disk(bytes(torn), *least, what)


def _out_of_order(steps: list[tuple[Any, ...]], rng: random.Random) -> Iterator[Disk]:
    """Yield disks that have any sectors of what was not synced; holes are zeros."""
    for synced, since, least in _moments(steps):
        sectors = [
            ("write", offset + at, data[at : at + _SECTOR])
            for _, offset, data in (step for step in since if step[0] == "write")
            for at in range(0, len(data), _SECTOR)
        ]
        for _ in range(3 if sectors else 0):
            kept = [each for each in sectors if rng.random() < rng.choice((0.2, 0.5, 0.9))]
            content = bytearray(synced)
            for each in kept:
                _apply(content, each)
            what = f"{len(kept)} of {len(sectors)} sectors"
            yield Disk(bytes(content), *least, what)


def _put(disk: Disk, folder: Path) -> Path:
    path = folder / "image.fs"
    for rest in folder.glob("image.fs*"):
        if rest.is_file():
            rest.unlink()
    path.write_bytes(disk.content)
    return path


def _state(path: Path, at: bytes | None = None) -> int:
    """Open an image; return the step that it is at, or was at after a transaction."""
    session = Session(str(path), GuardedRunner)
    try:
        with session.read(at=at) as root:
            if "left" not in root.objects:
                return 0
            left, right = root.find("left"), root.find("right")
            assert left.n == right.n, "half of a transaction is there"
            assert left.text == _text(left.n)
            return int(left.n)
    finally:
        session.close()


def test_what_was_acknowledged_outlives_a_loss_of_power(tape: Tape, tmp_path: Path) -> None:
    rng = random.Random(4)
    seen: set[bytes] = set()
    states = set()
    for disk in _in_order(tape.steps, rng):
        if disk.content in seen:
            continue
        seen.add(disk.content)
        state = _state(_put(disk, tmp_path))
        assert max(disk.least, 0) <= state <= max(disk.least + 1, 0), disk.what
        states.add(state)
    assert states == set(range(_STEPS + 1))
    assert len(seen) > 5 * _STEPS


def test_without_syncs_it_would_not(tape: Tape, tmp_path: Path) -> None:
    """The same, of a storage that forgets to sync: this is what the test above is for."""
    steps = [step for step in tape.steps if step[0] != "sync"]
    disks = list(_in_order(steps, random.Random(4)))
    lost = [disk for disk in disks if disk.least > 2 and not disk.content]
    assert lost
    assert _state(_put(lost[0], tmp_path)) < lost[0].least


def test_writes_out_of_order_lose_nothing_acknowledged(tape: Tape, tmp_path: Path) -> None:
    """Some disks keep any sectors of what was not synced, and none of the file system's order.

    A transaction that was never acknowledged may then be there in part, and the image may have
    to be salvaged; what was acknowledged is as it was all the same.
    """
    opened = mended = 0
    for disk in _out_of_order(tape.steps, random.Random(5)):
        if disk.least < 1:
            continue
        path = _put(disk, tmp_path)
        try:
            state = _state(path, disk.tid)
            opened += 1
        except ImageDamagedError:
            path = _put(disk, tmp_path)
            saved = tmp_path / f"saved-{mended}.fs"
            Care(str(path), tmp_path / "state").salvage(str(saved))
            state = _state(saved, disk.tid)
            mended += 1
        assert state == disk.least, disk.what
    assert opened
    assert mended

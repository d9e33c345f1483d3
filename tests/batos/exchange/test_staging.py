"""Parcels in pieces."""

import errno
import os
import time
from pathlib import Path

import pytest

from batos.errors import ImageError, TravelError, UsageError
from batos.exchange import staging
from batos.exchange.staging import LARGEST_PIECE, Piece, Transfers


@pytest.fixture
def transfers(tmp_path):
    return Transfers(tmp_path / "transfers")


def test_pieces_become_a_file_again(transfers):
    name = transfers.begin()
    data = os.urandom(LARGEST_PIECE + 100)
    first, rest = data[:LARGEST_PIECE], data[LARGEST_PIECE:]
    pieces = [Piece("methods/a.py", 0, first), Piece("methods/a.py", LARGEST_PIECE, rest)]
    for piece in [*pieces, *pieces]:  # what is sent twice is written once
        transfers.write(name, [piece])
    assert transfers.read(name, "methods/a.py", 0, 10 * LARGEST_PIECE) == first
    assert transfers.read(name, "methods/a.py", LARGEST_PIECE, LARGEST_PIECE) == rest
    transfers.end(name)
    with pytest.raises(UsageError, match="no transfer"):
        transfers.place(name)
    transfers.end(name)


def test_a_place_that_cannot_be_written_is_told(transfers):
    transfers.folder.write_text("in the way")
    with pytest.raises(ImageError, match="cannot be kept on its way") as caught:
        transfers.begin()
    assert str(transfers.folder) in caught.value.hint


def test_a_disk_that_is_full_is_told(transfers, monkeypatch):
    name = transfers.begin()

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(ImageError, match="No space left"):
        transfers.write(name, [Piece("methods/a.py", 0, b"x")])
    with pytest.raises(ImageError, match="No space left"):
        transfers.put(name, {"methods/a.py": b"x"})


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "methods/../../x.py", "x.py", ""])
def test_nothing_is_written_or_read_elsewhere(transfers, path):
    name = transfers.begin()
    with pytest.raises(UsageError, match="no file of a parcel"):
        transfers.write(name, [Piece(path, 0, b"x")])
    with pytest.raises(UsageError, match="no file of a parcel"):
        transfers.read(name, path, 0, 1)


@pytest.mark.parametrize("name", ["", "..", "../" * 10, "a" * 32, "/tmp"])
def test_a_transfer_that_nobody_began_is_none(transfers, name):
    transfers.begin()
    with pytest.raises(UsageError, match="no transfer"):
        transfers.write(name, [Piece("methods/a.py", 0, b"")])
    transfers.end(name)
    assert len(list(transfers.folder.iterdir())) == 1


def test_a_hole_is_refused(transfers):
    with pytest.raises(UsageError, match="too early"):
        transfers.write(transfers.begin(), [Piece("methods/a.py", 1, b"x")])


def test_a_transfer_has_an_end(transfers, monkeypatch):
    monkeypatch.setattr(staging, "LARGEST_TOTAL", 10)
    monkeypatch.setattr(staging, "_SLACK", 0)
    name = transfers.begin()
    transfers.write(name, [Piece("methods/a.py", 0, b"x" * 10)])
    with pytest.raises(TravelError, match="more than 10 bytes"):
        transfers.write(name, [Piece("methods/b.py", 0, b"x")])
    monkeypatch.setattr(staging, "MOST_FILES", -1)
    with pytest.raises(TravelError, match="files"):
        transfers.write(transfers.begin(), [Piece(f"methods/{n}.py", 0, b"") for n in range(9)])


@pytest.mark.parametrize("days", [-400, 400])
def test_what_was_left_behind_is_thrown_away(transfers, days):
    """As well what a clock has dated that was ahead: it would stay until the clock comes there."""
    old = transfers.begin()
    (transfers.folder / "stranger").mkdir()
    then = time.time() + days * 86_400
    os.utime(transfers.place(old), (then, then))
    os.utime(transfers.folder / "stranger", (then, then))
    new = transfers.begin()
    assert {each.name for each in transfers.folder.iterdir()} == {new, "stranger"}

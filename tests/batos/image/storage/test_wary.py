"""The index of a file: signed, and passed over when it is not what was signed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from ZODB.FileStorage.FileStorage import FileStorage

from batos.image import Root, Session
from batos.objects import UvmObject


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    path = tmp_path / "image.fs"
    session = Session(str(path), lambda: None)  # type: ignore[arg-type, return-value]

    def work(root: Root) -> None:
        for number in range(30):
            root.add(f"thing_{number}", UvmObject(number=number))

    session.change(work, note="things")
    session.close()
    return path


def _used_index(path: Path) -> bool:
    session = Session(str(path), lambda: None)  # type: ignore[arg-type, return-value]
    with session.read() as root:
        assert [root.find(f"thing_{number}").number for number in range(30)] == list(range(30))
    storage = session.database.storage
    used = bool(storage._used_index)
    session.close()
    return used


def test_a_whole_index_is_used(closed: Path) -> None:
    assert _used_index(closed)


def test_another_program_may_write_the_index(closed: Path) -> None:
    """It is not signed then, and taken as FileStorage takes it."""
    Path(f"{closed}.index").unlink()
    FileStorage(str(closed)).close()
    assert _used_index(closed)


@pytest.mark.parametrize("seed", range(25))
def test_an_index_with_a_flipped_bit_is_made_anew(closed: Path, seed: int) -> None:
    index = Path(f"{closed}.index")
    content = bytearray(index.read_bytes())
    rng = random.Random(seed)
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    index.write_bytes(content)
    _used_index(closed)
    assert _used_index(closed), "the new one is whole"


@pytest.mark.parametrize("left", [0, 1, 100, -1, -40, -78, -90])
def test_a_cut_index_is_no_harm(closed: Path, left: int) -> None:
    index = Path(f"{closed}.index")
    index.write_bytes(index.read_bytes()[:left])
    _used_index(closed)
    assert _used_index(closed)

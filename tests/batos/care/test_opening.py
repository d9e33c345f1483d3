"""Opening what a crash or a bad disk has left: the answers of the storage, and of the check."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from batos.care import Care
from batos.errors import ImageDamagedError, ImageLockedError
from batos.image import Session
from batos.image.storage.tape import Hole, Tape

from .conftest import content_of_blob, fault_of, numbers, seeds


def _last_start(path: Path) -> int:
    with Tape(path) as tape:
        return [head.pos for head in tape.heads() if not isinstance(head, Hole)][-1]


@pytest.fixture
def with_last(session: Session, path: Path) -> Path:
    """An image whose last transaction alone says 77."""
    session.change(lambda root: setattr(root.find("thing_7"), "number", 77), note="last")
    session.close()
    return path


@pytest.mark.parametrize("seed", seeds(60))
def test_a_tail_torn_anywhere_reopens_at_the_transaction_before(
    with_last: Path, opened: Callable[[], Session], care: Care, seed: int
) -> None:
    start, size = _last_start(with_last), with_last.stat().st_size
    cut = start + 1 + (size - start - 2) * seed // 59
    with_last.write_bytes(with_last.read_bytes()[:cut])
    assert "tail" in {finding.kind for finding in care.check().findings if finding.damage}
    assert numbers(opened())["thing_7"] == 7
    opened().close()
    care.acknowledge()
    assert care.check().findings == ()


@pytest.mark.parametrize("tail", [b"\0" * 10, b"\0" * 5000, b"garbage, " * 50, b"z" * 10])
def test_a_tail_of_zeros_or_letters_is_cut_off(
    with_last: Path, opened: Callable[[], Session], tail: bytes
) -> None:
    with_last.write_bytes(with_last.read_bytes() + tail)
    assert numbers(opened())["thing_7"] == 77


@pytest.mark.parametrize("seed", seeds(20))
def test_a_random_tail_opens_or_gives_a_diagnosis(
    with_last: Path, opened: Callable[[], Session], care_at, seed: int, tmp_path: Path
) -> None:
    with_last.write_bytes(with_last.read_bytes() + random.Random(seed).randbytes(500))
    fault = fault_of(opened)
    if fault is None:
        assert numbers(opened())["thing_7"] == 77
        return
    assert isinstance(fault, ImageDamagedError)
    assert "batos image salvage" in fault.hint
    assert care_at(with_last).salvage(str(tmp_path / "saved.fs")).report.sound
    saved = Session(str(tmp_path / "saved.fs"), lambda: None)
    assert numbers(saved)["thing_7"] == 77
    saved.close()


@pytest.mark.parametrize("index", ["missing", "empty", "garbage", "cut", "flipped"])
def test_an_index_is_never_needed(
    with_last: Path, opened: Callable[[], Session], index: str, care: Care
) -> None:
    file = Path(f"{with_last}.index")
    content = file.read_bytes()
    if index == "missing":
        file.unlink()
    else:
        flipped = bytearray(content)
        flipped[len(content) // 2] ^= 1
        file.write_bytes(
            {
                "empty": b"",
                "garbage": b"\x80\x03garbage",
                "cut": content[: len(content) // 2],
                "flipped": bytes(flipped),
            }[index]
        )
    assert care.check().sound
    held = numbers(opened())
    assert held["thing_7"] == 77
    assert len(held) == 20


@pytest.mark.parametrize("seed", seeds(15))
def test_damage_in_the_middle_is_never_a_bare_traceback(
    with_last: Path, opened: Callable[[], Session], care: Care, seed: int
) -> None:
    rng = random.Random(seed)
    content = bytearray(with_last.read_bytes())
    for _ in range(1 + seed % 5):
        at = rng.randrange(4, len(content))
        content[at : at + 8] = rng.randbytes(8)
    with_last.write_bytes(content[: with_last.stat().st_size])
    care.check()
    fault = fault_of(lambda: numbers(opened()))
    if fault is not None:
        assert fault.message
        assert "batos image" in fault.hint or "format" in fault.message


@pytest.mark.parametrize("left", [0, 4, 60])
def test_a_file_that_was_emptied_is_not_born_again(
    closed: Path, opened: Callable[[], Session], left: int
) -> None:
    closed.write_bytes(closed.read_bytes()[:left])
    for _ in range(3):
        with pytest.raises(ImageDamagedError, match="No transaction") as caught:
            opened()
        assert "batos image restore" in caught.value.hint


@pytest.mark.parametrize("trace", [".care.json", ".index", ".blobs", ".tr0"])
def test_one_trace_of_an_image_is_enough(
    closed: Path, care: Care, opened: Callable[[], Session], trace: str
) -> None:
    assert care.check().sound
    content = closed.read_bytes()
    others = {".care.json", ".index", ".blobs"} - {trace}
    for path in (Path(f"{closed}{ending}") for ending in others):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    # Longer than a birth, so that the first start puts it aside as a torn tail.
    closed.write_bytes(content[:4] + b"\xff" * 5000 if trace == ".tr0" else b"")
    for _ in range(3):
        assert isinstance(fault_of(opened), ImageDamagedError)


@pytest.mark.parametrize("left", [0, 4, 60])
def test_a_birth_that_was_interrupted_begins_again(
    path: Path, opened: Callable[[], Session], left: int
) -> None:
    opened().close()
    content = path.read_bytes()
    for each in [*path.parent.iterdir()]:
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    path.write_bytes(content[:left])
    assert numbers(opened()) == {}


@pytest.mark.parametrize("marker", [b"", b"bus", b"\xff\xfe", b"bushy\xff"])
def test_a_torn_marker_of_the_blobs_is_written_anew(
    closed: Path, opened: Callable[[], Session], care: Care, marker: bytes
) -> None:
    """ZODB writes it in two steps; a kill between them left an image that nobody could open."""
    file = Path(f"{closed}.blobs", ".layout")
    file.write_bytes(marker)
    assert care.check().sound
    assert content_of_blob(opened()) == b"other" * 1000
    assert file.read_bytes() == b"bushy"


def test_a_second_opener_is_told_and_a_look_is_not_barred(
    session: Session, path: Path, care: Care
) -> None:
    with pytest.raises(ImageLockedError):
        Session(str(path), lambda: None)
    assert care.check().sound
    assert care.status()["records"] > 20

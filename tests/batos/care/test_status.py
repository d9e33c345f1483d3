"""``status``: how an image is."""

from __future__ import annotations

from pathlib import Path

import pytest

from batos.care import Care
from batos.errors import ImageDamagedError, ImageMissingError
from batos.image import Session
from batos.image.storage.tape import Tape


def test_it_tells_of_size_past_and_care(closed: Path, care: Care, tmp_path: Path) -> None:
    facts = care.status()
    assert facts["image"] == str(closed)
    assert facts["storage"] == "file"
    assert facts["format"] == 1
    assert facts["bytes"] == closed.stat().st_size
    assert (facts["blobs"], facts["blob_bytes"]) == (2, 9000)
    assert facts["undoable"] >= 4
    assert facts["history_since"] <= facts["last"]
    assert facts["pack"] is facts["backup"] is None
    assert facts["free"] > 0
    care.backup(tmp_path / "backups")
    care.pack(0, drop_history=True, keep_old=True)
    facts = care.status()
    assert facts["backup"]["folder"] == str(tmp_path / "backups")
    assert facts["pack"]["lost"] >= 4
    assert (facts["undoable"], facts["history_since"]) == (0, "")
    assert [remain["file"] for remain in facts["remains"]] == [f"{closed.name}.old"]


def test_it_works_on_an_image_in_use(session: Session, path: Path, tmp_path: Path) -> None:
    inside = Care(str(path), tmp_path, reader=session).status()
    outside = Care(str(path), tmp_path).status()
    assert inside == {**outside, "free": inside["free"]}


def test_a_file_without_a_whole_root_is_told(closed: Path, care: Care) -> None:
    """As a cut within the birth leaves it: the root of the database is there, and it is empty."""
    with Tape(closed) as tape:
        first = next(iter(tape.heads()))
    closed.write_bytes(closed.read_bytes()[: first.end])
    with pytest.raises(ImageDamagedError, match="no whole root") as caught:
        care.status()
    assert "batos image check" in caught.value.hint


def test_no_image_is_born_by_a_look(care: Care, path: Path) -> None:
    with pytest.raises(ImageMissingError):
        care.status()
    assert not path.exists()

"""The ledger beside an image."""

from __future__ import annotations

from pathlib import Path

import pytest

from batos.image.storage.ledger import note_in_ledger, read_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "image.fs.care.json"


def test_what_is_noted_can_be_read_and_forgotten(path: Path) -> None:
    assert read_ledger(path) == {}
    note_in_ledger(path, pack={"at": "now"}, seal={"size": 4})
    note_in_ledger(path, seal=None)
    assert read_ledger(path) == {"pack": {"at": "now"}}


@pytest.mark.parametrize("text", ["", "{", "[]", "\0"])
def test_a_damaged_ledger_is_an_empty_one(path: Path, text: str) -> None:
    path.write_text(text)
    assert read_ledger(path) == {}
    note_in_ledger(path, pack={"at": "now"})
    assert read_ledger(path) == {"pack": {"at": "now"}}

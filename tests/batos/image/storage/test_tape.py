"""Reading the file of an image while another process writes in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from batos.image import Session
from batos.image.storage.tape import Hole, Tape


@pytest.mark.parametrize("there", [10, 40, -1])
def test_a_transaction_that_is_just_being_written_is_not_taken_for_one_that_was_cut(
    tmp_path: Path, there: int
) -> None:
    path = tmp_path / "image.fs"
    Session(str(path), lambda: None).close()
    whole = path.read_bytes()
    with Tape(path) as tape:
        last = [head for head in tape.heads() if not isinstance(head, Hole)][-1]
    begun = whole[last.pos :][:there]
    path.write_bytes(whole[: last.pos] + begun)
    with Tape(path) as tape:
        # What reads looked how long the file is; then the writer comes to its end.
        path.write_bytes(whole)
        gap = list(tape.heads())[-1]
    assert isinstance(gap, Hole)
    assert (gap.unfinished, gap.tid) == (True, b"")
    with Tape(path) as tape:
        assert list(tape.heads())[-1] == last

"""The lock of an image's care, and where the care finds its place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from batos.care.files.attending import attend
from batos.care.files.onlooker import Onlooker
from batos.care.files.places import Place
from batos.errors import CancelledError, ImageError, ImageLockedError


def test_other_storages_have_their_ledger_in_the_state_folder(tmp_path: Path) -> None:
    one = Place.of("postgres://amy:secret@db/batos", tmp_path)
    other = Place.of("postgres://amy:secret@db/other", tmp_path)
    assert one.ledger.parent == tmp_path
    assert one.ledger != other.ledger
    assert "secret" not in one.label
    assert one.kind == "postgres"


def test_a_place_has_the_blobs_that_its_uri_names(tmp_path: Path) -> None:
    place = Place.of(f"file://{tmp_path}/a%20b.fs?blobstorage_dir={tmp_path}/elsewhere", tmp_path)
    assert place.file == tmp_path / "a b.fs"
    assert place.blobs == tmp_path / "elsewhere"


@pytest.mark.skipif(os.name != "posix", reason="needs limits of POSIX")
def test_a_full_disk_bars_nobody_from_care(place: Place) -> None:
    assert place.file is not None
    place.file.parent.mkdir()
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from batos.care.files.attending import attend\n"
        "from batos.care.files.places import Place\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "with attend(Place.of(sys.argv[1], Path('.'))): pass\n"
    )
    subprocess.run([sys.executable, "-c", program, str(place.file)], check=True)


def test_a_lock_that_cannot_be_made_is_told(place: Place) -> None:
    place.beside(".care.lock").mkdir(parents=True)
    with pytest.raises(ImageError, match="cannot be opened"), attend(place):
        pass


def test_care_takes_turns(place: Place, child: Callable[..., object]) -> None:
    place.ledger.parent.mkdir()
    holder = child("attend")
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(CancelledError), attend(place, Onlooker(pause=lambda: True)):
        pass
    with pytest.raises(ImageLockedError), attend(place, patience=0):
        pass
    holder.kill()
    holder.wait()
    with attend(place):  # the system lets go of what a dead process held
        pass

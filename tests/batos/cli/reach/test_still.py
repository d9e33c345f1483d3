"""Looking at the image of a system that is down."""

import hashlib
import os
import shlex
import shutil

import pytest

from batos.cli.reach.still import still_image
from batos.config import load_config
from batos.errors import ImageMissingError
from batos.wire.messages.objects import ShowObject

LOOKS = """\
objects
show genesis
show genesis.knot_still
show {cycle}
where genesis.knot_still
why genesis.knot_still
why robin
history
history --all
history --methods
history genesis.knot_still
diff genesis.knot_still
at "0s ago" objects
at "0s ago" show genesis
cycles
approvals
approvals show {waiting}
approvals diff {waiting}
approvals policy genesis
skills
skills list --all
personas
guardian quarantine
guardian quarantine list
show genessis
history genesis.nothing
"""


def files_of(folder):
    """Return what is in a folder, down to the bytes and the times of the files."""
    return {
        path.relative_to(folder): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.long
def test_scripted_a_look_is_the_same_whether_the_system_is_up_or_down(alone, still, h):
    odd = h.Odd("still")
    still.script(odd.right, {**odd.right, "when": "def knot_waits("}, h.ALLOW)
    assert alone("up").code == 0
    assert alone(*odd.words).code == 0
    other = odd.text.replace("'ab'", "'abc'").replace("'b-still-a'", "'bc-still-a'")
    assert alone("ask", "--name", "knot_waits", other, "--approve", "ask").code == 7
    given = {
        "cycle": alone("cycles", "--json").json()[-1]["cycle"],
        "waiting": alone("approvals", "--json").json()[0]["id"],
    }
    looks = [[*shlex.split(line.format(**given)), "--json"] for line in LOOKS.splitlines()]
    told = [alone(*words) for words in looks]
    assert alone("down").code == 0
    before = files_of(still.root)
    for words, up in zip(looks, told, strict=True):
        down = alone(*words)
        assert (down.code, down.json()) == (up.code, up.json()), (words, up, down)
        assert down.err == f"The system is down; this is the image as it was left.\n{up.err}"
    assert files_of(still.root) == before

    status = alone("status", "--json")
    assert status.code == 6
    assert status.json()["kernel"] == {"state": "down"}
    assert status.json()["image"]["image"] == still.image_file.as_uri()
    shown = alone("status").out
    assert shown.startswith("kernel     down\nstored in  ")


@pytest.mark.long
def test_a_start_does_not_wait_for_who_looks(alone, awake):
    with still_image(load_config()) as image:
        assert alone("up").code == 0
        assert image.request(ShowObject("genesis"))["name"] == "genesis"


def test_where_there_is_no_image_it_says_how_to_begin_and_makes_none(alone, still):
    before = files_of(still.root)
    for words in ("objects", "show genesis", "history", "skills", "cycles", "at 1s objects"):
        alone(*words.split()).sentence(3, "There is no image yet.", "batos up")
    status = alone("status")
    assert (status.code, status.out) == (
        6,
        "kernel     down\nimage      There is no image yet. Make one: batos up\n",
    )
    assert alone("personas", "--json").json()[0]["state"] == "installed"
    assert files_of(still.root) == before


def test_a_damaged_image_is_told_in_a_sentence(alone, still):
    still.image_file.parent.mkdir()
    still.image_file.write_bytes(b"garbage" * 100)
    alone("show", "genesis").sentence(3, "is not an image")
    assert still.image_file.read_bytes() == b"garbage" * 100


def test_what_runs_methods_wants_the_system(alone, awake):
    for words in (
        ["at", "0s ago", "send", "alfred", "naive_question", "x"],
        ["send", "alfred", "naive_question", "x"],
        ["approvals", "policy", "genesis", "never"],
        ["undo"],
    ):
        alone(*words).sentence(6, "No kernel is running", "batos up")


@pytest.mark.parametrize(
    "form", ["{path}", "file://{path}", "file://{path}?connection_cache_size=99"]
)
def test_any_form_of_the_place_is_opened_to_be_read(alone, awake, tmp_path, monkeypatch, form):
    monkeypatch.setenv("BATOS_IMAGE__URI", form.format(path=tmp_path / "mine.fs"))
    alone("show", "genesis").sentence(3, "There is no image yet.")
    shutil.copy(awake.image_file, tmp_path / "mine.fs")
    assert alone("show", "genesis", "--json").json()["name"] == "genesis"
    assert "read_only" not in alone("status").out


def test_an_image_in_sqlite_is_looked_at(alone, still, tmp_path, monkeypatch):
    pytest.importorskip("relstorage")
    monkeypatch.setenv("BATOS_IMAGE__URI", f"sqlite://{tmp_path / 'mine'}")
    alone("show", "genesis").sentence(3, "There is no image yet.")
    assert not (tmp_path / "mine").exists()
    assert alone("genesis").code == 0
    assert alone("show", "genesis", "--json").json()["name"] == "genesis"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_an_image_that_may_not_be_written_is_looked_at(alone, awake):
    folder = awake.image_file.parent
    folder.chmod(0o500)
    try:
        assert alone("show", "genesis", "--json").json()["name"] == "genesis"
    finally:
        folder.chmod(0o700)


def test_no_image_is_an_error_of_its_own(alone, still):
    with pytest.raises(ImageMissingError), still_image(load_config()):
        pass

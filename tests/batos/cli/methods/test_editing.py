"""``batos edit``: what a person types in an editor is judged, and never lost."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

SHOUT = "def shout(self, text):\n    return text.upper() + '!'\n"
LOUDER = "def shout(self, text):\n    return text.upper() + '!!'\n"
WRONG = "def shout(self, text):\n    return open(text)\n"

_EDITOR = """\
import json, pathlib, sys
queue = pathlib.Path(__file__).with_suffix(".json")
texts = json.loads(queue.read_text())
file = pathlib.Path(sys.argv[1])
shown = pathlib.Path(__file__).with_suffix(".shown")
shown.write_bytes(file.read_bytes())
if texts:
    file.write_text(texts.pop(0), "utf-8")
    queue.write_text(json.dumps(texts))
"""


class Editor:
    """An editor that leaves the next of some texts in the file, and at last what it finds."""

    def __init__(self, folder):
        self._file = folder / "editor.py"
        self._file.write_text(_EDITOR)
        self.command = f"{sys.executable} {self._file}"
        self.types()

    def types(self, *texts):
        self._file.with_suffix(".json").write_text(json.dumps(texts))

    @property
    def shown(self):
        return self._file.with_suffix(".shown").read_text("utf-8")


@pytest.fixture
def editor(tmp_path, monkeypatch, shared):
    made = Editor(tmp_path)
    monkeypatch.setenv("EDITOR", made.command)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setitem(shared.env, "EDITOR", made.command)
    return made


@pytest.fixture
def basket(batos):
    """The address of an object without methods, which delegates to genesis."""
    make = "def make_basket(self):\n    return self.clone()\n"
    assert batos("define", "genesis.make_basket", say=make).code == 0
    return batos("send", "genesis", "make_basket").json()["object"]


@pytest.fixture
def shout(batos, basket):
    """The address of its method ``shout``."""
    assert batos("define", f"{basket}.shout", say=SHOUT).code == 0
    return f"{basket}.shout"


def source(batos, address):
    return batos("show", address, "--json").json()["source"]


def kept(answer):
    """Return the file that a message names."""
    path = Path(re.search(r"Your text is kept:\s+(\S+)", answer)[1])
    if os.name == "posix":
        assert path.parent.stat().st_mode & 0o077 == 0
    return path


@pytest.fixture(name="drafts")
def fixture_drafts(shared):
    """Returns what is kept of texts; what others have kept is thrown away first."""
    folder = shared.root / "state" / "drafts"
    shutil.rmtree(folder, ignore_errors=True)
    return lambda: list(folder.glob("*"))


class TestOneMethod:
    def test_what_is_saved_is_installed(self, batos, shout, editor, drafts):
        editor.types(LOUDER)
        answer = batos("edit", shout, "--by", "amy")
        assert (answer.code, answer.out) == (0, "")
        assert f"{shout} is version 2 now, in the place of version 1" in answer.err
        assert editor.shown == SHOUT
        assert source(batos, shout) == LOUDER
        assert batos("why", shout, "--json").json()["asked_by"] == "amy"
        assert drafts() == []

    def test_what_is_not_changed_is_left_alone(self, batos, shout, editor, drafts):
        assert "Nothing was changed." in batos("edit", shout).err
        editor.types("\n")
        assert batos("edit", shout, "--json").json() == []
        assert drafts() == []

    def test_a_new_one_begins_with_a_skeleton(self, batos, basket, editor):
        editor.types("def hum(self):\n    return 'm'\n")
        assert batos("edit", f"{basket}.hum").code == 0
        assert editor.shown.startswith("def hum(self):\n")
        assert batos("send", basket, "hum").json() == "m"

    def test_an_inherited_one_becomes_the_objects_own(self, batos, basket, editor):
        editor.types("def make_basket(self):\n    return 1\n")
        answer = batos("edit", f"{basket}.make_basket")
        assert f"{basket} has make_basket from genesis" in answer.err
        assert batos("send", basket, "make_basket").json() == 1
        assert "object" in batos("send", "genesis", "make_basket").json()

    def test_what_is_refused_is_kept_in_a_file(self, batos, shout, editor):
        editor.types(WRONG)
        answer = batos("edit", shout).sentence(1, "refused by the guardian")
        assert "line 2:     return open(text)" in answer.err
        file = kept(answer.err)
        assert file.read_text("utf-8") == WRONG
        assert f"batos define {shout} --file {file}" in answer.err
        assert source(batos, shout) == SHOUT
        file.write_text(LOUDER, "utf-8")
        assert batos("define", shout, "--file", str(file)).code == 0

    def test_an_example_that_does_not_come_true(self, batos, shout, editor):
        assert batos("example", shout, "'a' -> 'A!'").code == 0
        editor.types(LOUDER)
        refused = batos("edit", shout).sentence(1, "gave 'A!!'", "--drop-example 1")
        kept(refused.err)
        editor.types(LOUDER)
        assert batos("edit", shout, "--drop-example", "1").code == 0

    def test_two_people_at_once(self, batos, shout, editor, shared):
        mine = "def shout(self, text):\n    return 'mine'\n"
        script = Path(editor.command.split()[-1])
        other = "import subprocess\nsubprocess.run(%r, input=%r, env=%r, text=True, check=True)\n"
        script.write_text(
            other % (shared.argv("define", shout), LOUDER, shared.env) + script.read_text()
        )
        editor.types(mine)
        answer = batos("edit", shout).sentence(3, "changed by somebody else meanwhile")
        file = kept(answer.err)
        assert file.read_text("utf-8") == mine
        assert source(batos, shout) == LOUDER

    @pytest.mark.parametrize(
        ("address", "code", "told"),
        [
            ("nobody.shout", 2, "no object named 'nobody'"),
            ("nobody", 2, "no object named 'nobody'"),
            ("genesis.purpose", 2, "is a value"),
            ("genesis.a-b", 1, "cannot name a slot"),
        ],
    )
    def test_what_is_no_method(self, batos, editor, address, code, told):
        batos("edit", address).sentence(code, told)

    def test_an_editor_that_cannot_be_used(self, batos, shout, editor, drafts, monkeypatch):
        monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
        batos("edit", shout).sentence(2, "editor cannot be used")
        assert drafts() == []


class TestAnObject:
    def test_what_changed_is_installed_together(self, batos, basket, shout, editor):
        hum = "def hum(self):\n    return 'm'\n"
        assert batos("define", f"{basket}.hum", say=hum).code == 0
        twice = "def twice(self):\n    return self.hum() * 2\n"
        editor.types(f"{LOUDER}\n\n{hum}\n\n{twice}")
        done = batos("edit", basket, "--json").json()
        assert editor.shown == f"{hum}\n\n{SHOUT}"
        assert {each["address"] for each in done} == {shout, f"{basket}.twice"}
        assert batos("send", basket, "twice").json() == "mm"

    def test_where_one_is_refused_none_is_installed(self, batos, basket, shout, editor):
        editor.types(f"{LOUDER}\n\ndef twice(self):\n    return open('x')\n")
        answer = batos("edit", basket).sentence(1, "'twice' was refused")
        assert "line 6:     return open('x')" in answer.err
        assert source(batos, shout) == SHOUT
        kept(answer.err)

    def test_what_is_left_out_stays(self, batos, basket, shout, editor):
        editor.types("def hum(self):\n    return 'm'\n")
        answer = batos("edit", basket)
        assert f"{shout} is not in the text any more; it stays as it is." in answer.err
        assert source(batos, shout) == SHOUT

    def test_one_without_methods(self, batos, basket, editor):
        batos("edit", basket).sentence(2, "has no method of its own", f"batos edit {basket}.NAME")


class TestTerminal:
    def test_it_can_be_edited_again(self, typed, batos, shout, editor):
        editor.types(WRONG, LOUDER)
        screen = typed("edit", shout)
        screen.expect("line 2:     return open(text)")
        screen.expect("refused by the guardian")
        screen.expect("Edit it again?")
        screen.type("y\r")
        screen.expect("is version 2 now")
        assert screen.end() == 0
        assert source(batos, shout) == LOUDER

    def test_giving_up_keeps_the_text(self, typed, shout, editor):
        editor.types(WRONG)
        screen = typed("edit", shout)
        screen.expect("Edit it again?")
        screen.type("n\r")
        screen.expect("To go on with it: batos define")
        assert screen.end() == 1
        file = kept(screen.plain)
        assert file.read_text("utf-8") == WRONG

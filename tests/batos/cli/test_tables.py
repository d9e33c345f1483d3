"""Every table fits the screen, whatever is in it."""

import platform
import shlex

import pytest

from batos.cli.reach.running import Running
from batos.cli.terminal.layout import cells

LONG = "a_name_of_a_method_that_is_so_long_that_nothing_else_has_any_room_beside_it_in_a_line"
WIDE = "数える語の数が大きすぎるので止めました"
TABLES = """\
approvals
at "0s ago" objects
backends
config
config get backends
cycles
guardian quarantine
history
history --all
history --methods
history genesis.{long}
objects
objects export robin --to {folder}/objects
personas
plugins
skills
skills list --all
skills export --to {folder}/skills
skills signers
image backup {folder}/backup
image verify {folder}/backup
image
image check
status
doctor
"""


@pytest.fixture(scope="module")
def crowded(shared, h):
    """The shared system with a long name, a wide script and a long reason in it."""
    odd = h.Odd("crowd")
    for name in (LONG, "knot_crowd"):
        shared.script(
            {**odd.rule("    return text[1:] + '-crowd-' + text[:1]\n"), "when": name}, h.ALLOW
        )
        text = odd.text.replace("knots a text", f"knots {WIDE} a text")
        assert shared.batos("ask", "--name", name, text).code == 0
    shared.script(odd.wrong, h.ALLOW)
    assert shared.batos("ask", "--name", "knot_never", odd.text.replace("'ab'", "'q'")).code == 1
    assert shared.batos("ask", *odd.words[1:3], odd.text, "--approve", "ask").code in (0, 7)
    return shared


@pytest.mark.parametrize("width", [80, pytest.param(60, marks=pytest.mark.long)])
def test_scripted_every_table_fits(crowded, batos, tmp_path, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    # A path stays whole, so that it can be copied, and so does the name of the platform.
    whole = (str(tmp_path.parent), platform.platform())
    for line in TABLES.splitlines():
        answer = batos(*shlex.split(line.format(long=LONG, folder=tmp_path)))
        assert answer.code == 0, (line, answer)
        lines = [
            line for line in answer.out.splitlines() if not any(each in line for each in whole)
        ]
        assert max(map(cells, lines), default=0) <= width, (line, answer)


def test_the_model_that_runs_fits_and_its_path_stays_whole(alone, monkeypatch):
    path = "/models" + "/a_folder_with_a_name" * 4 + "/model.gguf"
    model = {"name": "embedded", "backend": "llamacpp", "model": "a_model", "file": path}
    model |= {"state": "loaded", "reason": "", "since": "2026-01-01T00:00:00+00:00"}
    monkeypatch.setattr(
        "batos.cli.system.backends._running", lambda _loaded: Running("ready", "", (model,))
    )
    monkeypatch.setenv("COLUMNS", "80")
    lines = alone("backends").out.splitlines()
    assert [line.strip() for line in lines if len(line) > 80] == [f"({path}):"]


def test_scripted_into_a_pipe_a_row_is_a_line(crowded, batos, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    rows = batos("skills", "list", "--all", "--json").json()
    assert len(batos("skills", "list", "--all").out.splitlines()) == len(rows) + 1

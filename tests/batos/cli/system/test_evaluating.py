# ruff: noqa: E501 - one mission on a line
"""``batos eval`` as a user calls it, with a model that follows a script."""

import json

import pytest

from batos.cli.main import main
from batos.config import Config
from batos.inference import LocalThinker
from batos.plugins import backends
from batos.testing import ScriptedBackend

MISSIONS = (
    {"kind": "pure", "id": "zork", "text": "zorks a number", "selector": "zork", "params": ["x"], "examples": [[[1], 4]], "hidden": [[[2], 7]]},
    {"kind": "poem", "text": "roses"},
    {"kind": "request", "text": "hello", "world": {}, "command": "talk"},
    {"kind": "pure", "id": "blah", "text": "blahs a number", "selector": "blah", "params": ["x"], "examples": [[[1], 5]], "hidden": [[[2], 9]]},
)  # fmt: skip


def written(request):
    if request.grammar or request.json_schema:
        return "allow"
    body = "    return x * 3 + 1\n"
    return f"```python\ndef zork(self, x):\n{body}```" if request.messages else body


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Have a script answer in the place of the configured model; return what it was asked."""
    monkeypatch.setenv("BATOS_HOME", str(tmp_path / "home"))
    backend = ScriptedBackend(written, context_window=100_000)

    def made(loaded, plugins, progress=None):
        assert isinstance(loaded.config, Config)
        return LocalThinker({"main": backend}, {"default": "main"}, retries=0)

    monkeypatch.setattr("batos.evals.nursery.local_thinker", made)
    assert backends.local_thinker is not made
    return backend.requests


@pytest.fixture
def missions(tmp_path):
    path = tmp_path / "missions.jsonl"
    path.write_text("\n".join(map(json.dumps, MISSIONS)))
    return str(path)


@pytest.mark.long
def test_a_run_is_reported_kept_and_gone_on_with(asked, missions, tmp_path, capsys):
    out = str(tmp_path / "results.jsonl")
    assert main(["eval", missions, "--limit", "1", "--out", out]) == 0
    shown = capsys.readouterr()
    assert "1/1 zork: right" in shown.err
    assert any(line.split()[:2] == ["right", "1/1"] for line in shown.out.splitlines())

    asked.clear()
    assert main(["eval", missions, "--out", out, "--json"]) == 0
    shown = capsys.readouterr()
    assert "1 mission of these settings" in shown.err
    *lines, summary = map(json.loads, shown.out.splitlines())
    assert [line["status"] for line in lines] == ["right", "invalid", "right", "failed"]
    assert lines[1]["line"] == 2
    assert "no kind 'poem'" in lines[1]["problem"]
    assert "2/4 line 2: invalid: There is no kind 'poem'" in shown.err
    assert summary["type"] == "summary"
    assert summary["missions"] == 3

    asked.clear()
    assert main(["eval", missions, "--out", out]) == 0
    assert len(asked) == 1, "the model's first touch, and no mission"


@pytest.mark.long
def test_other_settings_are_measured_anew(asked, missions, tmp_path, capsys):
    out = str(tmp_path / "results.jsonl")
    words = ["eval", missions, "--limit", "1", "--out", out, "--no-raw"]
    assert main(words) == 0
    assert main([*words, "--seed", "1"]) == 0
    assert "of these settings" not in capsys.readouterr().err
    lines = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert [line["type"] for line in lines] == ["settings", "mission"] * 2
    assert [line["seed"] for line in lines[::2]] == [0, 1]
    assert [line["raw"] for line in lines[1::2]] == ["", ""]


def test_ctrl_c_loses_nothing(asked, missions, tmp_path, capsys, monkeypatch):
    out = tmp_path / "results.jsonl"
    from batos.evals import run

    true = run.measure

    def pressed(home, line, **options):
        if line.id == "blah":
            raise KeyboardInterrupt
        return true(home, line, **options)

    monkeypatch.setattr(run, "measure", pressed)
    assert main(["eval", missions, "--out", str(out)]) == 130
    shown = capsys.readouterr()
    assert "the same command goes on" in shown.err
    assert "1/1" in shown.out
    kept = [json.loads(line).get("id") for line in out.read_text().splitlines()[1:]]
    assert kept == ["zork", "line 3"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.jsonl"], "cannot be read"),
        (["{missions}", "--backend", "nobody"], "not installed"),
        (["{empty}"], "There are no missions"),
        (["{missions}", "--out", "{folder}/no/such/x.jsonl"], "cannot be used"),
    ],
)
def test_what_cannot_be_run_is_a_sentence(words, said, missions, tmp_path, capsys, request):
    if "--out" in words:
        request.getfixturevalue("asked")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n\n")
    places = {"missions": missions, "empty": empty, "folder": tmp_path}
    assert main(["eval", *(word.format(**places) for word in words)]) != 0
    assert said in capsys.readouterr().err

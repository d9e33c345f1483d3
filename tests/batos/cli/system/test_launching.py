"""``batos`` alone."""

import importlib.util

import pytest

from batos.cli.main import main
from batos.cli.system import launching
from batos.cli.system.launching import launch, what_opens
from batos.errors import UsageError


def test_what_runs_is_found_and_the_parlor_opened(shared, monkeypatch):
    for name, value in shared.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(launching, "start_or_find", None)  # calling it would fail
    opened = []
    assert launch(lambda words: opened.append(words) or 7) == 7
    assert opened == [["parlor"]]


def test_what_does_not_run_is_started_once_its_model_is_here(tmp_path, monkeypatch):
    monkeypatch.setenv("BATOS_HOME", str(tmp_path))
    done = []
    for name in ("have_model", "start_or_find"):
        monkeypatch.setattr(launching, name, lambda loaded, name=name: done.append(name))
    launch(lambda words: done.append(*words) or 0)
    assert done == ["have_model", "start_or_find", "parlor"]


def test_the_chat_opens_where_there_is_no_textual(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert what_opens() == "chat"
    assert "pip install textual" in capsys.readouterr().err


def test_nothing_to_talk_with_is_told(monkeypatch):
    monkeypatch.setattr(launching, "contributed", dict)
    with pytest.raises(UsageError, match="nothing to talk with"):
        what_opens()


def test_without_a_terminal_it_is_the_help(capsys):
    assert main([]) == 2
    assert "Commands:" in capsys.readouterr().err

"""The command line of the benchmarks."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest
from benchmarks.command import BENCHMARKS, run


def test_help_has_examples_and_every_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0

    text = capsys.readouterr().out
    assert "python -m benchmarks wire send --quick" in text
    assert all(name in text for name in BENCHMARKS)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_can_be_run(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{BENCHMARKS[name][0]}")

    assert callable(module.run)
    assert module.__doc__.startswith(f"``{name}``")


def test_unknown_benchmark_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["speed"]) == 2
    assert "speed" in capsys.readouterr().err


def test_quick_run_of_one_benchmark_is_printed_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "results.json"

    assert run(["send", "--quick", "--json", str(path)]) == 0

    assert "cached send" in capsys.readouterr().out
    kept = json.loads(path.read_text("utf-8"))
    assert list(kept["results"]) == ["send"]
    assert str(tmp_path) not in path.read_text("utf-8")

"""Results know whether a target is met, and are kept as JSON without names or paths."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest
from benchmarks.results import Figure, Options, Result, document, machine_facts, write_json


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure(name="rate", value=0.60, at_least=0.60), True),
        (Figure(name="rate", value=0.59, at_least=0.60), False),
        (Figure(name="time", value=1.9, below=2.0), True),
        (Figure(name="time", value=2.0, below=2.0), False),
        (Figure(name="count", value=3), None),
    ],
)
def test_target(figure: Figure, met: bool | None) -> None:
    assert figure.met is met
    assert figure.to_plain().get("met") is met


def test_figure_without_target_says_nothing_of_one() -> None:
    assert Figure(name="count", value=3).to_plain() == {"name": "count", "value": 3, "unit": ""}


def test_machine_facts_name_nobody() -> None:
    facts = machine_facts()

    assert facts["cpus"] >= 1
    assert facts["python"] == platform.python_version()
    text = json.dumps(facts)
    assert "/" not in text
    assert not platform.node() or platform.node() not in text


def test_document_is_written_with_its_folder(tmp_path: Path) -> None:
    result = Result(
        name="wire",
        figures=(Figure(name="ratio", value=0.5, unit="%", at_least=0.4),),
        rows=({"round": 1, "origin": "é"},),
        facts={"rounds": 1},
        notes=("a note",),
    )
    path = tmp_path / "new" / "results.json"

    write_json(path, document([result], {"cpus": 2}, quick=True))

    kept = json.loads(path.read_text("utf-8"))
    assert kept["format"] == 1
    assert kept["quick"] is True
    assert kept["machine"] == {"cpus": 2}
    assert kept["results"]["wire"]["figures"][0]["met"] is True
    assert kept["results"]["wire"]["rows"] == [{"round": 1, "origin": "é"}]


def test_quick_run_takes_fewer_samples() -> None:
    assert Options().pick(30, 3) == 30
    assert Options(quick=True).pick(30, 3) == 3

"""The mission sets keep to their format, and every check in them can be satisfied."""

from __future__ import annotations

import copy
import importlib.util
import json
import keyword
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "missions"


def load(name: str) -> ModuleType:
    """Import a module of the benchmark folder, which is no package on the import path."""
    spec = importlib.util.spec_from_file_location(
        f"benchmark_missions_{name}", FOLDER / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


mission_set = load("mission_set")
SOLUTIONS = load("reference").SOLUTIONS
EVERYDAY = mission_set.load_missions(FOLDER / "everyday.toml")
BEYOND = mission_set.load_missions(FOLDER / "beyond.toml")
every_mission = pytest.mark.parametrize("mission", EVERYDAY + BEYOND, ids=lambda m: m.selector)


def calls_of(checks: Any) -> list[Any]:
    return [call for check in checks for call in check.calls]


def satisfies(method: Any, mission: Any, check: Any) -> bool:
    """Judge a method by one check, as README.md of the mission folder says."""
    receiver = SimpleNamespace(**copy.deepcopy(dict(check.state)))
    bound = (receiver,) if mission.kind == "state" else ()
    for call in check.calls:
        got = method(*bound, *copy.deepcopy(call.args))
        if got != call.result or isinstance(got, bool) != isinstance(call.result, bool):
            return False
    return all(getattr(receiver, slot) == value for slot, value in (check.after or {}).items())


def test_everyday_has_thirty_missions_spread_over_the_topics() -> None:
    assert Counter(mission.topic for mission in EVERYDAY) == {
        "text": 9,
        "numbers": 7,
        "lists": 6,
        "dicts": 3,
        "dates": 2,
        "state": 3,
    }
    assert all((mission.kind == "state") == (mission.topic == "state") for mission in EVERYDAY)


def test_beyond_has_six_missions() -> None:
    assert len(BEYOND) == 6


def test_texts_and_selectors_are_unique() -> None:
    missions = EVERYDAY + BEYOND
    assert len({mission.text.casefold() for mission in missions}) == len(missions)
    assert len({mission.selector for mission in missions}) == len(missions)


def test_every_solution_belongs_to_a_mission() -> None:
    assert set(SOLUTIONS) == {mission.selector for mission in EVERYDAY + BEYOND}


@every_mission
def test_mission_is_well_formed(mission: Any) -> None:
    assert mission.selector.isidentifier()
    assert not keyword.iskeyword(mission.selector)
    assert mission.selector == mission.selector.lower()
    assert len(mission.examples) == 3
    assert all(len(check.calls) == 1 for check in mission.examples)
    assert len({len(call.args) for call in calls_of(mission.examples + mission.hidden)}) == 1
    if mission in EVERYDAY:
        assert 6 <= len(mission.hidden) <= 10
    else:
        assert len(mission.hidden) >= 4


@every_mission
def test_checks_are_all_different(mission: Any) -> None:
    asked = [
        json.dumps([dict(check.state), [call.args for call in check.calls]])
        for check in mission.examples + mission.hidden
    ]
    assert len(set(asked)) == len(asked)


@every_mission
def test_reference_solution_satisfies_every_check(mission: Any) -> None:
    solution = SOLUTIONS[mission.selector]
    failed = [c for c in mission.examples + mission.hidden if not satisfies(solution, mission, c)]
    assert failed == []


@every_mission
def test_hidden_checks_refuse_cheap_answers(mission: Any) -> None:
    """A method that returns a constant or one of its arguments must not count as learned."""
    calls = calls_of(mission.hidden)
    cheap: list[Any] = [lambda *_args, c=call: c.result for call in calls]
    cheap += [lambda *args, i=i: args[i] for i in range(len(calls[0].args))]
    for answer in cheap:
        assert any(answer(*call.args) != call.result for call in calls)


@pytest.mark.parametrize(
    ("check", "complaint"),
    [
        ("{ args = [1] }", "either result or result_json"),
        ('{ args = [1], result = 1, result_json = "1" }', "either result or result_json"),
        ("{ args = 1, result = 1 }", "args must be an array"),
        ("{ args = [1], result = 1, after = {} }", "unknown"),
        ("{ args = [2024-01-01], result = 1 }", "only what JSON can hold"),
        ("{ args = [nan], result = 1 }", "only what JSON can hold"),
    ],
)
def test_damaged_check_is_refused(tmp_path: Path, check: str, complaint: str) -> None:
    path = tmp_path / "damaged.toml"
    path.write_text(
        '[[mission]]\ntopic = "t"\nselector = "s"\ntext = "x"\nhidden = []\n'
        f"examples = [{check}]\n",
        encoding="utf-8",
    )
    with pytest.raises(mission_set.MissionSetError, match=complaint):
        mission_set.load_missions(path)

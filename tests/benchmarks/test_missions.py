"""The missions are well formed, and every check in them can be satisfied."""

from __future__ import annotations

import ast
import dataclasses
from typing import Any

import pytest
from benchmarks.learning import FOLDER

from batos.as_json import json_line
from batos.evals.judging import problem_of_text
from batos.evals.lines import Case, Line, Scenario
from batos.evals.objects import problem_of_class
from batos.evals.run import missions_of

EVERYDAY = missions_of(FOLDER / "everyday.jsonl", None)
BEYOND = missions_of(FOLDER / "beyond.jsonl", None)
MISSIONS = EVERYDAY + BEYOND
OBJECTS = missions_of(FOLDER / "objects.jsonl", None)
every_mission = pytest.mark.parametrize("line", MISSIONS, ids=lambda line: line.id)


def checks_of(line: Line) -> list[Any]:
    """Return what judges a mission: cases of a function, scenarios of a method with state."""
    return [*line.hidden, *line.scenarios]


def calls_of(line: Line) -> list[Case]:
    return [*line.hidden, *(step for each in line.scenarios for step in each.steps)]


def test_everyday_has_thirty_missions_and_beyond_six() -> None:
    kinds = [line.kind for line in EVERYDAY if isinstance(line, Line)]
    assert (len(EVERYDAY), kinds.count("pure"), kinds.count("state")) == (30, 27, 3)
    assert [line.kind for line in BEYOND if isinstance(line, Line)] == ["pure"] * 6


@pytest.mark.parametrize("line", OBJECTS, ids=lambda line: line.id)
def test_the_reference_of_an_object_passes_its_scenario(line: Line) -> None:
    assert line.kind == "object"
    assert problem_of_class(line, line.reference) == ""


def test_texts_and_selectors_are_unique() -> None:
    assert len({line.text.casefold() for line in MISSIONS}) == len(MISSIONS)
    assert len({line.selector for line in MISSIONS}) == len(MISSIONS)


@every_mission
def test_mission_is_well_formed(line: Line) -> None:
    assert line.id == line.selector == line.selector.lower()
    assert len(line.examples) == 3
    assert len({len(each.args) for each in (*line.examples, *calls_of(line))}) == 1
    assert (6 if line in EVERYDAY else 4) <= len(checks_of(line)) <= 10


@every_mission
def test_checks_are_all_different(line: Line) -> None:
    shown = [[each.state, [each.args]] for each in line.examples]
    hidden = [[{}, [case.args]] for case in line.hidden]
    rows = [[dict(each.slots), [step.args for step in each.steps]] for each in line.scenarios]
    asked = [json_line(each) for each in (*shown, *hidden, *rows)]
    assert len(set(asked)) == len(asked)


def shown_by(line: Line) -> list[Case]:
    return [Case(each.args, each.result) for each in line.examples]


def test_references_of_functions_satisfy_every_example_and_every_hidden_check() -> None:
    """All of them in one process, through a function that calls the one that is named."""
    lines = [line for line in MISSIONS if line.kind == "pure"]
    call = "def every_one(name, *args):\n    return globals()[name](*args)\n"
    cases = [
        dataclasses.replace(case, args=(line.selector, *case.args))
        for line in lines
        for case in (*line.hidden, *shown_by(line))
    ]
    source = "\n\n".join([*(line.reference for line in lines), call])
    names = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    assert len(set(names)) == len(names), "one would take the place of another"
    together = dataclasses.replace(lines[0], selector="every_one", hidden=tuple(cases))
    assert problem_of_text(together, source) == ""


ON_SLOTS = [line for line in MISSIONS if line.kind != "pure"]


@pytest.mark.parametrize(
    "line",
    [ON_SLOTS[0], *(pytest.param(line, marks=pytest.mark.long) for line in ON_SLOTS[1:])],
    ids=lambda line: line.id,
)
def test_reference_of_a_method_satisfies_every_example_and_every_scenario(line: Line) -> None:
    shown = [
        Scenario(each.state, (case,), each.after)
        for each, case in zip(line.examples, shown_by(line), strict=True)
    ]
    line = dataclasses.replace(line, scenarios=(*line.scenarios, *shown))
    assert problem_of_text(line, line.reference) == ""


@every_mission
def test_hidden_checks_refuse_cheap_answers(line: Line) -> None:
    """A method that returns a constant or one of its arguments must not count as learned."""
    calls = calls_of(line)
    cheap: list[Any] = [lambda *_args, c=call: c.result for call in calls]
    cheap += [lambda *args, i=i: args[i] for i in range(len(calls[0].args))]
    for answer in cheap:
        assert any(answer(*call.args) != call.result for call in calls)

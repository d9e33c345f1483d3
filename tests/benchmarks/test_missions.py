"""The missions are well formed, and every check in them can be satisfied."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from benchmarks.learning import FOLDER

from batos.as_json import json_line
from batos.evals.judging import problem_of_text
from batos.evals.lines import Case, Line, Scenario
from batos.evals.run import missions_of

EVERYDAY = missions_of(FOLDER / "everyday.jsonl", None)
BEYOND = missions_of(FOLDER / "beyond.jsonl", None)
every_mission = pytest.mark.parametrize("line", EVERYDAY + BEYOND, ids=lambda line: line.id)


def checks_of(line: Line) -> list[Any]:
    """Return what judges a mission: cases of a function, scenarios of a method with state."""
    return [*line.hidden, *line.scenarios]


def calls_of(line: Line) -> list[Case]:
    return [*line.hidden, *(step for each in line.scenarios for step in each.steps)]


def test_everyday_has_thirty_missions_and_beyond_six() -> None:
    kinds = [line.kind for line in EVERYDAY if isinstance(line, Line)]
    assert (len(EVERYDAY), kinds.count("pure"), kinds.count("state")) == (30, 27, 3)
    assert [line.kind for line in BEYOND if isinstance(line, Line)] == ["pure"] * 6


def test_texts_and_selectors_are_unique() -> None:
    missions = EVERYDAY + BEYOND
    assert len({line.text.casefold() for line in missions}) == len(missions)
    assert len({line.selector for line in missions}) == len(missions)


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


@every_mission
def test_reference_satisfies_every_example_and_every_hidden_check(line: Line) -> None:
    cases = [Case(each.args, each.result) for each in line.examples]
    if line.kind == "pure":
        line = dataclasses.replace(line, hidden=(*line.hidden, *cases))
    else:
        shown = [
            Scenario(each.state, (case,), each.after)
            for each, case in zip(line.examples, cases, strict=True)
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

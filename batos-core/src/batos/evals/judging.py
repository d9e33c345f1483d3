"""Whether a method is right: by the calls of a line that nobody was shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from batos.errors import GuardianError
from batos.evals.lines import Case, Line, Scenario
from batos.evals.plain_python import Call, run_plain
from batos.guardian.trial.reports import CaseReport
from batos.guardian.trial.trial import Trial
from batos.objects import UNSET, Example, same

__all__ = ["TOLERANCE", "fenced", "problem_of_method", "problem_of_text"]

TOLERANCE = 1e-6
"""By how much floats of hidden cases may differ, relatively: as the sets were published."""
_LONGEST = 80
_FENCED = re.compile(r"```[ \t]*\w*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)


def problem_of_method(line: Line, source: str, trial: Trial, *, methods: Mapping[str, str]) -> str:
    """Return why a method is wrong, or an empty text when it is right.

    Args:
        line: What it should do.
        source: The method.
        trial: Runs it.
        methods: Sources of what else its object understands, by selector.
    """
    try:
        if line.kind == "pure":
            return _of_function(line, source, trial, methods)
        found = (_of_steps(each, source, trial, methods) for each in line.scenarios)
        return next(filter(None, found), "")
    except GuardianError as error:  # a value of the line that no method can be given
        return error.message


def _of_function(line: Line, source: str, trial: Trial, methods: Mapping[str, str]) -> str:
    examples = [Example(args=case.args) for case in line.hidden]
    report = trial.run(source, examples, methods=methods)
    if report.error:
        return report.error
    pairs = zip(line.hidden, report.cases, strict=True)
    return next(filter(None, (_compared(case, _answer(got)) for case, got in pairs)), "")


def _of_steps(given: Scenario, source: str, trial: Trial, methods: Mapping[str, str]) -> str:
    slots = given.slots
    for case in given.steps:
        report = trial.run(source, [Example(args=case.args, state=slots)], methods=methods)
        if report.error:
            return report.error
        got = report.cases[0]
        if problem := _compared(case, _answer(got)):
            return problem
        slots = got.state_after or {}
    return _left(given.slots_after, slots)


def _answer(report: CaseReport) -> tuple[Any, str]:
    if report.outcome in ("ok", "wrong"):
        return report.result, ""
    return UNSET, f"{report.error_type} {report.error_text}".strip() or report.outcome


def problem_of_text(line: Line, text: str) -> str:
    """Return why the answer of a bare model is wrong, or an empty text when it is right.

    It is run as plain Python, in a child of its own: what the guardian would say of it is not
    what is asked here.

    Args:
        line: What it should do.
        text: What the model said, fenced or not.
    """
    code = fenced(text, f"def {line.selector}")
    if line.kind == "pure":
        return _of_plain(line.selector, code, line.hidden)
    found = (_of_plain(line.selector, code, each.steps, each) for each in line.scenarios)
    return next(filter(None, found), "")


def fenced(text: str, wanted: str) -> str:
    """Return the first fenced part of an answer that holds something; all of it where none does."""
    return next((each for each in _FENCED.findall(text) if wanted in each), text)


def _of_plain(
    selector: str, code: str, cases: Sequence[Case], given: Scenario | None = None
) -> str:
    calls = [Call(args=case.args) for case in cases]
    slots = None if given is None else given.slots
    answers = run_plain(code, selector, calls, slots=slots, offered=True)
    for case, got in zip(cases, answers, strict=True):
        if problem := _compared(case, (got.result, got.problem)):
            return problem
    return _left(given.slots_after, answers[-1].slots or {}) if given is not None else ""


def _compared(case: Case, got: tuple[Any, str]) -> str:
    """Return how an answer differs from what was expected, or an empty text."""
    result, problem = got
    if problem:
        return f"{_short(case.args)}: {problem}"
    if same(case.result, result, relative=TOLERANCE):
        return ""
    return f"{_short(case.args)} gave {_short(result)}, not {_short(case.result)}"


def _left(after: Mapping[str, Any], slots: Mapping[str, Any]) -> str:
    for name, wanted in after.items():
        if name not in slots:
            return f"the slot {name!r} is missing"
        if not same(wanted, slots[name], relative=TOLERANCE):
            return f"the slot {name!r} is {_short(slots[name])}, not {_short(wanted)}"
    return ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

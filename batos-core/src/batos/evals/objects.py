"""Whole objects: judged by a story of calls that nobody was shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from batos.errors import BatosError
from batos.evals.judging import TOLERANCE, fenced
from batos.evals.lines import Line, Step
from batos.evals.plain_python import Call, PlainAnswer, run_plain
from batos.objects import same

__all__ = ["lived_in_python", "problem_of_class", "problem_of_object"]

_TOLD = "told_by_a_class"
_TELLER = f"""

def {_TOLD}(method, steps):
    kind = [each for each in globals().values() if isinstance(each, type) and hasattr(each, method)]
    subject = kind[-1]()
    told = []
    for selector, args in steps:
        try:
            told.append(["gave", getattr(subject, selector)(*args)])
        except Exception as error:
            told.append(["raised", type(error).__name__])
    return told
"""
"""Runs a class of plain Python through a story."""
_LONGEST = 80


def problem_of_object(line: Line, send: Callable[[str, Sequence[Any]], Any]) -> str:
    """Return why an object is wrong, or an empty text when it is right.

    Args:
        line: What it should do.
        send: Sends it a message.
    """
    told = []
    for step in line.story:
        try:
            told.append(["gave", send(step.selector, step.args)])
        except BatosError as error:
            told.append(["raised", error.message])
            break
    return _compared(line.story, told)


def problem_of_class(line: Line, text: str) -> str:
    """Return why the class of a bare model is wrong, or an empty text when it is right."""
    code = fenced(text, "class ")
    answer = lived_in_python(code, [(step.selector, step.args) for step in line.story])
    return answer.problem or _compared(line.story, answer.result)


def lived_in_python(code: str, steps: Sequence[tuple[str, Sequence[Any]]]) -> PlainAnswer:
    """Return what a class answers to calls in a row: ``["gave", result]`` or an error, for each.

    Args:
        code: Plain Python with the class, whose ``__init__`` takes nothing.
        steps: Selectors and arguments.
    """
    plain = [[selector, list(args)] for selector, args in steps]
    call = Call(args=(steps[0][0], plain))
    return run_plain(code + _TELLER, _TOLD, [call], offered=True)[0]


def _compared(story: Sequence[Step], told: Sequence[Sequence[Any]]) -> str:
    for step, (outcome, result) in zip(story, told, strict=False):
        call = f"{step.selector}({', '.join(map(repr, step.args))})"[:_LONGEST]
        if outcome != "gave":
            return f"{call}: {result}"[: 2 * _LONGEST]
        # Where the line expects nothing, nothing is asked of it.
        if step.result is not None and not same(step.result, result, relative=TOLERANCE):
            return f"{call} gave {result!r:.80}, not {step.result!r:.80}"
    return ""

"""Attempts: hand the guardian a method and a call as JSON, and see what comes of it.

A case is one JSON object on a line::

    {"code": "def m(self, x): ...", "args": [1], "kwargs": {}, "state": {"items": []}}

``code`` is the source of the method. ``args`` and ``kwargs`` are what it is sent, ``state`` holds
the slots of its receiver, ``methods`` the sources of other methods that the receiver understands,
by selector; all four may be left out. ``name`` is given back. Anything else in a case is ignored.

For each case comes one JSON object:

==================  ==============================================================================
``case``            Number of the line, from 1; empty lines count and get no answer.
``name``            As given, if it was.
``accepted``        Whether the audit accepts the method; null when there was none to judge.
``selector``        Name of the method.
``mutator``         Whether the audit saw that it may change its receiver.
``findings``        What the audit says: ``rule``, ``severity``, ``line``, ``message``, ``mend``.
``outcome``         ``refused`` by the audit, or after a change that it did not declare;
                    ``invalid`` when the line is no case; else of the
                    trial: ``ok``, ``raised``, ``breach`` (fuel, time or size), ``timeout``,
                    ``crashed``, ``unplain`` (the result or a slot is no plain data).
``result``          What the method returned, as near as JSON has it; null after an error.
``result_repr``     The same as Python writes it.
``state_after``     Slots of the receiver as the image then holds them: an error takes back every
                    change, so that after one it is the state that was given.
``changed``         Names of the slots that the method changed, before that was taken back.
``printed``         What it printed.
``error``           ``type`` and ``text``, or null.
``seconds``         How long the call took.
==================  ==============================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from batos.as_json import to_json_value
from batos.errors import BatosError, UsageError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Verdict, error
from batos.guardian.dialect import COVENANT
from batos.guardian.trial.reports import CaseReport
from batos.guardian.trial.trial import Trial
from batos.objects.example import Example

__all__ = ["LONGEST_LINE", "attempt", "attempts", "lines_of"]

LONGEST_LINE = 8 * 1024 * 1024
"""Bytes of a case."""

_REPR = 2_000


def lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a stream, and None for each that is too long."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while rest := stream.readline(LONGEST_LINE):
            if rest.endswith(b"\n"):
                break
        yield None


def attempts(lines: Iterable[bytes | None], trial: Trial) -> Iterator[dict[str, Any]]:
    """Yield an answer for each line that is not empty, whatever is in it.

    Args:
        lines: Cases as JSON; None is a line that was too long.
        trial: Runs them.
    """
    for number, line in enumerate(lines, 1):
        if line is not None and not line.strip():
            continue
        try:
            case = _parsed(line)
            answer = attempt(case, trial)
            named = {"name": to_json_value(case["name"])} if "name" in case else {}
        except BatosError as problem:
            answer, named = _invalid(problem.message), {}
        except Exception as problem:  # the next case has a right to its answer
            answer, named = _invalid(f"This is a bug: {type(problem).__name__}: {problem}"), {}
        yield {"case": number, **named, **answer}


def _parsed(line: bytes | None) -> dict[str, Any]:
    """Return a line as a case.

    Raises:
        UsageError: It is none.
    """
    if line is None:
        raise UsageError(f"The line is longer than {LONGEST_LINE} bytes.")
    try:
        case = json.loads(line.decode("utf-8-sig"))
    except RecursionError:
        raise UsageError("The line is nested too deeply.") from None
    except ValueError as problem:
        raise UsageError(f"The line is not JSON: {problem}") from None
    if not isinstance(case, dict):
        raise UsageError("A case is a JSON object.")
    kinds = {"code": str, "args": list, "kwargs": dict, "state": dict, "methods": dict}
    if "code" not in case:
        raise UsageError("The case has no code.")
    for key, kind in kinds.items():
        if case.get(key) is None and key != "code":
            case.pop(key, None)
        elif not isinstance(case[key], kind):
            words = {str: "a text", list: "an array", dict: "an object"}
            raise UsageError(f"{key!r} should be {words[kind]}.")
    return case


def attempt(case: Mapping[str, Any], trial: Trial) -> dict[str, Any]:
    """Return what comes of a case.

    Args:
        case: ``code``, and what else a case may have.
        trial: Runs it.

    Raises:
        GuardianError: The case cannot be handed to a trial at all.
    """
    verdict = audit(case["code"])
    state = case.get("state", {})
    judged: dict[str, Any] = {
        "verdict": "accepted" if verdict.accepted else "refused",
        "accepted": verdict.accepted,
        "selector": verdict.selector,
        "mutator": verdict.mutator,
        "findings": [asdict(finding) for finding in verdict.findings],
    }
    if not verdict.accepted:
        return judged | _nothing("refused", state, _refusal(verdict))
    example = Example(args=tuple(case.get("args", ())), kwargs=case.get("kwargs", {}), state=state)
    report = trial.run(case["code"], [example], methods=case.get("methods", {}))
    if report.error:
        judged |= {"verdict": "refused", "accepted": False}
        return judged | _nothing("refused", state, {"type": "refused", "text": report.error})
    return judged | _ran(report.cases[0], state)


def _ran(report: CaseReport, state: Mapping[str, Any]) -> dict[str, Any]:
    problem = {"type": report.error_type or report.outcome, "text": report.error_text}
    changes = {"changed": list(report.changed), "printed": report.printed}
    if report.outcome == "covenant":
        return _nothing("refused", state, problem, seconds=report.seconds) | _undeclared(report)
    if report.outcome != "ok":
        return _nothing(report.outcome, state, problem, seconds=report.seconds) | changes
    return {
        "outcome": report.outcome,
        "result": to_json_value(report.result),
        "result_repr": _shown(report.result),
        "state_after": to_json_value(report.state_after),
        **changes,
        "error": None,
        "seconds": round(report.seconds, 6),
    }


def _undeclared(report: CaseReport) -> dict[str, Any]:
    """Return the refusal of a method whose text did not give away that it changes its object."""
    names = ", ".join(report.changed)
    message = f"The method changes its object ({names}) and ends without `{COVENANT}`."
    finding = error("covenant", None, message, f"Add the line `{COVENANT}`.")
    return {
        "verdict": "refused",
        "accepted": False,
        "mutator": True,
        "findings": [asdict(finding)],
        "changed": list(report.changed),
        "printed": report.printed,
    }


def _shown(value: Any) -> str:
    try:
        return repr(value)[:_REPR]
    except ValueError:  # a number with more digits than Python prints
        return str(to_json_value(value))[:_REPR]


def _nothing(
    outcome: str, state: Any, problem: Mapping[str, str] | None, *, seconds: float = 0.0
) -> dict[str, Any]:
    """Return what is said of a case that came to nothing: its state is as it was."""
    return {
        "outcome": outcome,
        "result": None,
        "result_repr": "",
        "state_after": to_json_value(state),
        "changed": [],
        "printed": "",
        "error": problem,
        "seconds": round(seconds, 6),
    }


def _refusal(verdict: Verdict) -> dict[str, str]:
    first = next(iter(verdict.errors), None)
    return {"type": "refused", "text": str(first) if first else ""}


def _invalid(text: str) -> dict[str, Any]:
    judged: dict[str, Any] = {
        "verdict": "invalid",
        "accepted": None,
        "selector": "",
        "mutator": False,
        "findings": [],
    }
    return judged | _nothing("invalid", {}, {"type": "invalid", "text": text})

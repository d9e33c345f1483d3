"""The working data of a cycle as plain data, and back: what a cycle needs to go on elsewhere.

A cycle that was killed is revived from what its record holds, in another process; a change that
waits for a person is installed from it, perhaps days later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from batos.errors import BatosError, ImageError
from batos.guardian.audit.findings import Finding, Verdict
from batos.guardian.trial.reports import CaseReport, TrialReport
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause
from batos.learning.model.contract import Contract
from batos.learning.model.planned import Planned
from batos.learning.model.question import Question
from batos.learning.model.thought import CycleBudget, Thought
from batos.memory import Hit
from batos.objects import UNSET, Example

__all__ = ["FORM", "thought_from_plain", "thought_to_plain"]

FORM = 1
"""Version of the plain form; one of another version is not revived."""


def thought_to_plain(thought: Thought) -> dict[str, Any]:
    """Return the working data of a cycle as plain data.

    The seconds of its budget are kept as those that are left, so that the time in which nobody
    thinks does not count. What can be read from the image again is left out: ``state`` and
    ``known``, which may be as large as the receiver, and its slots in the reports of trials.
    """
    return {
        "form": FORM,
        "cycle": thought.cycle,
        "brief": thought.brief.to_plain(),
        "budget": {
            "model_calls": thought.budget.model_calls,
            "seconds": thought.budget.seconds,
            "seconds_left": round(thought.budget.left, 3),
        },
        "contract": _contract_to_plain(thought.contract) if thought.contract else None,
        "hits": [asdict(hit) for hit in thought.hits],
        "candidates": [_candidate_to_plain(each) for each in thought.candidates],
        "chosen": _chosen_to_plain(thought),
        "question": thought.question.to_plain() if thought.question is not None else None,
        "rounds": thought.rounds,
        "reason": thought.reason,
        "cause": str(thought.cause),
        "hint": thought.hint,
        "model_calls": thought.model_calls,
        "model_seconds": thought.model_seconds,
        "prompts": list(thought.prompts),
        "thinker": dict(thought.thinker),
        "notes": dict(thought.notes),
    }


def thought_from_plain(plain: Mapping[str, Any], *, cancel: CancelToken) -> Thought:
    """Return the working data that :func:`thought_to_plain` described.

    Its clock goes on from now, with the seconds that were left.

    Args:
        plain: The plain form; ``known`` may have been added to it.
        cancel: Stops the cycle that goes on with it.

    Raises:
        ImageError: It is of another version, or damaged.
    """
    form = plain.get("form") if isinstance(plain, Mapping) else None
    if form != FORM:
        raise ImageError(f"The working data of the cycle has the form {form!r}, not {FORM}.")
    try:
        return _revived(plain, cancel)
    except (BatosError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as e:
        text = e.message if isinstance(e, BatosError) else f"{type(e).__name__}: {e}"
        raise ImageError(f"The working data of the cycle is damaged: {text.rstrip('.')}.") from e


def _revived(plain: Mapping[str, Any], cancel: CancelToken) -> Thought:
    budget = plain["budget"]
    candidates = [_candidate_from_plain(each) for each in plain["candidates"]]
    chosen, question = plain["chosen"], plain.get("question")
    if isinstance(chosen, int):
        chosen = candidates[chosen]
    elif chosen is not None:
        chosen = _candidate_from_plain(chosen)
    thought = Thought(
        cycle=str(plain["cycle"]),
        brief=MissionBrief.from_plain(plain["brief"]),
        budget=CycleBudget(int(budget["model_calls"]), float(budget["seconds"])),
        cancel=cancel,
        contract=_contract_from_plain(plain["contract"]) if plain["contract"] else None,
        known=dict(plain.get("known", {})),
        hits=tuple(Hit(**hit) for hit in plain["hits"]),
        candidates=candidates,
        chosen=chosen,
        question=Question.from_plain(question) if question is not None else None,
        rounds=int(plain["rounds"]),
        reason=str(plain["reason"]),
        cause=Cause(plain.get("cause", "")),
        hint=str(plain.get("hint", "")),
        model_calls=int(plain["model_calls"]),
        model_seconds=float(plain["model_seconds"]),
        prompts=list(plain["prompts"]),
        thinker=dict(plain["thinker"]),
        notes=dict(plain["notes"]),
    )
    thought.budget.started -= thought.budget.seconds - float(budget["seconds_left"])
    return thought


def _contract_to_plain(contract: Contract) -> dict[str, Any]:
    return {**contract.to_plain(), "parameters": list(contract.parameters)}


def _contract_from_plain(plain: Mapping[str, Any]) -> Contract:
    return Contract(
        selector=str(plain["selector"]),
        parameters=tuple(plain["parameters"]),
        doc=str(plain["doc"]),
        examples=tuple(map(Example.from_plain, plain["examples"])),
        calls=tuple(map(Example.from_plain, plain["calls"])),
        stateful=bool(plain["stateful"]),
        queries=tuple(plain["queries"]),
        used=str(plain.get("used", "")),
        kept=int(plain.get("kept", 0)),
        text=str(plain.get("text", plain["doc"])),
        slots=tuple(plain.get("slots", ())),
        guessed=bool(plain.get("guessed", False)),
        methods=tuple(map(Planned.from_plain, plain.get("methods", ()))),
    )


def _chosen_to_plain(thought: Thought) -> int | dict[str, Any] | None:
    """Return the position of the chosen candidate, or itself where it is not among the others."""
    if thought.chosen is None:
        return None
    for position, candidate in enumerate(thought.candidates):
        if candidate is thought.chosen:
            return position
    return _candidate_to_plain(thought.chosen)


def _candidate_to_plain(candidate: Candidate) -> dict[str, Any]:
    return {
        "source": candidate.source,
        "origin": candidate.origin,
        "based_on": list(candidate.based_on),
        "verdict": _verdict_to_plain(candidate) if candidate.verdict else None,
        "report": _report_to_plain(candidate.report) if candidate.report else None,
        "problem": candidate.problem,
        "cause": str(candidate.cause),
        "told": candidate.told,
        "likeness": candidate.likeness,
        "prompt": candidate.prompt,
        "votes": candidate.votes,
        "adds": dict(candidate.adds),
    }


def _candidate_from_plain(plain: Mapping[str, Any]) -> Candidate:
    source = str(plain["source"])
    return Candidate(
        source=source,
        origin=str(plain["origin"]),
        based_on=tuple(plain["based_on"]),
        verdict=_verdict_from_plain(plain["verdict"], source) if plain["verdict"] else None,
        report=_report_from_plain(plain["report"]) if plain["report"] else None,
        problem=str(plain["problem"]),
        cause=Cause(plain.get("cause", "")),
        told=str(plain.get("told", "")),
        likeness=float(plain["likeness"]),
        prompt=str(plain["prompt"]),
        votes=int(plain["votes"]),
        adds=dict(plain.get("adds", {})),
    )


def _verdict_to_plain(candidate: Candidate) -> dict[str, Any]:
    """Return a verdict; its source only where it is not the candidate's own."""
    verdict = candidate.verdict
    assert verdict is not None, "the caller looked"
    plain = verdict.to_plain()
    if verdict.source != candidate.source:
        plain["source"] = verdict.source
    return plain


def _verdict_from_plain(plain: Mapping[str, Any], source: str) -> Verdict:
    return Verdict(
        **{
            "source": source,
            **plain,
            "findings": tuple(Finding(**finding) for finding in plain["findings"]),
            "changes": tuple(plain["changes"]),
        }
    )


def _report_to_plain(report: TrialReport) -> dict[str, Any]:
    cases = []
    for case in report.cases:
        plain = {each.name: getattr(case, each.name) for each in fields(case)}
        plain["changed"] = list(case.changed)
        if case.expected is UNSET:
            # The mark is no plain data; left out, it is what a report has by itself.
            del plain["expected"]
        del plain["state_after"]
        cases.append(plain)
    return {"ok": report.ok, "error": report.error, "cases": cases}


def _report_from_plain(plain: Mapping[str, Any]) -> TrialReport:
    cases = tuple(
        CaseReport(**{**case, "changed": tuple(case["changed"])}) for case in plain["cases"]
    )
    return TrialReport(ok=bool(plain["ok"]), cases=cases, error=str(plain["error"]))

"""VALIDATING: the gates that a candidate must pass, and the judge who may still say no.

Hard gates are the guardian, the contract, the trial without a crash, and the examples that a
person gave. What candidates agree on only ranks them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from batos.counting import counted
from batos.guardian.audit import audit
from batos.guardian.trial import CaseReport, TrialReport
from batos.guardian.wording import plain_words
from batos.mind.approval.refusals import refusals, spared
from batos.mind.cycle.causes import Cause, Fault, refusal_of
from batos.mind.cycle.judge import judge
from batos.mind.cycle.thought import Candidate
from batos.mind.evidence.agreement import ranked_by_agreement
from batos.mind.evidence.keeping import Standing
from batos.objects import Example, example_line

if TYPE_CHECKING:
    from batos.mind.cycle.engine import Engine, StateView
    from batos.mind.cycle.thought import Thought

__all__ = ["case_fault", "fault_of", "validate"]

_MOST_FAULTS = 4

_DRAFTS = 2
"""Rounds of writing before the first repair: the likeliest answer, then samples."""
_PROVEN = frozenset({"known", "delegated", "adapted", "combined"})


def validate(engine: Engine, thought: Thought, _view: StateView) -> str:
    """Try the new candidates; answer ``passed``, ``repair`` or ``failed``."""
    unwanted = refusals(engine.session, thought.brief)
    thought.candidates = [
        _tried(engine, thought, spared(unwanted, each)) for each in thought.candidates
    ]
    passed = [each for each in thought.candidates if not each.problem and each.report]
    chosen = _best(engine, thought, passed)
    if chosen is not None:
        engine.tell(
            thought,
            "verdict",
            _praise(thought),
            state="VALIDATING",
            data={"source": chosen.source, "accepted": True, "origin": chosen.origin},
        )
        objection = judge(engine, thought, chosen)
        if objection is not None:
            thought.fail(objection.text, objection.cause)
            return "failed"
        thought.chosen = chosen
        return "passed"
    fault = _nearest(thought)
    told = fault.told or fault.text
    engine.tell(
        thought, "verdict", told, state="VALIDATING", data={"accepted": False, "problem": told}
    )
    if thought.rounds >= _DRAFTS + engine.config.repairs:
        thought.fail(told, fault.cause)
        return "failed"
    return "repair"


def _tried(engine: Engine, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the report of its trial, once."""
    if candidate.problem or candidate.report is not None:
        return candidate
    if candidate.verdict is None:
        rules = engine.plugins.guardian_rules()
        verdict = audit(candidate.source, selector=thought.wanted.selector, extra_rules=rules)
        candidate = replace(candidate, verdict=verdict)
        if not verdict.accepted:
            return candidate.out(refusal_of(verdict))
    thought.cancel.raise_if_cancelled()
    report = engine.trial.run(
        candidate.source, thought.wanted.trials, methods=thought.known, state=thought.state
    )
    candidate = replace(candidate, report=report)
    fault = fault_of(thought, report)
    return candidate if fault is None else candidate.out(fault)


def fault_of(thought: Thought, report: TrialReport) -> Fault | None:
    """Return what a trial found wrong; None for nothing."""
    if report.error:
        return Fault(Cause.GUARDIAN, report.error, plain_words(report.error))
    contract = thought.wanted
    new = len(contract.examples) - contract.kept
    found: dict[str, Fault] = {}
    for number, (example, case) in enumerate(zip(contract.trials, report.cases, strict=False)):
        old = new <= number < len(contract.examples)
        fault = case_fault(
            contract.selector, example, case, standing=thought.standing if old else None
        )
        if fault is not None:
            found.setdefault(fault.text, fault)
    faults = list(found.values())[:_MOST_FAULTS]
    if not faults:
        return None
    return Fault(
        faults[0].cause,
        "\n".join(each.text for each in faults),
        "\n".join(each.told or each.text for each in faults),
    )


def case_fault(
    selector: str, example: Example, case: CaseReport, *, standing: Standing | None = None
) -> Fault | None:
    """Return what an example says against a method; None where it has come true.

    Args:
        selector: The method.
        example: The example.
        case: What came of it.
        standing: The version that the example was asked of, where it is an old one.
    """
    line = example_line(selector, example)
    if case.outcome == "ok":
        return None
    if case.outcome == "wrong":
        got = f"{case.result!r:.120}"
        if standing is None:
            return Fault(Cause.EXAMPLE, f"It must hold that {line}, but it gave {got}.")
        return Fault(
            Cause.OLD_EXAMPLE,
            f"It must hold that {line}, but it gave {got}.",
            f"It must hold that {line}, as for {standing}, but it gave {got}.",
        )
    cause, text, told = _FAULTS.get(case.outcome, (Cause.CRASHED, "it crashed.", ""))
    if case.outcome == "raised":
        text = f"{text} {case.error_type}: {case.error_text[:120]}"
    if standing is not None and cause is not Cause.UNSTORED:
        cause = Cause.OLD_EXAMPLE
    # What is not stored is so whatever the call is.
    place = "" if cause is Cause.UNSTORED else f"{line}: "
    return Fault(cause, f"{place}{text}", f"{place}{told}" if told else "")


_FAULTS: Mapping[str, tuple[Cause, str, str]] = {
    "raised": (Cause.RAISED, "it raised", ""),
    "timeout": (Cause.ENDLESS, "it does not come to an end.", ""),
    "breach": (Cause.ENDLESS, "it does not come to an end.", ""),
    "covenant": (
        Cause.UNSTORED,
        "It changes the object but does not end with self._p_changed = True.",
        "It changes the object, but not so that the change would be stored.",
    ),
    "unplain": (
        Cause.UNPLAIN,
        "its result is not plain data.",
        "its result is nothing that can be kept.",
    ),
}


def _best(engine: Engine, thought: Thought, passed: list[Candidate]) -> Candidate | None:
    """Return the candidate to install.

    Proven methods come first. Without examples nothing proves what the model wrote, so that at
    least two candidates must agree in what they answer, and the answer must be something.
    """
    if not passed:
        return None
    proven = [each for each in passed if each.origin in _PROVEN]
    if proven:
        return proven[0]
    if thought.wanted.examples:
        shortest = sorted(passed, key=lambda each: len(each.source))
        return ranked_by_agreement(engine.trial, shortest, thought.wanted.examples)[0]
    telling = [each for each in passed if _answers(each)]
    witnesses = _witnesses(engine, thought)
    supported = [each for each in telling if _support(each, telling, witnesses) > 1]
    if not supported:
        return None
    return min(supported, key=lambda each: (-_support(each, telling, witnesses), len(each.source)))


def _witnesses(engine: Engine, thought: Thought) -> list[str]:
    """Return how the proven relatives of a mission behave on its calls."""
    found = []
    for hit in thought.hits:
        report = engine.trial.run(str(hit.meta["source"]), thought.wanted.trials)
        if report.ok:
            found.append(_behaviour(report))
    return found


def _answers(candidate: Candidate) -> bool:
    """Return whether a candidate does something: gives a value, or changes its receiver."""
    cases = candidate.report.cases if candidate.report else ()
    return bool(cases) and all(case.result is not None or case.changed for case in cases)


def _support(candidate: Candidate, others: list[Candidate], witnesses: list[str]) -> int:
    """Return how many answers and proven relatives behave as a candidate does."""
    mine = _behaviour(candidate.report)
    votes = sum(each.votes for each in others if _behaviour(each.report) == mine)
    return votes + witnesses.count(mine)


def _behaviour(report: TrialReport | None) -> str:
    """Return what was answered, by its kind where the clock makes it differ."""
    cases = report.cases if report else ()
    return json.dumps(
        [
            [type(case.result).__name__, _stable(case.result), sorted(case.changed)]
            for case in cases
        ],
        default=repr,
    )


def _stable(result: object) -> object:
    """Return a result with its digits blurred, so that two looks at a clock are the same."""
    if isinstance(result, str):
        return "".join("0" if character.isdigit() else character for character in result)
    return result if not isinstance(result, float) else round(result, 6)


def _praise(thought: Thought) -> str:
    count = len(thought.wanted.examples)
    if count:
        return f"accepted: {counted(count, 'example')} came true"
    return "accepted: it runs, and no example was given to prove it by"


def _nearest(thought: Thought) -> Fault:
    """Return the fault of the candidate that came nearest."""
    faulty = [each for each in thought.candidates if each.problem]
    if not faulty:
        text = "The candidates do not agree in what they answer, and no example decides."
        return Fault(Cause.UNDECIDED, text)
    best = max(faulty, key=lambda each: (each.right, -len(each.problem)))
    return Fault(best.cause, best.problem, best.told)

"""VALIDATING: the gates that a candidate must pass, the groups that tell them apart, the judge.

Hard gates are the guardian, the contract with the slots that it names, the trial without a crash,
and the examples that a person gave. What is through is grouped by what it does; the evidence
decides whether that is enough, whether more is to be written, or whether a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from batos.counting import counted
from batos.guardian.audit.audit import audit
from batos.guardian.audit.wording import plain_words
from batos.guardian.trial.reports import CaseReport, TrialReport
from batos.learning.candidates.asking import question_for, question_to_confirm
from batos.learning.candidates.behaviour import Comparison, Group, agreed, compare
from batos.learning.candidates.confidence import Evidence, weigh
from batos.learning.candidates.first_values import first_values
from batos.learning.candidates.sources import slots_used
from batos.learning.cycle.judge import judge
from batos.learning.cycle.manner import MOST_QUESTIONS, asked_before, manner
from batos.learning.cycle.oversight import spared
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause, Fault, refusal_of
from batos.learning.model.question import Question
from batos.learning.model.standing import Standing
from batos.objects import UNSET, Example, example_line, same, source_digest

if TYPE_CHECKING:
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import StateView
    from batos.learning.model.thought import Thought

__all__ = ["case_fault", "fault_of", "validate"]

_MOST_FAULTS = 4
_MOST_COMPARED = 12

_BREAKING = frozenset({Cause.EXAMPLE, Cause.OLD_EXAMPLE, Cause.RAISED, Cause.ENDLESS})
"""What says that a candidate has broken an example."""

_ENOUGH = 0.9
"""Confidence that needs no further candidates and no question, where the state does not say."""
_PLENTY = 5
"""Written candidates that passed and after which more say nothing new, where it does not say."""
_THRESHOLD = 0.45
"""Confidence below which nothing is installed unseen, where the state does not say."""


def validate(host: Host, thought: Thought, view: StateView) -> str:
    """Try the new candidates; answer ``passed``, ``question``, ``repair`` or ``failed``."""
    unwanted = host.oversight.refusals(host.session, thought.brief)
    thought.candidates = [
        _tried(host, thought, spared(unwanted, each)) for each in thought.candidates
    ]
    passed = [each for each in thought.candidates if not each.problem and each.report]
    is_last = _is_last(host, thought, passed)
    if passed:
        found = _compared(host, thought, passed)
        evidence = weigh(thought.wanted, found.groups, broken=_broken(thought))
        if is_last or _is_settled(thought, view, found.groups, evidence):
            return _decided(host, thought, view, found, evidence)
        return _more(host, thought, f"{counted(len(passed), 'candidate')} passed; more decide")
    fault = _nearest(thought)
    told = fault.told or fault.text
    if not is_last:
        return _more(host, thought, told)
    _tell_refused(host, thought, told)
    ended = thought.notes.get("no_more", {})
    cause = Cause(ended.get("cause", "")) or fault.cause
    if cause is Cause.REPEATED and fault.cause is not Cause.EXAMPLE:
        cause, ended = fault.cause, {}
    if not thought.candidates:
        told = ""
    thought.fail(f"{ended.get('why', '')} {told}".strip(), cause, ended.get("hint", ""))
    return "failed"


def _broken(thought: Thought) -> int:
    """Return how many answers of the model broke an example."""
    tried = [each for each in thought.candidates if each.report and not each.is_proven]
    return sum(each.votes for each in tried if thought.wanted.examples and each.cause in _BREAKING)


def _is_last(host: Host, thought: Thought, passed: Sequence[Candidate]) -> bool:
    """Return whether nothing more will be written."""
    if thought.notes.get("no_more"):
        return True
    planned = thought.notes.get("planned")
    if planned is None:
        return False  # nothing was written yet
    rounds = int(planned)
    if not passed and "repair" not in host.config.without:
        rounds += host.config.repairs
    return thought.rounds >= rounds or (bool(passed) and thought.budget.left <= 0)


def _more(host: Host, thought: Thought, told: str) -> str:
    _tell_refused(host, thought, told)
    return "repair"


def _tell_refused(host: Host, thought: Thought, told: str) -> None:
    host.tell(
        thought, "verdict", told, state="VALIDATING", data={"accepted": False, "problem": told}
    )


def _compared(host: Host, thought: Thought, passed: Sequence[Candidate]) -> Comparison:
    if "groups" in host.config.without:
        passed = passed[:1]
    ordered = sorted(passed, key=lambda each: (-each.votes, -each.likeness, len(each.source)))
    return compare(
        host.trial,
        ordered[:_MOST_COMPARED],
        thought.wanted,
        state=thought.state,
        methods=thought.known,
        check=thought.cancel.raise_if_cancelled,
    )


def _is_settled(
    thought: Thought, view: StateView, groups: Sequence[Group], evidence: Evidence
) -> bool:
    """Return whether what is there is enough, before all rounds are used up."""
    if _is_sure(thought, groups[0]):
        return True
    plenty = evidence.of >= view.number("plenty", _PLENTY)
    return plenty or evidence.confidence >= view.number("enough", _ENOUGH)


def _is_sure(thought: Thought, group: Group) -> bool:
    """Return whether a proven method is in a group that has the examples and the words for it."""
    sure = thought.notes.get("sure")
    return any(
        each.origin == "known" or source_digest(each.source) == sure for each in group.members
    )


def _decided(
    host: Host, thought: Thought, view: StateView, found: Comparison, evidence: Evidence
) -> str:
    """Choose of the leading group, or say why nothing is sure enough."""
    thought.notes["trust"] = evidence.to_plain()
    chosen = found.groups[0].members[0]
    thought.question = _question(thought, view, found, evidence)
    if thought.question is not None:
        wanted = manner(thought, host.config)
        if wanted == "ask":
            return "question"
        if wanted == "refuse":
            text = "Candidates differ in what they answer, and nobody is there to be asked."
            thought.fail(text, Cause.UNDECIDED)
            return "failed"
    if not thought.wanted.examples and _does_nothing(found.groups[0]):
        thought.fail("What was written neither gives nor changes anything.", Cause.UNDECIDED)
        return "failed"
    threshold = view.number("threshold", _THRESHOLD)
    if evidence.confidence < threshold and (rest := agreed(found)) is not None:
        found, evidence = rest, weigh(thought.wanted, rest.groups, broken=_broken(thought))
        thought.notes["trust"], chosen = evidence.to_plain(), found.groups[0].members[0]
    if evidence.confidence < threshold and chosen.origin != "known":
        text = "The candidates do not agree in what they answer, and no example decides."
        if len(found.groups) == 1 and _broken(thought):
            text = "Most candidates broke an example: too little speaks for those that did not."
        thought.fail(text, Cause.UNDECIDED)
        return "failed"
    host.tell(
        thought,
        "verdict",
        _praise(evidence),
        state="VALIDATING",
        data={
            "source": chosen.source,
            "accepted": True,
            "origin": chosen.origin,
            **evidence.to_plain(),
        },
    )
    objection = judge(host, thought, chosen)
    if objection is not None:
        thought.fail(objection.text, objection.cause)
        return "failed"
    thought.chosen = chosen
    return "passed"


def _question(
    thought: Thought, view: StateView, found: Comparison, evidence: Evidence
) -> Question | None:
    """Return the question that decides; None where it is sure enough.

    Where nobody differs, whoever is there is asked once whether the only answer is right.
    """
    asked = [each.id for each in asked_before(thought)]
    if len(asked) >= MOST_QUESTIONS or evidence.confidence >= view.number("enough", _ENOUGH):
        return None
    if _is_sure(thought, found.groups[0]):
        return None
    contract = thought.wanted
    if len(found.groups) == 1:
        if asked or not thought.brief.answerable:
            return None
        return question_to_confirm(contract.selector, found, contract.examples, thought.state)
    return question_for(contract.selector, found, asked, thought.state)


def _does_nothing(group: Group) -> bool:
    """Return whether a group of candidates is known to give and to change nothing."""
    cases = [case for did in group.did for case in did.cases]
    return bool(cases) and all(case.result is None and not case.changed for case in cases)


def _praise(evidence: Evidence) -> str:
    agree = (
        f"; {evidence.votes} of {evidence.of} written candidates do the same" if evidence.of else ""
    )
    if evidence.examples:
        return f"accepted: {counted(evidence.examples, 'example')} came true{agree}"
    return f"accepted: it runs, and no example was given to prove it by{agree}"


def _tried(host: Host, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the report of its trial, once."""
    if candidate.problem or candidate.report is not None:
        return candidate
    if candidate.verdict is None:
        rules = host.plugins.guardian_rules()
        verdict = audit(candidate.source, selector=thought.wanted.selector, extra_rules=rules)
        candidate = replace(candidate, verdict=verdict)
        if not verdict.accepted:
            return candidate.out(refusal_of(verdict))
    thought.cancel.raise_if_cancelled()
    if not thought.brief.is_for_all and not candidate.is_proven:
        there = {*thought.state, *thought.known}
        candidate = replace(candidate, adds=first_values(candidate.source, there))
    state = {**candidate.adds, **thought.state}
    report = host.trial.run(
        candidate.source, thought.wanted.trials, methods=thought.known, state=state
    )
    candidate = replace(candidate, report=report)
    fault = fault_of(thought, report)
    if fault is None and "slots" not in host.config.without:
        fault = _unnamed(thought, candidate)
    return candidate if fault is None else candidate.out(fault)


def _unnamed(thought: Thought, candidate: Candidate) -> Fault | None:
    """Return that a method leaves alone a slot which the mission names."""
    examples = thought.wanted.examples
    # A word that only looks like the name of a slot must not keep everything out.
    there = {*thought.state, *(name for each in examples for name in each.state)}
    named = [name for name in thought.wanted.slots if name in there]
    missing = [name for name in named if name not in slots_used(candidate.source)]
    if not missing:
        return None
    return Fault(Cause.SLOT, f"It must read or change the slot {missing[0]}, as the task says.")


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
    example = example.until(case.call)
    line = example_line(selector, example)
    if case.outcome == "ok":
        return None
    if case.outcome == "wrong":
        got = _got(example, case)
        if standing is None:
            return Fault(Cause.EXAMPLE, f"It must hold that {line}, but it {got}.")
        return Fault(
            Cause.OLD_EXAMPLE,
            f"It must hold that {line}, but it {got}.",
            f"It must hold that {line}, as for {standing}, but it {got}.",
        )
    cause, text, told = _FAULTS.get(case.outcome, (Cause.CRASHED, "it crashed.", ""))
    if case.outcome == "raised":
        text = f"{text} {case.error_type}: {case.error_text[:120]}"
    if standing is not None and cause is not Cause.UNSTORED:
        cause = Cause.OLD_EXAMPLE
    # What is not stored is so whatever the call is.
    place = "" if cause is Cause.UNSTORED else f"{line}: "
    return Fault(cause, f"{place}{text}", f"{place}{told}" if told else "")


def _got(example: Example, case: CaseReport) -> str:
    """Return what a call gave, or which slot it left with what, where that is wrong."""
    left = case.state_after or {}
    if example.after is not UNSET and (
        example.result is UNSET or same(example.result, case.result)
    ):
        for name, value in example.after.items():
            if name not in left:
                return f"left no slot {name}"
            if not same(value, left[name]):
                return f"left self.{name} == {left[name]!r:.120}"
    return f"gave {case.result!r:.120}"


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


def _nearest(thought: Thought) -> Fault:
    """Return the fault of the candidate that came nearest."""
    faulty = [each for each in thought.candidates if each.problem]
    if not faulty:
        text = "The candidates do not agree in what they answer, and no example decides."
        return Fault(Cause.UNDECIDED, text)
    best = max(faulty, key=lambda each: (each.right, -len(each.problem)))
    return Fault(best.cause, best.problem, best.told)

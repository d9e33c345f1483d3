"""VALIDATING an object: its methods are audited, its examples run, and designs are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from batos.counting import counted
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Verdict
from batos.learning.cycle.judge import judge
from batos.learning.cycle.manner import MOST_QUESTIONS, answered_before, asked_before, manner
from batos.learning.cycle.states.validating import case_fault
from batos.learning.design.agreement import (
    Agreement,
    agreed_story,
    agreed_tests,
    agreement_of,
    answering,
)
from batos.learning.design.asking import question_to_confirm, story_question
from batos.learning.design.design import Design, DesignError, read_design
from batos.learning.design.stories import (
    Story,
    Told,
    as_asked,
    kinds_for,
    live,
    stories_of,
)
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import UNFINISHED, Cause, Fault, refusal_of
from batos.objects import example_line, source_digest

if TYPE_CHECKING:
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import StateView
    from batos.learning.model.question import Question
    from batos.learning.model.thought import Thought

__all__ = ["choose", "judged"]

_CLEAR = 0.75
"""Share of all votes, in the call where it is least, that needs no question."""
_PLENTY = 3
"""Designs that passed, of which more would be written only where they differ a lot."""
_DOUBTFUL = 0.5
"""Share of all votes, in the method where it is least, below which nothing is installed unseen."""
_AGREEING = 2
_LITERAL = re.compile(r'"([^"\n]{1,30})"|(?<![\w.,])(\d{1,6})(?!\w|[.,]\d)')
_MOST_LITERALS = 3
_ROUNDS = 4
"""Rounds of writing: the likeliest class, another one, several, and the methods that fall short."""
_CONFIRMED = "confirmed"
"""Key of the notes that tells that a person was asked where nothing was to be decided."""


@dataclass(frozen=True)
class _Compared:
    """What came of designs beside one another.

    Attributes:
        passed: Their candidates.
        votes: How often each was written.
        literals: Values that the description names.
        stories: The calls by which they were compared.
        lived: For each design, what came of them.
        told: The same without what nobody has asked for.
        found: How much they agree.
    """

    passed: Sequence[Candidate]
    votes: Sequence[int]
    literals: Sequence[int | str]
    stories: Sequence[Story]
    lived: Sequence[Sequence[Told]]
    told: Sequence[Sequence[Told]]
    found: Agreement


def choose(host: Host, thought: Thought, _view: StateView) -> str:
    """Judge the new candidates and compare all that are good; answer as VALIDATING does."""
    thought.candidates = [judged(host, thought, each) for each in thought.candidates]
    passed = [each for each in thought.candidates if not each.problem]
    is_over = bool(thought.notes.get("no_more")) or thought.budget.left <= 0
    is_last = thought.rounds >= _ROUNDS or is_over
    if not passed:
        return _failed(thought) if is_last else _again(thought)
    compared = _compared(host, thought, sorted(passed, key=lambda each: -each.votes))
    found, total = compared.found, sum(compared.votes)
    # Two that were written without a look at each other and agree in every call are enough.
    is_agreed = total >= _AGREEING and found.weakest == 1
    if not is_last and not is_agreed and (total < _PLENTY or found.least < _DOUBTFUL):
        return _again(thought, compared)
    _note(thought, compared)
    asked = _asked(host, thought, compared)
    if asked:
        return asked
    # What only one design of several could be read for, nobody agrees with.
    doubtful = found.least < _DOUBTFUL or total < _AGREEING
    if doubtful and not thought.wanted.examples:
        return _undecided(thought, total)
    chosen = compared.passed[found.order[0]]
    host.tell(
        thought,
        "verdict",
        f"accepted: {counted(total, 'design')} compared in "
        f"{counted(len(compared.stories), 'story', 'stories')}",
        state="VALIDATING",
        data={"source": chosen.source, "accepted": True, **thought.notes["trust"]},
    )
    objection = judge(host, thought, chosen)
    if objection is not None:
        thought.fail(objection.text, objection.cause)
        return "failed"
    thought.chosen = chosen
    return "passed"


def _again(thought: Thought, compared: _Compared | None = None) -> str:
    """Have more written: at last only the methods in which the best that is there falls short."""
    if thought.rounds < _ROUNDS - 1:
        return "repair"
    best: Candidate | None
    if compared is not None:
        best = compared.passed[compared.found.order[0]]
        shares = compared.found.shares.items()
        lacks = tuple(selector for selector, share in shares if share < _DOUBTFUL)
    else:
        short = [each for each in thought.candidates if each.lacks]
        best = min(short, key=lambda each: (len(each.lacks), -each.votes), default=None)
        lacks = best.lacks if best is not None else ()
    planned = {each.selector for each in thought.wanted.methods}
    if best is not None and lacks and planned > {*lacks}:
        thought.notes["short"] = {"source": best.source, "methods": [*lacks]}
    return "repair"


def _undecided(thought: Thought, total: int) -> str:
    """Say why none of the designs that passed can be believed."""
    if total >= _AGREEING:
        text, cause = "The designs do not agree in what they do.", Cause.UNDECIDED
    else:
        faults = [each.cause for each in thought.candidates if each.cause in UNFINISHED.values()]
        text = "Only one design is whole, and nothing says whether it is right."
        cause = next(iter(faults), Cause.UNDECIDED)
    ended = thought.notes.get("no_more", {})
    hint = "Say more of what each method gives, or give examples."
    thought.fail(
        f"{ended.get('why', '')} {text}".strip(),
        Cause(ended.get("cause", "")) or cause,
        ended.get("hint", "") or (hint if cause is Cause.UNDECIDED else ""),
    )
    return "failed"


def _failed(thought: Thought) -> str:
    """Say why nothing that was written can be used."""
    ended = thought.notes.get("no_more", {})
    first = max(thought.candidates, key=lambda each: each.votes, default=None)
    told = first.fault if first is not None else "Nothing was written."
    cause = first.cause if first is not None else Cause.UNKNOWN
    thought.fail(f"{ended.get('why', '')} {told}".strip(), cause, ended.get("hint", ""))
    return "failed"


def _compared(host: Host, thought: Thought, passed: Sequence[Candidate]) -> _Compared:
    planned, known = thought.wanted.methods, thought.known
    designs = [read_design(each.source) for each in passed]
    whole = [replace(each, slots={**thought.state, **each.slots}) for each in designs]
    check = thought.cancel.raise_if_cancelled
    votes = [each.votes for each in passed]
    kinds = kinds_for(host.trial, whole, votes, planned, known, check)
    literals = _literals_in(thought.wanted.text)
    stories = stories_of(planned, kinds, literals)
    lived = [live(host.trial, each, stories, planned, known, check) for each in whole]
    heard = answering(stories, lived)
    passed, lived = [passed[n] for n in heard], [lived[n] for n in heard]
    votes = [each.votes for each in passed]
    told = as_asked(planned, stories, lived, votes)
    found = agreement_of(stories, told, votes)
    return _Compared(passed, votes, literals, stories, lived, told, found)


def _literals_in(text: str) -> list[int | str]:
    """Return the first whole numbers and quoted words of a text."""
    found = [quoted or int(number) for quoted, number in _LITERAL.findall(text)]
    return [*dict.fromkeys(found)][:_MOST_LITERALS]


def _note(thought: Thought, compared: _Compared) -> None:
    """Note how sure it is, and the tests that all designs pass."""
    trust = _trust(thought, compared.found, compared.votes)
    story = agreed_story(compared.stories, compared.told)
    if story is not None:
        trust["evidence"]["scenario"] = example_line("", story)
    thought.notes["trust"] = trust
    thought.notes["tests"] = {
        name: [each.to_plain() for each in tests]
        for name, tests in agreed_tests(compared.stories, compared.lived).items()
    }


def _asked(host: Host, thought: Thought, compared: _Compared) -> str:
    """Return where a question leads; an empty text where none is asked."""
    question = _question(thought, compared)
    wanted = manner(thought, host.config) if question is not None else "tentative"
    if wanted == "ask":
        thought.question = question
        return "question"
    if wanted == "refuse":
        text = "The designs differ in what they do, and nobody is there to be asked."
        thought.fail(text, Cause.UNDECIDED)
        return "failed"
    return ""


def _question(thought: Thought, compared: _Compared) -> Question | None:
    """Return the question that decides; None where nothing need be asked.

    Where none does, whoever is there is asked once about what nobody has said anything of; and
    again, where the last answer was one that no design gives.
    """
    before, planned = asked_before(thought), thought.wanted.methods
    if len(before) >= MOST_QUESTIONS:
        return None
    # Where it is said of a method that it gives something, of others it is meant that they do not.
    is_said = any(each.gives for each in planned)
    unasked = {each.selector for each in planned if is_said and not each.gives}
    stories, told, votes = compared.stories, compared.told, compared.votes
    asked = {each.id for each in before}
    question = None
    if compared.found.weakest < _CLEAR:
        question = story_question(stories, told, votes, asked, unasked)
    was_wrong = any(each.example is not None for each in answered_before(thought)[-1:])
    is_settled = _CONFIRMED in thought.notes and not was_wrong
    if question is not None or is_settled or not thought.brief.answerable:
        return question
    thought.notes[_CONFIRMED] = True
    believed = read_design(compared.passed[compared.found.order[0]].source)
    examples = thought.wanted.examples
    # Nothing, nought and an empty list are what an object without any code would give.
    said = {each.selector for each in examples if each.result or each.result is False}
    unknown = {each.selector for each in before} - {each.selector for each in examples}
    return question_to_confirm(
        stories, told, votes, believed, asked, unasked | said | unknown, compared.literals
    )


def judged(host: Host, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the guardian's verdict on all of its methods, once.

    One that the guardian refuses, or for which an example does not come true, is out.
    """
    if candidate.problem or candidate.verdict is not None:
        return candidate
    try:
        design = read_design(candidate.source)
    except DesignError as error:
        return candidate.out(Fault(Cause.NO_METHOD, error.message))
    lacks = [
        each.selector for each in thought.wanted.methods if each.selector not in design.methods
    ]
    if lacks:
        fault = Fault(Cause.NO_METHOD, f"The class has no method {', '.join(lacks)}.")
        return candidate.out(fault, lacks=tuple(lacks))
    rules = host.plugins.guardian_rules()
    verdicts = {
        selector: audit(source, selector=selector, extra_rules=rules)
        for selector, source in design.methods.items()
    }
    refused = {selector: each for selector, each in verdicts.items() if not each.accepted}
    for verdict in refused.values():
        return replace(candidate, verdict=verdict).out(refusal_of(verdict), lacks=tuple(refused))
    candidate = replace(candidate, verdict=_together(candidate.source, [*verdicts.values()]))
    broken = _broken(host, thought, design)
    return candidate if broken is None else candidate.out(broken[1], lacks=(broken[0],))


def _broken(host: Host, thought: Thought, design: Design) -> tuple[str, Fault] | None:
    """Return the method for which a design does not make an example true; None for none."""
    for example in thought.wanted.examples:
        thought.cancel.raise_if_cancelled()
        selector = example.selector
        source = design.methods.get(selector) or thought.known.get(selector, "")
        others = {**thought.known, **design.methods}
        others.pop(selector, None)
        own = example.belonging(selector)
        state = {**thought.state, **design.slots}
        report = host.trial.run(source, [own], methods=others, state=state)
        if report.error:
            return selector, Fault(Cause.GUARDIAN, report.error)
        fault = case_fault(selector, own, report.cases[0])
        if fault is not None:
            return selector, fault
    return None


def _together(source: str, verdicts: Sequence[Verdict]) -> Verdict:
    """Return what was said of all methods, as of one text."""
    return Verdict(
        accepted=True,
        findings=tuple(each for verdict in verdicts for each in verdict.findings),
        selector="",
        signature="",
        doc="",
        mutator=any(each.mutator for each in verdicts),
        changes=tuple(sorted({name for each in verdicts for name in each.changes})),
        rules_version=verdicts[0].rules_version if verdicts else "",
        sha256=source_digest(source),
        source=source,
        borrows=any(each.borrows for each in verdicts),
    )


def _trust(thought: Thought, found: Agreement, votes: Sequence[int]) -> dict[str, Any]:
    answered = sum(each.origin == "answer" for each in thought.wanted.examples)
    confidence = 1 - (1 - found.least) * 0.5**answered
    return {
        "trust": "tentative",
        "confidence": round(confidence, 3),
        "evidence": {
            "examples": len(thought.wanted.examples),
            "answered": answered,
            "votes": votes[found.order[0]],
            "of": sum(votes),
            "groups": len(votes),
            "shares": {name: round(share, 3) for name, share in found.shares.items()},
        },
    }

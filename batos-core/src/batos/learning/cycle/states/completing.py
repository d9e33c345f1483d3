"""COMPLETE: one transaction installs the method with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from batos.errors import ImageError
from batos.image import history
from batos.learning.model.candidate import Candidate
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.learning.model.trust import PROVEN, TENTATIVE, is_tentative, trust_of
from batos.learning.records.questions import drop_question, keep_question
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.objects import Example, Method, UvmObject, ancestors, lookup, source_digest

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.oversight import Oversight

__all__ = ["complete", "install", "timed"]

_MOST_TOLD = 20
"""Candidates that a method remembers; the cycle's record has all of them as long as it is kept."""
_LONGEST_PROBLEM = 300
_REPLACED = "It was asked for again, and is learned by now."


def complete(thought: Thought) -> Outcome:
    """Return how a cycle ends that found its method."""
    chosen = thought.chosen
    assert chosen is not None, "VALIDATING chose it"
    assert chosen.verdict is not None, "VALIDATING had it audited"
    return Outcome(
        status="COMPLETE",
        cycle=thought.cycle,
        receiver=thought.brief.receiver,
        selector=thought.brief.selector,
        signature=chosen.verdict.signature,
        source=chosen.source,
        origin=chosen.origin,
        based_on=chosen.based_on,
        verified=len(thought.wanted.examples),
        replaces=thought.notes.get("standing", {}) if chosen.origin != "known" else {},
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
        question=thought.question.to_plain() if thought.question is not None else {},
        **_trust(thought),
    )


def install(root: Root, thought: Thought, outcome: Outcome, oversight: Oversight) -> Outcome:
    """Install the method, in the running transaction.

    Args:
        root: The image.
        thought: What was found.
        outcome: How its cycle ends.
        oversight: Says whether the text was taken back before.

    Returns:
        The outcome, with the number of the version.

    Raises:
        ImageError: Somebody else has put a method there while the cycle thought.
    """
    chosen = thought.chosen
    assert chosen is not None and chosen.verdict is not None, "complete() checked it"  # noqa: PT018 - one reason
    receiver = root.find(thought.brief.receiver)
    # What the thought relied on must still be so when it is committed: the epoch tells of methods
    # and parents, but not of a value that somebody gives one of the parents under this name.
    root.rely_on(root.epoch, *ancestors(receiver))
    found = lookup(receiver, outcome.selector)
    known = thought.known.get(outcome.selector)
    if found is not None and (type(found[1]) is not Method or found[1].source != known):
        raise ImageError(
            f"{outcome.receiver}.{outcome.selector} was changed by somebody else meanwhile.",
            hint="Ask again.",
        )
    if outcome.origin == "known":
        assert found is not None, "it is known"
        outcome, method = _with_its_examples(root, thought, outcome, found[0], found[1])
        return _settled(root, thought, outcome, method)
    examples = tuple(example.to_plain() for example in thought.wanted.trials)
    before = oversight.taken_back(root, receiver, outcome.selector, outcome.source)
    method = Method(
        selector=outcome.selector,
        source=outcome.source,
        signature=outcome.signature,
        doc=thought.wanted.doc,
        mutator=chosen.verdict.mutator,
        examples=examples,
        provenance=_provenance(thought, outcome),
        verdict=chosen.verdict.to_plain(),
    )
    _put(root, thought, receiver, method, slots=chosen.adds)
    outcome = replace(outcome, version=method.version, taken_back=before)
    return _settled(root, thought, outcome, method)


def _settled(root: Root, thought: Thought, outcome: Outcome, method: Method) -> Outcome:
    """Keep what is still asked about the method, and say how far it is to be trusted."""
    receiver = root.find(outcome.receiver)
    is_open = thought.question is not None and is_tentative(method)
    told = {"trust": "", "confidence": None, "evidence": {}, **trust_of(method.provenance)}
    outcome = replace(outcome, **told, question=outcome.question if is_open else {})
    if is_open:
        keep_question(root, thought, outcome)
    else:
        drop_question(root, receiver, outcome.selector, _REPLACED)
    return outcome


def _with_its_examples(
    root: Root, thought: Thought, outcome: Outcome, holder: UvmObject, present: Method
) -> tuple[Outcome, Method]:
    """Let the very method that the receiver has be tested by what it was asked with.

    Where that is nothing new it keeps its version and its provenance, and so does one that the
    receiver has from another object.
    """
    off = thought.notes.get("dropped", ())
    kept = [each for each in present.examples if each not in off]
    known = [Example.from_plain(each) for each in kept]
    new = [each.to_plain() for each in thought.wanted.examples if each not in known]
    receiver = root.find(outcome.receiver)
    changed = len(new) + len(present.examples) - len(kept)
    # Asking again may prove a method; what was proven once is not made doubtful by it.
    trust = _trust(thought)
    if not is_tentative(present) or trust.get("trust") != PROVEN:
        trust = {}
    if not (changed or trust) or holder is not receiver:
        return replace(outcome, version=present.version), present
    method = present.again(
        examples=(*kept, *new),
        provenance={
            **present.provenance,
            **trust,
            "examples": len(thought.wanted.examples),
            "examples_changed": {"by": thought.brief.asked_by, "at": now_text(), "count": changed},
        },
    )
    _put(root, thought, receiver, method, cause="other examples")
    outcome = replace(outcome, version=method.version, replaces=thought.notes.get("standing", {}))
    return outcome, method


def _put(
    root: Root,
    thought: Thought,
    receiver: UvmObject,
    method: Method,
    *,
    cause: str = "",
    slots: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    history.install(
        root,
        receiver,
        method,
        user=thought.brief.asked_by,
        cause=cause,
        cycle=thought.cycle,
        slots=slots,
    )
    remember(root, receiver, method.selector)


def _provenance(thought: Thought, outcome: Outcome) -> dict[str, Any]:
    chosen = thought.chosen
    assert chosen is not None, "complete() checked it"
    return {
        "origin": outcome.origin,
        "based_on": list(outcome.based_on),
        "mission": thought.brief.text,
        "asked_by": thought.brief.asked_by,
        "call_site": thought.brief.call_site,
        "cycle": thought.cycle,
        "at": now_text(),
        **_asked(thought, chosen),
        "prompt": chosen.prompt,
        "model_calls": thought.model_calls,
        "candidates": len(thought.candidates),
        "repairs": sum(each.origin == "repaired" for each in thought.candidates),
        "tried": [_line(each) for each in thought.candidates[:_MOST_TOLD]],
        "examples": len(thought.wanted.examples),
        **({"adds": dict(chosen.adds)} if chosen.adds else {}),
        **_approval(thought),
        **_trust(thought),
        "judged": dict(thought.notes.get("judge", {})),
    }


def _trust(thought: Thought) -> dict[str, Any]:
    """Return what VALIDATING has found of a method's being right, plain data."""
    found = trust_of(thought.notes.get("trust", {}))
    return {"trust": TENTATIVE, **found} if thought.question is not None else found


def _asked(thought: Thought, chosen: Candidate) -> dict[str, Any]:
    """Return who was asked for the method, and by which model it was answered."""
    if not chosen.prompt:
        return {"persona": "", "model": {}}
    model = dict(thought.notes.get("asked", {}).get(chosen.prompt) or thought.thinker)
    return {"persona": model.pop("persona", ""), "model": model}


def _line(candidate: Candidate) -> dict[str, Any]:
    """Return what became of a candidate, which outlives the cycle's own record."""
    verdict = candidate.verdict
    return {
        "origin": candidate.origin,
        "based_on": list(candidate.based_on),
        "accepted": verdict.accepted if verdict is not None else None,
        "right": candidate.right,
        "votes": candidate.votes,
        "problem": candidate.fault[:_LONGEST_PROBLEM],
        "prompt": candidate.prompt,
        "sha256": source_digest(candidate.source),
    }


def _approval(thought: Thought) -> dict[str, Any]:
    """Return who has let the method in."""
    approval = thought.notes.get("approval", {})
    if "by" not in approval:
        return {"approved_by": "policy: auto"}
    edits = approval.get("edits") or ()
    return {
        "approved_by": approval["by"],
        "approved_at": approval["at"],
        **({"approval_note": approval["note"]} if approval.get("note") else {}),
        **({"edited_by": edits[-1]["by"], "edited_at": edits[-1]["at"]} if edits else {}),
    }


def timed(
    outcome: Outcome, thought: Thought, seconds: float, by_state: Mapping[str, float]
) -> Outcome:
    """Return an outcome with what its cycle cost."""
    return replace(
        outcome,
        seconds=seconds,
        seconds_by_state=dict(by_state),
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
    )

"""FAILED: the world stays as it was; the reason and what was tried are on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.learning.model.causes import BY_EXAMPLES, HINTS, UNPROVEN, Cause
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.learning.records.remembering import remember_failure

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.oversight import Oversight

__all__ = ["fail", "leave"]

_ENOUGH = 3
"""Examples that more would add little to."""
_EXAMPLES = "Give two or three examples, such as \"'abc' gives 3\"."


def fail(thought: Thought) -> Outcome:
    """Return how a cycle ends that found no method."""
    return Outcome(
        status="FAILED",
        cycle=thought.cycle,
        receiver=thought.brief.receiver,
        selector=thought.brief.selector,
        kind=thought.brief.kind,
        reason=thought.reason or "No candidate passed.",
        hint=_hint(thought),
        tried=_tried(thought),
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
    )


def leave(root: Root, thought: Thought, outcome: Outcome, _oversight: Oversight) -> Outcome:
    """Change nothing but the record, and what the memory holds of it."""
    record = root.cycles[thought.cycle]
    record.reason, record.cause = outcome.reason, str(thought.cause)
    remember_failure(root, thought, outcome)
    return outcome


def _hint(thought: Thought) -> str:
    """Return what would help, by what went wrong."""
    if thought.hint:
        return thought.hint
    if thought.cause is Cause.UNKNOWN and not thought.candidates and not thought.model_calls:
        return "Nothing was changed."
    hint = _filled(HINTS[thought.cause], thought)
    if thought.contract is not None and thought.contract.kept and thought.cause in BY_EXAMPLES:
        # What is asked now may well be had; what was asked before as well is what cannot.
        return f"{_filled(HINTS[Cause.OLD_EXAMPLE], thought)} {hint}"
    examples = len(thought.wanted.examples) if thought.contract else 0
    if examples < _ENOUGH and thought.cause in UNPROVEN:
        return f"{_EXAMPLES} {hint}"
    return hint


def _filled(hint: str, thought: Thought) -> str:
    brief, standing = thought.brief, thought.standing
    return hint.format(
        receiver=brief.receiver,
        selector=brief.selector,
        cycle=thought.cycle,
        address=f"{brief.receiver}.{brief.selector}",
        old="; ".join(standing.lines()) + "." if standing is not None else "",
    )


def _tried(thought: Thought) -> tuple[str, ...]:
    """Return what was tried, a line each."""
    lines = []
    if thought.hits:
        names = ", ".join(str(hit.meta.get("selector")) for hit in thought.hits)
        lines.append(f"related methods in the memory: {names}")
    fits = [each for each in thought.candidates if each.is_proven]
    if fits:
        noun = "method" if len(fits) == 1 else "methods"
        lines.append(f"{len(fits)} proven {noun} that seemed to fit")
    written = [each for each in thought.candidates if not each.is_proven]
    if written:
        best = max(each.right for each in written)
        total = len(thought.wanted.examples)
        model = thought.thinker.get("model", "the model")
        met = f"; the best met {min(best, total)} of {total} examples" if total else ""
        noun = "candidate" if len(written) == 1 else "candidates"
        lines.append(f"{len(written)} {noun} by {model}{met}")
    return tuple(lines)

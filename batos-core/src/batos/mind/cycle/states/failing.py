"""FAILED: the world stays as it was; the reason and what was tried are on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.mind.cycle.thought import Outcome, Thought

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["fail", "leave"]


def fail(thought: Thought) -> Outcome:
    """Return how a cycle ends that found no method."""
    return Outcome(
        status="FAILED",
        cycle=thought.cycle,
        receiver=thought.brief.receiver,
        selector=thought.brief.selector,
        reason=thought.reason or "No candidate passed.",
        hint=_hint(thought),
        tried=_tried(thought),
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
    )


def leave(root: Root, thought: Thought, outcome: Outcome) -> None:
    """Change nothing but the record."""
    root.cycles[thought.cycle].reason = outcome.reason


def _hint(thought: Thought) -> str:
    if not thought.candidates and not thought.model_calls:
        return "Nothing was changed."
    examples = len(thought.wanted.examples) if thought.contract else 0
    more = "" if examples >= 3 else "Give two or three examples, such as \"'abc' gives 3\". "
    return (
        f"{more}A stronger model helps most: set [backends.embedded] model = "
        '"/path/to/a/coder.gguf" in the configuration ("batos config path").'
    )


def _tried(thought: Thought) -> tuple[str, ...]:
    """Return what was tried, a line each."""
    lines = []
    if thought.hits:
        names = ", ".join(str(hit.meta.get("selector")) for hit in thought.hits)
        lines.append(f"related methods in the memory: {names}")
    fits = [each for each in thought.candidates if each.origin not in ("written", "repaired")]
    if fits:
        noun = "method" if len(fits) == 1 else "methods"
        lines.append(f"{len(fits)} proven {noun} that seemed to fit")
    written = [each for each in thought.candidates if each.origin in ("written", "repaired")]
    if written:
        best = max(each.right for each in written)
        total = len(thought.wanted.examples)
        model = thought.thinker.get("model", "the model")
        met = f"; the best met {min(best, total)} of {total} examples" if total else ""
        noun = "candidate" if len(written) == 1 else "candidates"
        lines.append(f"{len(written)} {noun} by {model}{met}")
    return tuple(lines)

"""WAITING: the method is ready and a person has the last word, or a question waits for an answer.

Everything is on record then, and no thread is held: it may take days.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from batos.learning.cycle.states.completing import complete
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.learning.records.questions import keep_question

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.oversight import Oversight

__all__ = ["keep_ready", "wait"]


def wait(thought: Thought) -> Outcome:
    """Return how a cycle ends that waits for a person: for their word, or for their answer."""
    if thought.chosen is None:
        return _ask(thought)
    return replace(
        complete(thought),
        status="WAITING",
        kind=thought.brief.kind,
        question={},  # asked when the method is there: now it waits for a word
        reason=f"It waits for a person's word: {_why(thought)}.",
        hint=f"batos approvals show {thought.cycle}",
    )


def keep_ready(root: Root, thought: Thought, outcome: Outcome, oversight: Oversight) -> Outcome:
    """Write what waits, in the running transaction.

    Args:
        root: The image.
        thought: What was found.
        outcome: How its cycle ends.
        oversight: Keeps the method until a person has decided.

    Raises:
        ImageError: Another change of that method waits already.
    """
    if thought.chosen is None:
        keep_question(root, thought, outcome)
    else:
        oversight.keep_ready(root, thought, outcome)
    root.cycles[thought.cycle].reason = outcome.reason
    return outcome


def _ask(thought: Thought) -> Outcome:
    question = thought.question
    assert question is not None, "the runner has looked"
    return Outcome(
        status="WAITING",
        cycle=thought.cycle,
        receiver=thought.brief.receiver,
        selector=thought.brief.selector,
        kind=thought.brief.kind,
        signature=thought.wanted.signature,
        verified=len(thought.wanted.examples),
        question=question.to_plain(),
        reason=f"It asks you: {question.wording()}",
        hint=f"batos questions answer {question.id}",
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
    )


def _why(thought: Thought) -> str:
    policy = thought.notes.get("approval", {})
    return str(policy.get("reason", "the state machine leads here"))

"""WAITING: the method is ready; a person has the last word before it is installed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from batos.mind.approval.waiting import add_change
from batos.mind.cycle.states.completing import complete
from batos.mind.cycle.thought import Outcome, Thought

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["keep_ready", "wait"]


def wait(thought: Thought) -> Outcome:
    """Return how a cycle ends whose method waits for a person."""
    return replace(
        complete(thought),
        status="WAITING",
        reason=f"It waits for a person's word: {_why(thought)}.",
        hint=f"batos approvals show {thought.cycle}",
    )


def keep_ready(root: Root, thought: Thought, outcome: Outcome) -> Outcome:
    """Write the waiting change, in the running transaction.

    Raises:
        ImageError: Another change of that method waits already.
    """
    add_change(root, thought, outcome)
    root.cycles[thought.cycle].reason = outcome.reason
    return outcome


def _why(thought: Thought) -> str:
    policy = thought.notes.get("approval", {})
    return str(policy.get("reason", "the state machine leads here"))

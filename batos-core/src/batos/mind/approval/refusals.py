"""What a person has refused is not proposed for the same method again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from batos.image import Session
from batos.mind.approval.waiting import fingerprint, refused_sources

if TYPE_CHECKING:
    from batos.mind.cycle.thought import Candidate
    from batos.mind.request.brief import MissionBrief

__all__ = ["Refusals", "refusals", "spared"]

Refusals = Mapping[str, Mapping[str, Any]]
"""Who has refused a source and why, by its fingerprint."""


def refusals(session: Session, brief: MissionBrief) -> Refusals:
    """Return what a person has refused for the method of a mission.

    Raises:
        UnknownNameError: The receiver is gone.
    """
    with session.read() as root:
        return refused_sources(root, brief.receiver, brief.selector)


def spared(unwanted: Refusals, candidate: Candidate) -> Candidate:
    """Return a candidate, which is out where a person has refused its text."""
    if not unwanted or candidate.problem or candidate.origin == "known":
        return candidate
    facts = unwanted.get(fingerprint(candidate.source))
    if facts is None:
        return candidate
    why = f": {facts['reason']}" if facts.get("reason") else ""
    return candidate.out(f"This very text was refused by {facts['by']}{why}")

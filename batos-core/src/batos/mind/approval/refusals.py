"""What a person has refused, or taken back, is not proposed for the same method again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from batos.image import Session
from batos.mind.approval.waiting import fingerprint, refused_sources
from batos.mind.cycle.causes import Cause, Fault
from batos.mind.history.takenback import taken_back
from batos.objects import ancestors

if TYPE_CHECKING:
    from batos.mind.cycle.thought import Candidate
    from batos.mind.request.brief import MissionBrief

__all__ = ["Refusals", "refusals", "spared"]

Refusals = Mapping[str, Mapping[str, Any]]
"""Who has refused a source and why, by its fingerprint."""


def refusals(session: Session, brief: MissionBrief) -> Refusals:
    """Return what a person has refused for the method of a mission, or taken back.

    What was taken back counts only where nobody asks for the method.

    Raises:
        UnknownNameError: The receiver is gone.
    """
    with session.read() as root:
        refused = refused_sources(root, brief.receiver, brief.selector)
        if brief.anew:
            return refused
        back = {
            mark: {"by": undo.user, "cause": Cause.TAKEN_BACK}
            for holder in ancestors(root.find(brief.receiver))
            for mark, undo in taken_back(root, holder, brief.selector).items()
        }
        return {**back, **refused}


def spared(unwanted: Refusals, candidate: Candidate) -> Candidate:
    """Return a candidate, which is out where a person has refused its text."""
    if not unwanted or candidate.problem or candidate.origin == "known":
        return candidate
    facts = unwanted.get(fingerprint(candidate.source))
    if facts is None:
        return candidate
    why = f": {facts['reason']}" if facts.get("reason") else ""
    cause = Cause(facts.get("cause", Cause.REFUSED))
    said = "refused" if cause is Cause.REFUSED else "taken back"
    text = f"This very text was {said} by {facts['by'] or 'somebody'}{why}"
    return candidate.out(Fault(cause, text))

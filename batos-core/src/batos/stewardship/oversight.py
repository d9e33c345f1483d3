"""What approval, quarantine and the history of methods say to the learning of an image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.image import Root, Session
from batos.learning.candidates.sources import fingerprint
from batos.learning.cycle.oversight import Refusals
from batos.learning.model.brief import MissionBrief
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.objects import UvmObject
from batos.stewardship.approval import policy
from batos.stewardship.approval.refusals import refusals
from batos.stewardship.approval.waiting import add_change, change_for, outcome_of
from batos.stewardship.health.quarantine import barred_sources
from batos.stewardship.history.takenback import latest_taken_back, taken_back

__all__ = ["ImageOversight"]


class ImageOversight:
    """The :class:`batos.learning.cycle.oversight.Oversight` of a living image.

    Args:
        configured: The policy of approval in the configuration.
    """

    def __init__(self, configured: str) -> None:
        self._configured = configured

    def forbidden(self, root: Root, brief: MissionBrief) -> str:
        """Return why a receiver may not learn anything at all (see :func:`policy.forbidden`)."""
        return policy.forbidden(root, brief, self._configured)

    def refusals(self, session: Session, brief: MissionBrief) -> Refusals:
        """Return what a person has refused for the method of a mission, or taken back."""
        return refusals(session, brief)

    def barred_sources(self, root: Root) -> frozenset[str]:
        """Return the digests of sources in quarantine."""
        return barred_sources(root)

    def gate(self, session: Session, thought: Thought) -> str:
        """Return where a validated method goes next (see :func:`policy.gate`)."""
        return policy.gate(session, thought, self._configured)

    def keep_ready(self, root: Root, thought: Thought, outcome: Outcome) -> None:
        """Keep a method ready until a person has decided, in the running transaction."""
        add_change(root, thought, outcome)

    def waiting_for(self, root: Root, receiver: UvmObject, selector: str) -> Outcome | None:
        """Return the outcome of the cycle whose method waits for a person's word, or None."""
        change = change_for(root, receiver, selector)
        return outcome_of(change) if change is not None else None

    def taken_back(
        self, root: Root, receiver: UvmObject, selector: str, source: str
    ) -> Mapping[str, Any]:
        """Return who has taken this very text back, ``by`` and ``at``; empty for nobody."""
        event = taken_back(root, receiver, selector).get(fingerprint(source))
        return {"by": event.user, "at": event.at} if event is not None else {}

    def latest_taken_back(
        self, root: Root, receiver: UvmObject, selector: str
    ) -> dict[str, Any] | None:
        """Return who has taken back last what a receiver would understand, and when."""
        return latest_taken_back(root, receiver, selector)

"""What has a say in what is learned, as the cycle sees it.

Approval, quarantine and the history of methods are above the cycle: what they say is handed in
where an image is put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from batos.image import Root, Session
from batos.learning.candidates.sources import fingerprint
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause, Fault
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.objects import UvmObject

__all__ = ["Oversight", "Refusals", "spared"]

Refusals = Mapping[str, Mapping[str, Any]]
"""Who has refused a source and why, by its fingerprint."""


class Oversight(Protocol):
    """Says what may be learned. Safe to use from many threads."""

    def forbidden(self, root: Root, brief: MissionBrief) -> str:
        """Return why a receiver may not learn anything at all, in a sentence, or an empty text."""

    def refusals(self, session: Session, brief: MissionBrief) -> Refusals:
        """Return what a person has refused for the method of a mission, or taken back.

        Raises:
            UnknownNameError: The receiver is gone.
        """

    def barred_sources(self, root: Root) -> frozenset[str]:
        """Return the digests of sources that nobody shall propose."""

    def gate(self, session: Session, thought: Thought) -> str:
        """Return where a validated method goes next: ``passed``, ``ask`` or ``failed``.

        Raises:
            UnknownNameError: The receiver is gone.
        """

    def keep_ready(self, root: Root, thought: Thought, outcome: Outcome) -> None:
        """Keep a method that waits for a person's word, in the running transaction.

        Raises:
            ImageError: Another change of that method waits already.
        """

    def waiting_for(self, root: Root, receiver: UvmObject, selector: str) -> Outcome | None:
        """Return the outcome of the cycle whose method waits for a person's word, or None."""

    def taken_back(
        self, root: Root, receiver: UvmObject, selector: str, source: str
    ) -> Mapping[str, Any]:
        """Return who has taken this very text back, ``by`` and ``at``; empty for nobody."""

    def latest_taken_back(
        self, root: Root, receiver: UvmObject, selector: str
    ) -> dict[str, Any] | None:
        """Return who has taken back last what a receiver would understand.

        Returns:
            ``address``, ``by``, ``at``, the ``version`` that was taken back, and whether ``batos
            redo`` would bring it back (``redo``); None where nothing was taken back.
        """


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
    named = f" as {facts['address']}" if facts.get("address") else ""
    text = f"This very text{named} was {said} by {facts['by'] or 'somebody'}{why}"
    return candidate.out(Fault(cause, text))

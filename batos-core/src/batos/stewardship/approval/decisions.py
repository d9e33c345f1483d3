"""What a decision leaves behind: the record of the cycle, the trail, and who has said what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.learning.records.cycles import keep_record
from batos.learning.records.trail import last_seq, record_in_image
from batos.objects import slots_of

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["Decision"]


@dataclass(frozen=True)
class Decision:
    """What a person has said about a change: how its cycle ends now, by whom and when."""

    change: Mapping[str, Any]
    outcome: Outcome
    facts: Mapping[str, Any]

    def tell(self, root: Root, kind: str, thought: Thought | None = None) -> dict[str, Any]:
        """Write the decision into trail and record, in the running transaction.

        A record that was cleared away meanwhile is missed by nobody: the method has its
        provenance.

        Args:
            root: The image.
            kind: ``approved`` or ``refused``.
            thought: What the cycle has found, where it has changed since.

        Returns:
            The entry of the trail.
        """
        outcome, at = self.outcome, self.facts["at"]
        decision = {"decision": kind, **self.facts}
        entry = {
            "kind": f"cycle.{kind}",
            "cycle": outcome.cycle,
            "seq": last_seq(root, self.change["id"], since=self.change["at"]) + 1,
            "at": at,
            "receiver": outcome.receiver,
            "selector": outcome.selector,
            "state": outcome.status,
            "text": outcome.reason or f"approved by {self.facts['by']}",
            "elapsed": round(outcome.seconds, 3),
            "data": {**outcome.to_plain(), **decision},
        }
        record_in_image(root, entry)
        record = root.cycles.get(outcome.cycle)
        if record is None:
            return entry
        history = [*slots_of(record).get("history", ())]
        history.append({"state": outcome.status, "at": at, "seconds": 0.0})
        if thought is not None:
            keep_record(root, thought, outcome.status, history=history, entries=())
        else:
            record.state = outcome.status
            record.history = history
        record.reason = outcome.reason
        record.outcome = outcome.to_plain()
        record.decision = decision
        return entry

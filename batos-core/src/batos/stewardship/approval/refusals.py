"""What a person has refused, or taken back, is not proposed for the same method again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batos.image import Session
from batos.image.history import selectors_with_events
from batos.learning.cycle.oversight import Refusals
from batos.learning.model.causes import Cause
from batos.objects import address_of, ancestors
from batos.stewardship.approval.waiting import refused_sources
from batos.stewardship.history.takenback import taken_back

if TYPE_CHECKING:
    from batos.learning.model.brief import MissionBrief

__all__ = ["refusals"]


def refusals(session: Session, brief: MissionBrief) -> Refusals:
    """Return what a person has refused for the method of a mission, or taken back.

    What was taken back counts only where nobody asks for the method, and under every name.

    Raises:
        UnknownNameError: The receiver is gone.
    """
    with session.read() as root:
        refused = refused_sources(root, brief.receiver, brief.selector)
        if brief.anew:
            return refused
        back: dict[str, dict[str, Any]] = {}
        for holder in ancestors(root.find(brief.receiver)):
            # A message of another name must not bring the same text back.
            for selector in selectors_with_events(root, holder):
                for mark, undo in taken_back(root, holder, selector).items():
                    facts = {"by": undo.user, "cause": Cause.TAKEN_BACK}
                    if selector == brief.selector:
                        back[mark] = facts
                    else:
                        address = f"{address_of(holder)}.{selector}"
                        back.setdefault(mark, {**facts, "address": address})
        return {**back, **refused}

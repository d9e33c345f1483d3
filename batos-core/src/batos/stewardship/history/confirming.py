"""A person's word that a tentative method is right."""

from __future__ import annotations

from batos.image import Root, history
from batos.learning.model.trust import PROVEN, is_tentative, proven_by
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.objects import address_of
from batos.stewardship.history.timeline import present_at
from batos.wire.messages.methods import Confirmed

__all__ = ["confirm"]


def confirm(root: Root, address: str, user: str) -> Confirmed:
    """Make a method proven by a person's word, in the running transaction.

    It is a new version with the same text, so that the word can be taken back; from now on others
    may build on the method. What is proven already stays as it is.

    Args:
        root: The image.
        address: ``OBJECT.SELECTOR``.
        user: Who says so.

    Returns:
        ``address`` of the method, its ``version``, its ``trust``, and whether it has ``changed``.

    Raises:
        UsageError: It is no method, or was taken away.
        QuarantinedError: It is in quarantine.
    """
    holder, present = present_at(root, address)
    selector = present.selector
    label = f"{address_of(holder)}.{selector}"
    told: Confirmed = {
        "address": label,
        "version": present.version,
        "trust": PROVEN,
        "changed": False,
    }
    if not is_tentative(present):
        return told
    method = present.again(
        examples=present.examples,
        provenance=proven_by(present.provenance, confirmed={"by": user, "at": now_text()}),
    )
    history.install(root, holder, method, user=user, cause=f"confirmed by {user}")
    remember(root, holder, selector)
    return {**told, "version": method.version, "changed": True}

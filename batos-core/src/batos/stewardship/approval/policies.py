"""Which policy of approval an object has, and giving it one of its own."""

from __future__ import annotations

from batos.errors import UsageError
from batos.image import Root, Session
from batos.learning.model.policy_names import POLICIES, checked_policy
from batos.learning.records.trail import named
from batos.objects import address_of
from batos.stewardship.approval.policy import is_shared, own_policy, set_own_policy, stated_policy
from batos.wire.messages.talk.approvals import ObjectPolicy

__all__ = ["INHERIT", "policy_line", "set_policy"]

INHERIT = "inherit"
"""Takes an object's own policy away, so that it has that of what it delegates to."""


def policy_line(session: Session, address: str, configured: str) -> ObjectPolicy:
    """Return which policy holds for an object, and who says so.

    Args:
        session: The image.
        address: The object.
        configured: What the configuration says.

    Raises:
        UnknownNameError: There is no such object.
    """
    with session.read() as root:
        obj = root.find(address)
        own = own_policy(root, obj)
        stated = stated_policy(root, obj, requested="", configured=configured)
        name = address_of(obj)
    if stated is not None:
        attended = alone = stated.name
        source, reason = stated.source, stated.reason
    else:
        shared = is_shared(session, name)
        attended, alone = ("ask", "auto") if shared else ("auto", "auto")
        source = "default"
        reason = "others delegate to it" if shared else "nobody else delegates to it"
    return {
        "object": name,
        "own": own,
        "source": source,
        "reason": reason,
        "policy": attended,
        "unattended": alone,
    }


def set_policy(session: Session, address: str, policy: str, *, by: str) -> None:
    """Give an object a policy of its own, or take it away.

    Args:
        session: The image.
        address: The object.
        policy: ``auto``, ``ask`` or ``never``; ``inherit`` takes its own away.
        by: Who says so.

    Raises:
        UnknownNameError: There is no such object.
        UsageError: There is no such policy.
    """
    if policy != INHERIT:
        checked_policy(policy)
    if not policy:
        raise UsageError(f"The policies are {', '.join((*POLICIES, INHERIT))}.")

    def work(root: Root) -> None:
        set_own_policy(root, root.find(address), None if policy == INHERIT else policy)

    session.change(work, note=f"Approval of {address}: {policy}", user=named(by))

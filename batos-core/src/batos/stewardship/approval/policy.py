"""The policy of approval: who says so, and what it says.

What a person has said of the receiver or of what it delegates to speaks first, then the
configuration. A request may ask for something stricter, but never for less: else whoever sends a
message could open a door that the owner has shut. Where nobody has said anything, a person who is
attached is asked before an object changes that others live by; everything else is installed at
once, unless the request says otherwise.

What a person has said is kept beside the objects, by their oid, and not in them: no method can
reach it, whatever it does to its object, its arguments or whoever answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree

from batos.errors import ObjectSetAsideError, UsageError
from batos.image import Root, Session
from batos.image.walk import walk
from batos.learning.model.causes import PERSON
from batos.learning.model.policy_names import POLICIES, checked_policy
from batos.objects import UvmObject, address_of, ancestors, name_of, remove_slot, slots_of

if TYPE_CHECKING:
    from batos.learning.model.brief import MissionBrief
    from batos.learning.model.thought import Thought

__all__ = [
    "Policy",
    "adopt_policies",
    "closed_reason",
    "forbidden",
    "gate",
    "governs",
    "is_shared",
    "own_policy",
    "policy_of",
    "set_own_policy",
    "stated_policy",
]

_INDEX = "policies"
_FORMER_SLOT = "approval"
"""Slot that held the policy of an object in former images."""
_MACHINE = "state_machine"
_GENERAL = frozenset({"default", "config"})
"""Who speaks of all objects rather than of one."""

_OBJECT = "batos.objects.uvm.UvmObject"
_FIRST = "genesis"
_MOST_OBJECTS = 50_000
"""Objects that are looked at for one that delegates; in a larger image a person is asked."""


@dataclass(frozen=True)
class Policy:
    """What happens to a method that was learned.

    Attributes:
        name: ``auto``, ``ask`` or ``never``.
        source: Who says so: ``request``, the address of an object, ``config``, ``judge`` or
            ``default``.
        reason: The same in words, which go on after "because" or stand alone.
    """

    name: str
    source: str
    reason: str

    def to_plain(self) -> dict[str, str]:
        """Return the policy as plain data."""
        return {"policy": self.name, "source": self.source, "reason": self.reason}


def own_policy(root: Root, obj: UvmObject) -> str | None:
    """Return the policy that a person has given to an object itself, or None."""
    if obj._p_oid is None:
        return None
    found: str | None = root.meta.get(_INDEX, {}).get(_number(obj))
    return found


def set_own_policy(root: Root, obj: UvmObject, policy: str | None) -> None:
    """Give an object a policy of its own, or take it away, in the running transaction."""
    if _INDEX not in root.meta:
        root.meta[_INDEX] = OOBTree()
    if policy is None:
        root.meta[_INDEX].pop(_number(obj), None)
    else:
        root.meta[_INDEX][_number(obj)] = policy


def adopt_policies(root: Root) -> None:
    """Take over the policies that former images kept in slots, in the running transaction."""
    for _, obj in root.each():
        if slots_of(obj).get(_FORMER_SLOT) in POLICIES:
            set_own_policy(root, obj, slots_of(obj)[_FORMER_SLOT])
            remove_slot(obj, _FORMER_SLOT)


def _number(obj: UvmObject) -> int:
    return int.from_bytes(obj._p_oid, "big")


def stated_policy(
    root: Root, receiver: UvmObject, *, requested: str, configured: str
) -> Policy | None:
    """Return the policy that somebody has stated, or None where nobody has.

    Args:
        root: The image.
        receiver: The object that is to learn.
        requested: What the request asks for.
        configured: What the configuration says.
    """
    owner = _owners(root, receiver, configured)
    if requested and (owner is None or POLICIES.index(requested) > POLICIES.index(owner.name)):
        return Policy(requested, "request", f"the request says {requested!r}")
    return owner


def _owners(root: Root, receiver: UvmObject, configured: str) -> Policy | None:
    """Return the policy that the image or the configuration states, or None."""
    for holder in ancestors(receiver):
        said = own_policy(root, holder)
        if said is not None:
            name = address_of(holder)
            return Policy(said, name, f"the policy of {name} is {said!r}")
    if configured:
        return Policy(configured, "config", f"the configuration says {configured!r}")
    return None


def is_shared(session: Session, address: str) -> bool:
    """Return whether an object is one that others live by: a persona, or one delegated to.

    Raises:
        UnknownNameError: There is no such object.
    """
    with session.read() as root:
        obj = root.find(address)
        if name_of(obj) == _FIRST or f"persona-{name_of(obj)}" in root.genesis:
            return True
        oid = obj._p_oid
        if any(_delegates(other, oid) for _, other in root.each()):
            return True
    looked = 0
    # Objects without a name are found only by going everywhere.
    for batch in walk(session):
        oids = [record.oid for record in batch if record.kind == _OBJECT]
        looked += len(oids)
        if looked > _MOST_OBJECTS:
            return True
        with session.read() as root:
            if any(_delegates(root.connection.get(each), oid) for each in oids):
                return True
    return False


def _delegates(obj: Any, oid: bytes) -> bool:
    try:
        return isinstance(obj, UvmObject) and any(each._p_oid == oid for each in obj.parents)
    except ObjectSetAsideError:
        return True  # nobody can know


def policy_of(session: Session, brief: MissionBrief, configured: str) -> Policy:
    """Return the policy for what a mission brings.

    Args:
        session: The image.
        brief: The mission.
        configured: What the configuration says.

    Raises:
        UnknownNameError: There is no such receiver.
    """
    with session.read() as root:
        receiver = root.find(brief.receiver)
        stated = stated_policy(root, receiver, requested=brief.approval, configured=configured)
    if stated is not None:
        return stated
    if brief.makes_object:
        return Policy("auto", "default", "a new object changes nobody else")
    if not brief.attended:
        return Policy("auto", "default", "nobody is attached who could be asked")
    if is_shared(session, brief.receiver):
        return Policy("ask", "default", f"others delegate to {brief.receiver}")
    return Policy("auto", "default", f"nobody else delegates to {brief.receiver}")


def closed_reason(root: Root, receiver: UvmObject, configured: str) -> str:
    """Return why an object may not be given methods, in a sentence, or an empty text.

    Args:
        root: The image.
        receiver: The object.
        configured: What the configuration says.
    """
    policy = stated_policy(root, receiver, requested="", configured=configured)
    if policy is None or policy.name != "never":
        return ""
    return f"{address_of(receiver)} takes no new methods: {policy.reason}."


def forbidden(root: Root, brief: MissionBrief, configured: str) -> str:
    """Return why a receiver may not learn anything at all, in a sentence, or an empty text.

    It is asked before anybody thinks, so that nothing is spent on what may not be installed.
    """
    try:
        checked_policy(brief.approval)
    except UsageError as error:
        return f"{error.message} {error.hint}"
    receiver = root.find(brief.receiver)
    stated = stated_policy(root, receiver, requested=brief.approval, configured=configured)
    return _refusal(brief, stated) if stated is not None and stated.name == "never" else ""


def gate(session: Session, thought: Thought, configured: str) -> str:
    """Return where a validated method goes next: ``passed``, ``ask`` or ``failed``.

    Raises:
        UnknownNameError: The receiver is gone.
    """
    chosen = thought.chosen
    if chosen is None or chosen.origin == "known":
        return "passed"  # there is nothing to install
    policy = policy_of(session, thought.brief, configured)
    verdict = chosen.verdict
    harmless = verdict is not None and not (verdict.mutator or verdict.borrows)
    if policy.name == "auto" and policy.source in _GENERAL and not harmless:
        # What is known of a change is not all that it may be: it could open the door to others.
        with session.read() as root:
            deciding = governs(root, root.find(thought.brief.receiver))
        if deciding:
            reason = f"it may change {thought.brief.receiver}, by which the image decides"
            policy = Policy("ask", "default", reason)
    judged = thought.notes.get("judge", {})
    if judged.get("decided") == PERSON and policy.name != "never":
        silent = f"{str(judged['persona']).upper()}, who may veto it, has said neither yes nor no"
        reason = silent if policy.name == "auto" else f"{policy.reason}, and {silent}"
        policy = Policy("ask", "judge", reason)
    thought.notes["approval"] = policy.to_plain()
    if policy.name == "never":
        thought.reason = _refusal(thought.brief, policy)
        return "failed"
    return "ask" if policy.name == "ask" else "passed"


def governs(root: Root, obj: UvmObject) -> bool:
    """Return whether an object is one of those by which the image decides what it learns."""
    machine = root.objects.get(_MACHINE)
    persona = f"persona-{name_of(obj)}" in root.genesis
    return persona or any(each is machine for each in ancestors(obj))


def _refusal(brief: MissionBrief, policy: Policy) -> str:
    return f"Nothing may be learned by {brief.receiver}: {policy.reason}."

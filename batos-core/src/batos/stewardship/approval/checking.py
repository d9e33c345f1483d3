"""The gates once more: what was found good some time ago is judged by what holds today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.errors import GuardianError, UnknownNameError, UsageError
from batos.guardian.audit.audit import audit
from batos.inference import CancelToken
from batos.learning.cycle.kinds import behaviours_of
from batos.learning.cycle.making.choosing import judged
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.cycle.states.validating import fault_of
from batos.learning.model.causes import Cause
from batos.learning.records.revival import thought_from_plain
from batos.learning.request.keeping import dropped, keep
from batos.objects import Example
from batos.stewardship.approval.waiting import (
    address_of_change,
    find_change,
    outcome_of,
    present_source,
)

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.model.candidate import Candidate
    from batos.learning.model.thought import Thought
    from batos.objects import UvmObject

__all__ = [
    "passing",
    "raise_if_closed",
    "raise_if_stale",
    "read_change",
    "receiver_of",
    "revived",
    "stale_reason",
]


def read_change(host: Host, name: str) -> dict[str, Any]:
    """Return a waiting change as plain data, with the method that its receiver has ``now``.

    Args:
        host: The image.
        name: Its id, or the beginning of it, or ``OBJECT.SELECTOR``.

    Raises:
        UnknownNameError: None waits under that name.
        UsageError: It was decided already.
    """
    with host.session.read() as root:
        change = dict(find_change(root, name))
        change["stale"] = stale_reason(root, change)
        change["now"] = None
        if outcome_of(change).kind == "object":
            return change
        try:
            change["now"] = present_source(receiver_of(root, change), change["selector"])
        except UsageError:
            change["now"] = None  # ``stale`` says why
        return change


def receiver_of(root: Root, change: Mapping[str, Any]) -> UvmObject:
    """Return the object that a change is for.

    Raises:
        UsageError: It is gone, or another one has its name by now.
    """
    address = str(change["receiver"])
    try:
        receiver = root.find(address)
    except UnknownNameError:
        receiver = None
    if receiver is None or int.from_bytes(receiver._p_oid, "big") != change["oid"]:
        raise UsageError(
            f"The object {address!r} that the change {change['id']} is for is gone.",
            hint=f"Refuse the change: batos approvals refuse {change['id']}",
        )
    return receiver


def stale_reason(root: Root, change: Mapping[str, Any]) -> str:
    """Return why a change cannot be installed as things are, in a sentence, or an empty text."""
    try:
        receiver = receiver_of(root, change)
        if outcome_of(change).kind == "object":
            root.free_name(change["selector"])
            return ""
        now = present_source(receiver, change["selector"])
    except UsageError as error:
        return error.message
    if now == change["previous"]:
        return ""
    what = "removed" if now is None else "changed" if change["previous"] is not None else "learned"
    return f"{address_of_change(change)} was {what} by somebody else meanwhile."


def raise_if_stale(change: Mapping[str, Any], reason: str) -> None:
    """Do nothing for a change that is not stale.

    Raises:
        UsageError: It is, for that reason.
    """
    if reason:
        number = change["id"]
        raise UsageError(
            f"{reason} The change {number} goes on waiting.",
            hint=f"Compare them: batos approvals diff {number}; then edit or refuse it.",
        )


def raise_if_closed(change: Mapping[str, Any], reason: str) -> None:
    """Do nothing for a change whose receiver may be given methods.

    Raises:
        UsageError: It may not, for that reason.
    """
    if reason:
        raise UsageError(
            f"{reason} The change {change['id']} goes on waiting.",
            hint="Give the object another policy first: batos approvals policy "
            f"{change['receiver']} ask; or refuse the change.",
        )


def revived(host: Host, change: Mapping[str, Any], drop_examples: Sequence[str] = ()) -> Thought:
    """Return the cycle's working data, with the receiver as it is now.

    Args:
        host: The image.
        change: What waits.
        drop_examples: Further examples of the version that is there that are taken off.

    Raises:
        ImageError: It was written by another version.
        UnknownNameError: The receiver is gone.
        SlotError: A value has taken the method's place.
        UsageError: There is no such example, or one contradicts those of the change.
    """
    thought = thought_from_plain(change["thought"], cancel=CancelToken())
    if thought.brief.makes_object:
        with host.session.read() as root:
            receiver_of(root, change)
            behaviours_of(thought).recall(root, thought)
        return thought
    with host.session.read() as root:
        receiver_of(root, change)
        seen = read_receiver(root, change["receiver"], change["selector"])
    thought.state, thought.known, thought.standing = seen.state, seen.known, seen.standing
    if seen.standing is not None and thought.contract is not None:
        # What people have asked of the version that it would replace by now holds as well.
        off = [Example.from_plain(each) for each in thought.notes.get("dropped", ())]
        off += dropped(seen.standing, drop_examples)
        thought.notes["dropped"] = [each.to_plain() for each in off]
        thought.notes["standing"] = seen.standing.to_plain()
        thought.contract = keep(thought.contract, seen.standing, off)
    return thought


def passing(host: Host, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the verdict and the trial of today.

    Raises:
        UsageError: It is a method of another name.
        AuditRefusedError: The guardian refuses it; the findings are in ``details``.
        GuardianError: An example does not come true.
    """
    wanted = thought.wanted
    if thought.brief.makes_object:
        return _passing_object(host, thought, candidate)
    rules = host.plugins.guardian_rules()
    verdict = audit(candidate.source, selector=wanted.selector, extra_rules=rules)
    if verdict.selector not in ("", wanted.selector):
        raise UsageError(
            f"The text defines {verdict.selector!r}, but the change is for {wanted.selector!r}.",
            hint="Keep the method's name.",
        )
    verdict.raise_if_refused()
    state = {**candidate.adds, **thought.state}
    report = host.trial.run(candidate.source, wanted.trials, methods=thought.known, state=state)
    fault = fault_of(thought, report)
    if fault is not None:
        told = (fault.told or fault.text).splitlines()
        hint = "It goes on waiting; edit or refuse it."
        if fault.cause is Cause.OLD_EXAMPLE and thought.standing is not None:
            old = "; ".join(thought.standing.lines())
            hint = f"{hint} Edit takes an old example off with --drop-example NUMBER: {old}."
        raise GuardianError(
            f"{thought.brief.receiver}.{wanted.selector} does not pass: {told[0]}",
            hint=hint,
            details={"faults": told},
        )
    return replace(candidate, verdict=verdict, report=report, problem="", told="")


def _passing_object(host: Host, thought: Thought, candidate: Candidate) -> Candidate:
    """Return an object's candidate with the verdict of today; raises as :func:`passing`."""
    fresh = judged(host, thought, replace(candidate, verdict=None, problem="", told=""))
    if fresh.problem:
        raise GuardianError(
            f"{thought.brief.selector} does not pass: {fresh.fault.splitlines()[0]}",
            hint="It goes on waiting; edit or refuse it.",
            details={"faults": fresh.fault.splitlines()},
        )
    return fresh

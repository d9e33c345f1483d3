"""The gates once more: what was found good some time ago is judged by what holds today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.errors import GuardianError, UnknownNameError, UsageError
from batos.guardian.audit import audit
from batos.inference import CancelToken
from batos.mind.approval.waiting import address_of_change, find_change, present_source
from batos.mind.cycle.states.decomposing import read_receiver
from batos.mind.cycle.states.validating import fault_of
from batos.mind.survival.revival import thought_from_plain

if TYPE_CHECKING:
    from batos.image import Root
    from batos.mind.cycle.engine import Engine
    from batos.mind.cycle.thought import Candidate, Thought
    from batos.objects import UvmObject

__all__ = ["passing", "read_change", "receiver_of", "revived", "stale_reason"]


def read_change(engine: Engine, name: str) -> dict[str, Any]:
    """Return a waiting change as plain data, with the method that its receiver has ``now``.

    Args:
        engine: The image.
        name: Its id, or the beginning of it, or ``OBJECT.SELECTOR``.

    Raises:
        UnknownNameError: None waits under that name.
        UsageError: It was decided already.
    """
    with engine.session.read() as root:
        change = dict(find_change(root, name))
        change["stale"] = stale_reason(root, change)
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
        now = present_source(receiver_of(root, change), change["selector"])
    except UsageError as error:
        return error.message
    if now == change["previous"]:
        return ""
    what = "removed" if now is None else "changed" if change["previous"] is not None else "learned"
    return f"{address_of_change(change)} was {what} by somebody else meanwhile."


def revived(engine: Engine, change: Mapping[str, Any]) -> Thought:
    """Return the cycle's working data, with the receiver as it is now.

    Raises:
        ImageError: It was written by another version.
        UnknownNameError: The receiver is gone.
        SlotError: A value has taken the method's place.
    """
    thought = thought_from_plain(change["thought"], cancel=CancelToken())
    with engine.session.read() as root:
        receiver_of(root, change)
        thought.state, thought.known = read_receiver(root, change["receiver"], change["selector"])
    return thought


def passing(engine: Engine, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the verdict and the trial of today.

    Raises:
        UsageError: It is a method of another name.
        AuditRefusedError: The guardian refuses it; the findings are in ``details``.
        GuardianError: An example does not come true.
    """
    wanted = thought.wanted
    rules = engine.plugins.guardian_rules()
    verdict = audit(candidate.source, selector=wanted.selector, extra_rules=rules)
    if verdict.selector not in ("", wanted.selector):
        raise UsageError(
            f"The text defines {verdict.selector!r}, but the change is for {wanted.selector!r}.",
            hint="Keep the method's name.",
        )
    verdict.raise_if_refused()
    report = engine.trial.run(
        candidate.source, wanted.trials, methods=thought.known, state=thought.state
    )
    fault = fault_of(thought, report)
    if fault:
        raise GuardianError(
            f"{thought.brief.receiver}.{wanted.selector} does not pass: {fault.splitlines()[0]}",
            hint="It goes on waiting; edit or refuse it.",
            details={"faults": fault.splitlines()},
        )
    return replace(candidate, verdict=verdict, report=report, problem="")

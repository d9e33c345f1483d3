"""Judging a method by the checks of a mission, as ``missions/README.md`` says."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from batos.errors import BatosError
from batos.image import Root, Session
from batos.learning.model.outcome import Outcome
from batos.objects import MessageNotUnderstood, UvmObject, clone, same, slots_of
from benchmarks.missions.mission_set import Check, Mission

__all__ = [
    "Fresh",
    "ImageReceiver",
    "Receiver",
    "Status",
    "Trace",
    "first_problem",
    "judged",
    "status_of",
]

Status = Literal["learned", "wrong", "failed"]
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What one mission came to.

    Attributes:
        status: ``learned``, ``wrong`` or ``failed``.
        problem: The first check that failed, or why nothing was installed.
        outcome: How its cycle ended; None where there was none.
    """

    status: Status
    problem: str
    outcome: Outcome | None = None


class Receiver(Protocol):
    """An object that a check is made on."""

    def send(self, selector: str, args: tuple[Any, ...]) -> Any:
        """Send a message.

        Raises:
            BatosError: The method failed.
        """
        ...

    def slots(self) -> Mapping[str, Any]:
        """Return its data slots."""
        ...


Fresh = Callable[[Mapping[str, Any]], Receiver]
"""Makes a new receiver with the given slots."""


class ImageReceiver:
    """A new clone in an image, within one transaction that is thrown away.

    Args:
        root: The image.
        prototype: Address of the object that has the method.
        state: Slots of the clone.
    """

    def __init__(self, root: Root, prototype: str, state: Mapping[str, Any]) -> None:
        self._root = root
        self._object: UvmObject = clone(root.find(prototype), **copy.deepcopy(dict(state)))

    def send(self, selector: str, args: tuple[Any, ...]) -> Any:
        """Send a message; see :class:`Receiver`."""
        return self._root.space.deliver(self._object, selector, args, {})

    def slots(self) -> Mapping[str, Any]:
        """Return the data slots of the clone."""
        return slots_of(self._object)


def first_problem(mission: Mission, fresh: Fresh) -> str:
    """Return why a method fails a mission's checks, or an empty text when it passes all.

    Args:
        mission: The examples and the hidden checks; both must hold.
        fresh: Makes the object that one check is made on.
    """
    for kind, checks in (("example", mission.examples), ("hidden", mission.hidden)):
        for number, check in enumerate(checks, 1):
            if problem := _problem(mission.selector, check, fresh):
                return f"{kind} {number}: {problem}"
    return ""


def _problem(selector: str, check: Check, fresh: Fresh) -> str:
    try:
        receiver = fresh(check.state)
        for call in check.calls:
            # A copy, since a method may change its arguments.
            got = receiver.send(selector, copy.deepcopy(call.args))
            if not same(call.result, got):
                return f"{_short(call.args)} gave {_short(got)}, not {_short(call.result)}"
    except (BatosError, MessageNotUnderstood) as error:
        return str(error)
    slots = receiver.slots()
    for name, wanted in (check.after or {}).items():
        if name not in slots:
            return f"the slot {name!r} is missing"
        if not same(wanted, slots[name]):
            return f"the slot {name!r} is {_short(slots[name])}, not {_short(wanted)}"
    return ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def judged(session: Session, prototype: str, mission: Mission) -> str:
    """Return :func:`first_problem` of a method that is installed in an image.

    Nothing of what the checks do is kept.
    """
    with session.read() as root:
        return first_problem(mission, lambda state: ImageReceiver(root, prototype, state))


def status_of(problem: str, *, installed: bool) -> Status:
    """Return what a mission came to."""
    if not installed:
        return "failed"
    return "wrong" if problem else "learned"

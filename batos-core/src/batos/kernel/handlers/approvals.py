"""``approval.*``: what was learned and waits for a person's word."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.learning.model.outcome import Settled
from batos.living import LivingImage
from batos.wire.messages.methods import Tried
from batos.wire.messages.talk.approvals import (
    AllowAgain,
    Allowed,
    Approve,
    ChangeDiff,
    DiffChange,
    EditChange,
    ListChanges,
    ObjectPolicy,
    Refuse,
    RunChange,
    SetPolicy,
    ShowChange,
    ShowPolicy,
    WaitingChange,
    WaitingChanges,
)

__all__ = ["ROUTES"]


def waiting(image: LivingImage, _asked: ListChanges, _job: JobContext) -> WaitingChanges:
    """Give a line for each change that waits."""
    return WaitingChanges(image.approvals.waiting())


def show(image: LivingImage, asked: ShowChange, _job: JobContext) -> WaitingChange:
    """Tell everything about a waiting change."""
    return image.approvals.show(asked.id)


def diff(image: LivingImage, asked: DiffChange, _job: JobContext) -> ChangeDiff:
    """Compare a waiting change with the present version."""
    return image.approvals.diff(asked.id)


def run(image: LivingImage, asked: RunChange, _job: JobContext) -> Tried:
    """Run a waiting change on a scratch view; nothing of it is kept."""
    return image.approvals.run(asked.id, asked.args, asked.kwargs, on=asked.on).to_plain()


def edit(image: LivingImage, asked: EditChange, _job: JobContext) -> WaitingChange:
    """Put another text in the place of a waiting one."""
    off = asked.drop_examples
    return image.approvals.edit(asked.id, asked.source, drop_examples=off, by=asked.by)


def approve(image: LivingImage, asked: Approve, _job: JobContext) -> Settled:
    """Install a waiting change."""
    return image.approvals.approve(asked.id, by=asked.by, note=asked.note)


def refuse(image: LivingImage, asked: Refuse, _job: JobContext) -> Settled:
    """End the cycle of a waiting change FAILED."""
    return Settled(image.approvals.refuse(asked.id, by=asked.by, reason=asked.reason))


def policy(image: LivingImage, asked: ShowPolicy, _job: JobContext) -> ObjectPolicy:
    """Tell which policy holds for an object."""
    return image.approvals.policy(asked.object)


def set_policy(image: LivingImage, asked: SetPolicy, _job: JobContext) -> ObjectPolicy:
    """Give an object a policy of its own, or take it away."""
    return image.approvals.set_policy(asked.object, asked.policy, by=asked.by)


def allow(image: LivingImage, asked: AllowAgain, _job: JobContext) -> Allowed:
    """Let be proposed again what was refused for a method."""
    return image.approvals.allow(asked.address, by=asked.by)


ROUTES = (
    Route(ListChanges, waiting, quick=True, idempotent=True),
    Route(ShowChange, show, quick=True, idempotent=True),
    Route(DiffChange, diff, quick=True, idempotent=True),
    Route(RunChange, run, long=True),
    Route(EditChange, edit, long=True),
    Route(Approve, approve, long=True),
    Route(Refuse, refuse),
    Route(ShowPolicy, policy, idempotent=True),
    Route(SetPolicy, set_policy),
    Route(AllowAgain, allow),
)

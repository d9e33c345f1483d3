"""``approval.*``: what was learned and waits for a person's word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import items, mapping, optional_text, text, texts
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["ROUTES"]


def waiting(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.list``: a line for each change that waits."""
    return {"changes": image.approvals.waiting()}


def show(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.show``: everything about a waiting change."""
    return dict(image.approvals.show(text(body, "id")))


def diff(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.diff``: a waiting change beside the present version."""
    return dict(image.approvals.diff(text(body, "id")))


def run(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.run``: run a waiting change on a scratch view; nothing of it is kept."""
    found = image.approvals.run(
        text(body, "id"),
        tuple(items(body, "args")),
        mapping(body, "kwargs"),
        on=optional_text(body, "on"),
    )
    return found.to_plain()


def edit(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.edit``: put another text in the place of a waiting one."""
    return dict(
        image.approvals.edit(
            text(body, "id"),
            text(body, "source"),
            drop_examples=texts(body, "drop_examples"),
            by=_by(body),
        )
    )


def approve(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.approve``: install a waiting change."""
    done = image.approvals.approve(text(body, "id"), by=_by(body), note=optional_text(body, "note"))
    return done.to_plain()


def refuse(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.refuse``: end the cycle of a waiting change FAILED."""
    outcome = image.approvals.refuse(
        text(body, "id"), by=_by(body), reason=optional_text(body, "reason")
    )
    return {"outcome": outcome.to_plain()}


def policy(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.policy``: which policy holds for an object."""
    return dict(image.approvals.policy(text(body, "object")))


def set_policy(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.set_policy``: give an object a policy of its own, or take it away."""
    return dict(
        image.approvals.set_policy(text(body, "object"), text(body, "policy"), by=_by(body))
    )


def allow(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``approval.allow``: let be proposed again what was refused for a method."""
    return dict(image.approvals.allow(text(body, "address"), by=_by(body)))


def _by(body: Mapping[str, Any]) -> str:
    return optional_text(body, "by") or "user"


ROUTES = (
    Route("approval.list", waiting, quick=True, idempotent=True),
    Route("approval.show", show, quick=True, idempotent=True),
    Route("approval.diff", diff, quick=True, idempotent=True),
    Route("approval.run", run, long=True),
    Route("approval.edit", edit, long=True),
    Route("approval.approve", approve, long=True),
    Route("approval.refuse", refuse),
    Route("approval.policy", policy, idempotent=True),
    Route("approval.set_policy", set_policy),
    Route("approval.allow", allow),
)

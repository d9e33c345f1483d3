"""``image.*``: the image as a whole, and its quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import text
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["ROUTES"]


def personas(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``image.personas``: who lives in the image."""
    return {"personas": image.personas()}


def status(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``image.status``: how large the image is and what it has seen."""
    return image.status()


def quarantine(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``image.quarantine``: the methods that are not run, and why."""
    return {"methods": image.quarantine()}


def lift(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``image.lift``: let a method be run again that passes the rules of today."""
    return image.lift(text(body, "address"))


def recheck(image: LivingImage, _body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``image.recheck``: judge every stored method by the rules of today."""
    report = image.recheck(lambda: job.cancelled)
    return report.to_plain()


ROUTES = (
    Route("image.personas", personas, idempotent=True),
    Route("image.status", status, idempotent=True),
    Route("image.quarantine", quarantine, idempotent=True),
    Route("image.lift", lift, long=True),
    Route("image.recheck", recheck, long=True),
)

"""``image.facts``, ``image.check`` and ``image.pack``: care of an image that is in use."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from batos.care import KEEP_DAYS
from batos.errors import CancelledError, UsageError
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import flag
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["EVENT", "ROUTES"]

EVENT = "image.progress"
"""Type of the events that tell how long work on the image goes."""
_BREATH_S = 0.002
"""Seconds between the parts of a check, which are for those who wait for an answer."""


def facts(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``image.facts``: how the image is kept: size, past, last backup."""
    return image.care.status()


def check(image: LivingImage, _body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``image.check``: whether the image is sound."""
    report = image.care.check(progress=_teller(job), pause=_pause(job))
    if job.cancelled:
        raise CancelledError("The check was stopped.")
    return report.to_plain()


def pack_plan(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``image.pack_plan``: what a pack would do."""
    return image.care.plan_pack(_days(body)).to_plain()


def pack(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``image.pack``: drop what is older and no longer part of the image."""
    result = image.care.pack(
        _days(body),
        drop_history=flag(body, "drop_history"),
        keep_old=flag(body, "keep_old"),
        progress=_teller(job),
        pause=lambda: job.cancelled,
    )
    return result.to_plain()


def _days(body: Mapping[str, Any]) -> float:
    days = body.get("keep_days", KEEP_DAYS)
    if isinstance(days, bool) or not isinstance(days, (int, float)):
        raise UsageError("The field 'keep_days' must be a number.")
    return float(days)


def _teller(job: JobContext) -> Callable[[str], None]:
    return lambda text: job.event(EVENT, {"text": text}, key="progress")


def _pause(job: JobContext) -> Callable[[], bool]:
    def pause() -> bool:
        time.sleep(_BREATH_S)
        return job.cancelled

    return pause


ROUTES = (
    Route("image.facts", facts, idempotent=True),
    Route("image.check", check, long=True, idempotent=True),
    Route("image.pack_plan", pack_plan, long=True, idempotent=True),
    Route("image.pack", pack, long=True),
)

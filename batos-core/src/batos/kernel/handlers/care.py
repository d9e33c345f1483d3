"""``image.facts``, ``image.check`` and ``image.pack``: care of an image that is in use."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from batos.care import KEEP_DAYS
from batos.errors import CancelledError
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.care import (
    Checked,
    CheckImage,
    ImageFacts,
    ImageProgress,
    Kept,
    Packed,
    PackImage,
    PackPlanned,
    PlanPack,
)
from batos.wire.messages.request import answered

__all__ = ["ROUTES"]

_BREATH_S = 0.002
"""Seconds between the parts of a check, which are for those who wait for an answer."""


def facts(image: LivingImage, asked: ImageFacts, _job: JobContext) -> Kept:
    """Tell how the image is kept: size, past, last backup."""
    return answered(asked, image.care.status())


def check(image: LivingImage, asked: CheckImage, job: JobContext) -> Checked:
    """Tell whether the image is sound."""
    report = image.care.check(progress=_teller(job), pause=_pause(job))
    if job.cancelled:
        raise CancelledError("The check was stopped.")
    return answered(asked, report.to_plain())


def pack_plan(image: LivingImage, asked: PlanPack, _job: JobContext) -> PackPlanned:
    """Tell what a pack would do."""
    return answered(asked, image.care.plan_pack(_days(asked.keep_days)).to_plain())


def pack(image: LivingImage, asked: PackImage, job: JobContext) -> Packed:
    """Drop what is older and no longer part of the image."""
    result = image.care.pack(
        _days(asked.keep_days),
        drop_history=asked.drop_history,
        keep_old=asked.keep_old,
        progress=_teller(job),
        pause=lambda: job.cancelled,
    )
    return answered(asked, result.to_plain())


def _days(given: float | msgspec.UnsetType) -> float:
    return KEEP_DAYS if given is msgspec.UNSET else given


def _teller(job: JobContext) -> Callable[[str], None]:
    return lambda text: job.event(ImageProgress(text), key="progress")


def _pause(job: JobContext) -> Callable[[], bool]:
    def pause() -> bool:
        time.sleep(_BREATH_S)
        return job.cancelled

    return pause


ROUTES = (
    Route(ImageFacts, facts, idempotent=True),
    Route(CheckImage, check, long=True, idempotent=True),
    Route(PlanPack, pack_plan, long=True, idempotent=True),
    Route(PackImage, pack, long=True),
)

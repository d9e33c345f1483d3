"""``image.models``, ``image.model_*``: models whose files are blobs of the image."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from batos.image.models import ModelFacts
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.models import (
    AddModel,
    CheckedFile,
    CheckedFiles,
    HeldModel,
    HeldModelList,
    ListHeldModels,
    ModelStep,
    RemoveModel,
    VerifyModels,
)

__all__ = ["ROUTES", "teller"]


def each(image: LivingImage, _asked: ListHeldModels, _job: JobContext) -> HeldModelList:
    """List the models."""
    return HeldModelList([_told(each) for each in image.models.each()])


def add(image: LivingImage, asked: AddModel, job: JobContext) -> HeldModel:
    """Take a model in."""
    found = image.models.add(
        Path(asked.path), asked.name, tell=teller(job), stopped=lambda: job.cancelled
    )
    return _told(found)


def verify(image: LivingImage, asked: VerifyModels, job: JobContext) -> CheckedFiles:
    """Check models."""
    rows = image.models.verify(asked.name, tell=teller(job), stopped=lambda: job.cancelled)
    return CheckedFiles([CheckedFile(**row) for row in rows])


def remove(image: LivingImage, asked: RemoveModel, _job: JobContext) -> HeldModel:
    """Let a model go."""
    return _told(image.models.remove(asked.name))


def _told(facts: ModelFacts) -> HeldModel:
    return msgspec.convert(facts.to_plain(), HeldModel)


def teller(job: JobContext) -> Callable[[str, float], None]:
    """Return what tells whoever asked how far the work on a file is."""
    return lambda text, share: job.event(ModelStep(text, share), key="progress")


ROUTES = (
    Route(ListHeldModels, each, idempotent=True),
    Route(AddModel, add, long=True),
    Route(VerifyModels, verify, long=True, idempotent=True),
    Route(RemoveModel, remove),
)

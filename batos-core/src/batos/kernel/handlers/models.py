"""``image.models``, ``image.model_*``: models whose files are blobs of the image."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.models import (
    AddModel,
    CheckedFiles,
    HeldModelList,
    ListHeldModels,
    ModelFacts,
    ModelStep,
    RemoveModel,
    VerifyModels,
)
from batos.wire.messages.request import answered

__all__ = ["ROUTES", "teller"]


def each(image: LivingImage, asked: ListHeldModels, _job: JobContext) -> HeldModelList:
    """List the models."""
    return answered(asked, {"models": [found.to_plain() for found in image.models.each()]})


def add(image: LivingImage, asked: AddModel, job: JobContext) -> ModelFacts:
    """Take a model in."""
    found = image.models.add(
        Path(asked.path), asked.name, tell=teller(job), stopped=lambda: job.cancelled
    )
    return answered(asked, found.to_plain())


def verify(image: LivingImage, asked: VerifyModels, job: JobContext) -> CheckedFiles:
    """Check models."""
    rows = image.models.verify(asked.name, tell=teller(job), stopped=lambda: job.cancelled)
    return answered(asked, {"files": rows})


def remove(image: LivingImage, asked: RemoveModel, _job: JobContext) -> ModelFacts:
    """Let a model go."""
    return answered(asked, image.models.remove(asked.name).to_plain())


def teller(job: JobContext) -> Callable[[str, float], None]:
    """Return what tells whoever asked how far the work on a file is."""
    return lambda text, share: job.event(ModelStep(text, share), key="progress")


ROUTES = (
    Route(ListHeldModels, each, idempotent=True),
    Route(AddModel, add, long=True),
    Route(VerifyModels, verify, long=True, idempotent=True),
    Route(RemoveModel, remove),
)

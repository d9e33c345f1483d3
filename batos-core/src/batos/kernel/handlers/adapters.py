"""``image.adapters``, ``image.adapter_*``: LoRA adapters whose files are blobs of the image."""

from __future__ import annotations

from pathlib import Path

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.models import teller
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.adapters import (
    AdapterAttached,
    AdapterFacts,
    AddAdapter,
    AttachAdapter,
    DetachAdapter,
    HeldAdapterList,
    ListAdapters,
    RemoveAdapter,
    VerifyAdapters,
)
from batos.wire.messages.models import CheckedFiles
from batos.wire.messages.request import answered

__all__ = ["ROUTES"]


def each(image: LivingImage, asked: ListAdapters, _job: JobContext) -> HeldAdapterList:
    """List the adapters."""
    return answered(asked, {"adapters": [found.to_plain() for found in image.adapters.each()]})


def add(image: LivingImage, asked: AddAdapter, job: JobContext) -> AdapterFacts:
    """Take an adapter in."""
    found = image.adapters.add(
        Path(asked.path), asked.name, tell=teller(job), stopped=lambda: job.cancelled
    )
    return answered(asked, found.to_plain())


def attach(image: LivingImage, asked: AttachAdapter, _job: JobContext) -> AdapterAttached:
    """Have a persona answer through an adapter."""
    remark = image.adapters.attach(asked.adapter, asked.persona, thinker=image.thinker)
    return AdapterAttached(asked.adapter, asked.persona, remark)


def detach(image: LivingImage, asked: DetachAdapter, _job: JobContext) -> AdapterAttached:
    """Have a persona answer through none."""
    return AdapterAttached(image.adapters.detach(asked.persona), asked.persona)


def remove(image: LivingImage, asked: RemoveAdapter, _job: JobContext) -> AdapterFacts:
    """Let an adapter go."""
    return answered(asked, image.adapters.remove(asked.name).to_plain())


def verify(image: LivingImage, asked: VerifyAdapters, job: JobContext) -> CheckedFiles:
    """Check adapters."""
    held = image.adapters.held
    rows = held.verify(asked.name, tell=teller(job), stopped=lambda: job.cancelled)
    return answered(asked, {"files": rows})


ROUTES = (
    Route(ListAdapters, each, idempotent=True),
    Route(AddAdapter, add, long=True),
    Route(AttachAdapter, attach, long=True),
    Route(DetachAdapter, detach),
    Route(RemoveAdapter, remove),
    Route(VerifyAdapters, verify, long=True, idempotent=True),
)

"""``image.adapters``, ``image.adapter_*``: LoRA adapters whose files are blobs of the image."""

from __future__ import annotations

from pathlib import Path

import msgspec

from batos.handwork.adapters import AdapterFacts
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.models import teller
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.adapters import (
    AdapterAttached,
    AddAdapter,
    AttachAdapter,
    DetachAdapter,
    HeldAdapter,
    HeldAdapterList,
    ListAdapters,
    RemoveAdapter,
    VerifyAdapters,
)
from batos.wire.messages.models import CheckedFile, CheckedFiles

__all__ = ["ROUTES"]


def each(image: LivingImage, _asked: ListAdapters, _job: JobContext) -> HeldAdapterList:
    """List the adapters."""
    return HeldAdapterList([_told(each) for each in image.adapters.each()])


def add(image: LivingImage, asked: AddAdapter, job: JobContext) -> HeldAdapter:
    """Take an adapter in."""
    found = image.adapters.add(
        Path(asked.path), asked.name, tell=teller(job), stopped=lambda: job.cancelled
    )
    return _told(found)


def attach(image: LivingImage, asked: AttachAdapter, _job: JobContext) -> AdapterAttached:
    """Have a persona answer through an adapter."""
    remark = image.adapters.attach(asked.adapter, asked.persona, thinker=image.thinker)
    return AdapterAttached(asked.adapter, asked.persona, remark)


def detach(image: LivingImage, asked: DetachAdapter, _job: JobContext) -> AdapterAttached:
    """Have a persona answer through none."""
    return AdapterAttached(image.adapters.detach(asked.persona), asked.persona)


def remove(image: LivingImage, asked: RemoveAdapter, _job: JobContext) -> HeldAdapter:
    """Let an adapter go."""
    return _told(image.adapters.remove(asked.name))


def verify(image: LivingImage, asked: VerifyAdapters, job: JobContext) -> CheckedFiles:
    """Check adapters."""
    held = image.adapters.held
    rows = held.verify(asked.name, tell=teller(job), stopped=lambda: job.cancelled)
    return CheckedFiles([CheckedFile(**row) for row in rows])


def _told(facts: AdapterFacts) -> HeldAdapter:
    return msgspec.convert(facts.to_plain(), HeldAdapter)


ROUTES = (
    Route(ListAdapters, each, idempotent=True),
    Route(AddAdapter, add, long=True),
    Route(AttachAdapter, attach, long=True),
    Route(DetachAdapter, detach),
    Route(RemoveAdapter, remove),
    Route(VerifyAdapters, verify, long=True, idempotent=True),
)

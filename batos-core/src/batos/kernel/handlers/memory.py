"""``memory.*``: what the image was given to read, and what is found in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from batos.errors import UsageError
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.learning.records.trail import named
from batos.living import LivingImage
from batos.memory.intake import Onlooker
from batos.wire.messages.memory import (
    AddDocument,
    AddedDocuments,
    ForgetSource,
    FoundDocuments,
    ListSources,
    MemoryState,
    MemoryStep,
    Reembed,
    Reembedded,
    SearchMemory,
    ShowMemory,
    ShowSource,
    SourceFacts,
    SourceList,
    SourceShown,
)
from batos.wire.messages.request import answered

__all__ = ["ROUTES"]


def sources(image: LivingImage, asked: ListSources, _job: JobContext) -> SourceList:
    """List what was taken in."""
    return answered(asked, {"sources": [each.to_plain() for each in image.memory.sources()]})


def show(image: LivingImage, asked: ShowSource, _job: JobContext) -> SourceShown:
    """Tell of a document, and what came of it."""
    source, passages = image.memory.show(asked.name, limit=asked.limit, user=asked.user)
    told = [{"key": each.key, "title": each.title, "text": each.text} for each in passages]
    return answered(asked, {"source": source.to_plain(), "passages": told})


def add(image: LivingImage, asked: AddDocument, job: JobContext) -> AddedDocuments:
    """Take a document in."""
    onlooker = _onlooker(job)
    if bool(asked.path) == bool(asked.name):
        raise UsageError("Either a path is given, or a name with bytes that are called so.")
    if asked.path:
        added = image.memory.add(Path(asked.path), onlooker)
    else:
        added = [
            image.memory.add_content(asked.name, asked.content, form=asked.form, onlooker=onlooker)
        ]
    return answered(asked, {"documents": [each.to_plain() for each in added]})


def search(image: LivingImage, asked: SearchMemory, job: JobContext) -> FoundDocuments:
    """Find documents."""
    found, remark = image.memory.search(
        asked.query,
        kinds=asked.kinds,
        source=asked.source,
        where=asked.where,
        limit=asked.limit,
        by=asked.by,
        user=asked.user,
        cancel=job.cancel_token,
    )
    return answered(asked, {"found": [each.to_plain() for each in found], "remark": remark})


def status(image: LivingImage, asked: ShowMemory, _job: JobContext) -> MemoryState:
    """Tell how the memory is."""
    return answered(asked, image.memory.status().to_plain())


def forget(image: LivingImage, asked: ForgetSource, job: JobContext) -> SourceFacts:
    """Forget a document."""
    onlooker = replace(_onlooker(job), user=named(asked.user))
    return answered(asked, image.memory.forget(asked.name, onlooker).to_plain())


def reembed(image: LivingImage, _asked: Reembed, job: JobContext) -> Reembedded:
    """Give documents their vectors."""
    return Reembedded(image.memory.reembed(_onlooker(job)))


def _onlooker(job: JobContext) -> Onlooker:
    return Onlooker(
        tell=lambda text, share: job.event(MemoryStep(text, share), key="progress"),
        stopped=lambda: job.cancelled,
    )


ROUTES = (
    Route(ListSources, sources, idempotent=True),
    Route(ShowSource, show, idempotent=True),
    Route(AddDocument, add, long=True),
    Route(SearchMemory, search, long=True, idempotent=True),
    Route(ShowMemory, status, long=True, idempotent=True),
    Route(ForgetSource, forget, long=True),
    Route(Reembed, reembed, long=True),
)

"""``heartbeat.*``: what the image does by itself to stay well, and answers to what it proposes."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.heartbeat import (
    ArchiveMethod,
    BeatNow,
    BeatReport,
    Calendar,
    HeartbeatState,
    HeartbeatStatus,
    KeepMethod,
    ListBeats,
    ProposalAnswer,
    ShowBeat,
)

__all__ = ["ROUTES"]


def now(image: LivingImage, asked: BeatNow, job: JobContext) -> BeatReport:
    """Look after the image."""
    return image.heartbeat.now(
        trigger=asked.trigger, user=asked.user, listener=job.event, cancel=job.cancel_token
    )


def report(image: LivingImage, asked: ShowBeat, _job: JobContext) -> BeatReport:
    """Give the report of a heartbeat."""
    return image.heartbeat.report(asked.id)


def calendar(image: LivingImage, asked: ListBeats, _job: JobContext) -> Calendar:
    """Give the reports of the last days."""
    return Calendar(image.heartbeat.calendar(asked.days))


def status(image: LivingImage, _asked: HeartbeatStatus, _job: JobContext) -> HeartbeatState:
    """Tell when it is due, and what is proposed."""
    return image.heartbeat.status()


def archive(image: LivingImage, asked: ArchiveMethod, _job: JobContext) -> ProposalAnswer:
    """Archive a method that it was proposed for."""
    return image.heartbeat.archive(asked.address, user=asked.user)


def keep(image: LivingImage, asked: KeepMethod, _job: JobContext) -> ProposalAnswer:
    """Keep a method that it was proposed to archive."""
    return image.heartbeat.keep(asked.address, user=asked.user)


ROUTES = (
    Route(BeatNow, now, long=True, behind=True),
    Route(ShowBeat, report, idempotent=True),
    Route(ListBeats, calendar, idempotent=True),
    Route(HeartbeatStatus, status, idempotent=True),
    Route(ArchiveMethod, archive),
    Route(KeepMethod, keep),
)

"""``correction.*``: sentences that were misread, and what they mean."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.talk.corrections import (
    Corrections,
    CorrectReading,
    ListCorrections,
    RemoveCorrection,
)

__all__ = ["ROUTES"]


def lines(image: LivingImage, _asked: ListCorrections, _job: JobContext) -> Corrections:
    """Give a line for each sentence that was set right."""
    return Corrections(image.corrections.lines())


def add(image: LivingImage, asked: CorrectReading, _job: JobContext) -> Corrections:
    """Set a sentence right."""
    return Corrections(
        [image.corrections.add(asked.said, asked.means, asked.args, user=asked.user)]
    )


def remove(image: LivingImage, asked: RemoveCorrection, _job: JobContext) -> Corrections:
    """Have a sentence be read as before."""
    return Corrections([image.corrections.remove(asked.said, user=asked.user)])


ROUTES = (
    Route(ListCorrections, lines, idempotent=True),
    Route(CorrectReading, add),
    Route(RemoveCorrection, remove),
)

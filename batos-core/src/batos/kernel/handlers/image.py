"""``image.*``: the image as a whole, and its quarantine."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.image import (
    ImageState,
    ImageStatus,
    LiftMethod,
    ListPersonas,
    ListQuarantine,
    PersonaMind,
    Personas,
    Quarantine,
    QuarantineLine,
    Rechecked,
    RecheckMethods,
    ShowPersona,
)

__all__ = ["ROUTES"]


def personas(image: LivingImage, _asked: ListPersonas, _job: JobContext) -> Personas:
    """Tell who lives in the image."""
    return Personas(image.personas())


def persona(image: LivingImage, asked: ShowPersona, _job: JobContext) -> PersonaMind:
    """Tell what a persona thinks with."""
    return image.persona(asked.name)


def status(image: LivingImage, _asked: ImageStatus, _job: JobContext) -> ImageState:
    """Tell how large the image is and what it has seen."""
    return image.status()


def quarantine(image: LivingImage, _asked: ListQuarantine, _job: JobContext) -> Quarantine:
    """Tell the methods that are not run, and why."""
    return Quarantine(image.quarantine())


def lift(image: LivingImage, asked: LiftMethod, _job: JobContext) -> QuarantineLine:
    """Let a method be run again that passes the rules of today."""
    return image.lift(asked.address)


def recheck(image: LivingImage, _asked: RecheckMethods, job: JobContext) -> Rechecked:
    """Judge every stored method by the rules of today."""
    return image.recheck(lambda: job.cancelled).to_plain()


ROUTES = (
    Route(ListPersonas, personas, idempotent=True),
    Route(ShowPersona, persona, idempotent=True),
    Route(ImageStatus, status, idempotent=True),
    Route(ListQuarantine, quarantine, idempotent=True),
    Route(LiftMethod, lift, long=True),
    Route(RecheckMethods, recheck, long=True),
)

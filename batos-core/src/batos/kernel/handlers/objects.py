"""``object.*``: messages to objects, and looking at them."""

from __future__ import annotations

from typing import Any

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.learning.model.circumstances import Circumstances
from batos.learning.model.outcome import Delivery
from batos.learning.records.trail import named
from batos.living import LivingImage
from batos.wire.messages.objects import (
    FindHolder,
    ListObjects,
    Objects,
    SendMessage,
    ShowObject,
    WakeObject,
    Whereabouts,
    Woken,
)
from batos.wire.messages.request import Asking
from batos.wire.messages.shown import Shown

__all__ = ["ROUTES", "circumstances", "send"]


def circumstances(asked: Asking[Any], job: JobContext) -> Circumstances:
    """Return for whom a request is carried out."""
    user, cancel = named(asked.user), job.cancel_token
    return Circumstances(user, asked.attended, asked.approve, job.event, cancel, asked.discuss)


def send(image: LivingImage, asked: SendMessage, job: JobContext) -> Delivery:
    """Deliver a message."""
    return image.messenger.deliver(
        asked.receiver,
        asked.selector,
        asked.args,
        asked.kwargs,
        learn=asked.learn,
        circumstances=circumstances(asked, job),
    )


def show(image: LivingImage, asked: ShowObject, _job: JobContext) -> Shown:
    """Tell everything about an object, a method or a cycle."""
    return image.show(asked.address)


def list_objects(image: LivingImage, _asked: ListObjects, _job: JobContext) -> Objects:
    """Give a line for each named object."""
    return Objects(image.objects())


def wake(image: LivingImage, asked: WakeObject, _job: JobContext) -> Woken:
    """Let an object be loaded again that is set aside."""
    return Woken(image.wake(asked.address, user=named(asked.user)))


def where(image: LivingImage, asked: FindHolder, _job: JobContext) -> Whereabouts:
    """Tell where the answer to a selector comes from."""
    return image.where(asked.address)


ROUTES = (
    Route(SendMessage, send, quick=True, shard="receiver"),
    Route(ShowObject, show, quick=True, idempotent=True, shard="address"),
    Route(WakeObject, wake),
    Route(FindHolder, where, quick=True, idempotent=True, shard="address"),
    Route(ListObjects, list_objects, quick=True, idempotent=True),
)

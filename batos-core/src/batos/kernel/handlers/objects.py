"""``object.*``: messages to objects, and looking at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import address, flag, items, mapping, optional_text, text
from batos.kernel.handlers.route import Route
from batos.learning.messages.delivery import Delivery
from batos.learning.records.trail import named
from batos.living import LivingImage

__all__ = ["EVENT", "ROUTES", "delivered", "send"]

EVENT = "cycle.event"
"""Type of the events that tell how a cycle goes."""


def send(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``object.send``: deliver a message."""
    delivery = image.deliver(
        address(body.get("receiver", "genesis")),
        text(body, "selector"),
        tuple(items(body, "args")),
        mapping(body, "kwargs"),
        learn=body.get("learn"),
        attended=flag(body, "attended"),
        user=named(optional_text(body, "user")),
        approve=optional_text(body, "approve"),
        listener=lambda event: job.event(EVENT, dict(event)),
        cancel=job.cancel_token,
    )
    return delivered(delivery)


def delivered(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as it goes over the wire."""
    return {
        "value": delivery.value,
        "learned": [outcome.to_plain() for outcome in delivery.learned],
        "model_calls": delivery.model_calls,
    }


def show(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.show``: everything about an object, a method or a cycle."""
    return image.show(text(body, "address"))


def list_objects(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.list``: a line for each named object."""
    return {"objects": image.objects()}


def wake(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.wake``: let an object be loaded again that is set aside."""
    user = named(optional_text(body, "user"))
    return {"object": image.wake(text(body, "address"), user=user)}


def where(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.where``: where the answer to a selector comes from."""
    return image.where(text(body, "address"))


ROUTES = (
    Route("object.send", send, quick=True, shard="receiver"),
    Route("object.show", show, quick=True, idempotent=True, shard="address"),
    Route("object.wake", wake),
    Route("object.where", where, quick=True, idempotent=True, shard="address"),
    Route("object.list", list_objects, quick=True, idempotent=True),
)

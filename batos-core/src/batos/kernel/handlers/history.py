"""``history.*`` and ``past.*``: what happened to methods, and the image as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UsageError
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import (
    address,
    flag,
    items,
    mapping,
    optional_text,
    text,
    texts,
    whole,
)
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["ROUTES"]


def method(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.method``: everything that happened to a method."""
    return dict(image.history.of(text(body, "address")))


def events(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.events``: the latest changes of all methods."""
    return {"events": image.history.events(_limit(body))}


def transactions(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.transactions``: the latest transactions."""
    return {"transactions": image.history.transactions(_limit(body), steps=flag(body, "steps"))}


def diff(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.diff``: two versions of a method beside each other."""
    versions = [whole(body, name, default=0) or None for name in ("a", "b")]
    return dict(image.history.diff(text(body, "address"), *versions))


def revert(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.revert``: install the source of an older version again."""
    to = whole(body, "to", default=0, least=1)
    off = texts(body, "drop_examples")
    return dict(
        image.history.revert(text(body, "address"), to, drop_examples=off, user=_user(body))
    )


def undo(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.undo``: take back changes of methods."""
    return {"changes": image.history.undo(_addresses(body), user=_user(body))}


def redo(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.redo``: bring back changes of methods that were taken back."""
    return {"changes": image.history.redo(_addresses(body), user=_user(body))}


def undo_transaction(
    image: LivingImage, body: Mapping[str, Any], _job: JobContext
) -> dict[str, Any]:
    """``history.undo_transaction``: take back what a transaction did to values."""
    return dict(image.history.undo_transaction(text(body, "id"), user=_user(body)))


def why(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``history.why``: where a method, or an object, comes from."""
    return dict(image.history.why(text(body, "address")))


def past_show(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``past.show``: what an object, a method or a cycle was."""
    return dict(image.history.at(text(body, "time")).show(text(body, "address")))


def past_objects(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``past.objects``: the named objects of then."""
    return {"objects": image.history.at(text(body, "time")).objects()}


def past_send(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``past.send``: send a message to an object of then."""
    value = image.history.at(text(body, "time")).send(
        address(body.get("receiver", "genesis")),
        text(body, "selector"),
        *items(body, "args"),
        **mapping(body, "kwargs"),
    )
    return {"value": value}


def _limit(body: Mapping[str, Any]) -> int:
    return whole(body, "limit", default=20, least=1)


def _user(body: Mapping[str, Any]) -> str:
    return optional_text(body, "user") or "user"


def _addresses(body: Mapping[str, Any]) -> list[str]:
    found = items(body, "addresses")
    if not all(isinstance(each, str) for each in found):
        raise UsageError("The field 'addresses' must be a list of texts.")
    return found


ROUTES = (
    Route("history.method", method, idempotent=True),
    Route("history.events", events, idempotent=True),
    Route("history.transactions", transactions, idempotent=True),
    Route("history.diff", diff, idempotent=True),
    Route("history.revert", revert),
    Route("history.undo", undo),
    Route("history.redo", redo),
    Route("history.undo_transaction", undo_transaction),
    Route("history.why", why, idempotent=True),
    Route("past.show", past_show, idempotent=True),
    Route("past.objects", past_objects, idempotent=True),
    Route("past.send", past_send),
)

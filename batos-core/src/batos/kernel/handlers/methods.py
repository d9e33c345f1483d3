"""``method.*``: methods that people write, try and test by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UsageError
from batos.handwork.methods.defining import Draft
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import items, mapping, optional_text, text, texts
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["EVENT", "ROUTES"]

EVENT = "method.progress"
"""Type of the events that tell how far a test is."""


def define(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``method.define``: install texts, all of them or none."""
    drafts = [_draft(each) for each in items(body, "methods")]
    user = optional_text(body, "user") or "user"
    return {"methods": image.handwork.define_all(drafts, user=user)}


def try_(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``method.try``: send a message on a scratch view; nothing of it is kept."""
    return image.handwork.try_(
        text(body, "address"),
        items(body, "args"),
        mapping(body, "kwargs"),
        state=mapping(body, "state"),
    )


def test(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``method.test``: run the examples of methods again."""

    def tell(address: str, done: int, of: int) -> None:
        job.event(EVENT, {"address": address, "done": done, "of": of}, key="progress")

    return image.handwork.test(
        optional_text(body, "address"), progress=tell, cancel=job.cancel_token
    )


def example(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``method.example``: add an example that the method makes true."""
    user = optional_text(body, "user") or "user"
    return image.handwork.example(text(body, "address"), text(body, "example"), user=user)


def _draft(plain: object) -> Draft:
    if not isinstance(plain, Mapping):
        raise UsageError("A method that is defined must be a map.")
    return Draft(
        text(plain, "address"),
        optional_text(plain, "source"),
        texts(plain, "drop_examples"),
        None if plain.get("seen") is None else optional_text(plain, "seen"),
    )


ROUTES = (
    Route("method.define", define, long=True),
    Route("method.try", try_, long=True),
    Route("method.test", test, long=True, idempotent=True),
    Route("method.example", example, long=True),
)

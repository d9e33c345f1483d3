"""``mission.*``: requests in plain language, missions, and the cycles that they became."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import TakenBackError, UnknownNameError
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import (
    address,
    example,
    flag,
    items,
    mapping,
    method_name,
    optional_text,
    text,
    texts,
    whole,
)
from batos.kernel.handlers.objects import EVENT, delivered
from batos.kernel.handlers.route import Route
from batos.learning.messages.learner import failure
from batos.learning.model.brief import MissionBrief
from batos.learning.records.trail import named
from batos.living import LivingImage

__all__ = ["ROUTES"]


def ask(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``mission.ask``: take a request in plain language."""
    answer = image.ask(
        text(body, "text"),
        receiver=str(body.get("receiver") or "genesis"),
        examples=tuple(example(each) for each in items(body, "examples")),
        drop_examples=texts(body, "drop_examples"),
        selector=method_name(body, "selector"),
        attended=flag(body, "attended"),
        user=named(optional_text(body, "user")),
        approve=optional_text(body, "approve"),
        listener=lambda event: job.event(EVENT, dict(event)),
        cancel=job.cancel_token,
    )
    return answer.to_plain()


def submit(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``mission.submit``: carry out a mission brief."""
    outcome = image.learn(
        MissionBrief.from_plain(mapping(body, "brief")),
        attended=flag(body, "attended"),
        approve=optional_text(body, "approve"),
        listener=lambda event: job.event(EVENT, dict(event)),
        cancel=job.cancel_token,
    )
    return outcome.to_plain()


def make(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``mission.make``: make an object that a person describes."""
    outcome = image.make(
        optional_text(body, "text"),
        name=optional_text(body, "name"),
        like=optional_text(body, "like"),
        examples=tuple(example(each) for each in items(body, "examples")),
        user=named(optional_text(body, "user")),
        attended=flag(body, "attended"),
        approve=optional_text(body, "approve"),
        listener=lambda event: job.event(EVENT, dict(event)),
        cancel=job.cancel_token,
    )
    return outcome.to_plain()


def cycles(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``mission.cycles``: the latest cycles."""
    return {"cycles": image.cycles(whole(body, "limit", default=20, least=1))}


def founding(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``founding.initiate_cognitive_cycle``: the message form of the founding documents."""
    mission = mapping(body, "mission_brief")
    args = tuple(items(mission, "args"))
    kwargs = dict(mapping(mission, "kwargs"))
    receiver = address(body.get("target_oid", "genesis"))
    selector = text(mission, "selector")
    intent = kwargs.pop("intent", "") if set(kwargs) == {"intent"} else ""
    # The form is sent again and again; what was taken back is learned anew where it says so.
    anew = flag(mission, "learn")
    if isinstance(intent, str) and intent and not _understood(image, receiver, selector, anew):
        wanted = intent if "method" in intent else f"write a method to {intent}"
        answer = image.ask(
            wanted, receiver=str(receiver), selector=selector, cancel=job.cancel_token
        )
        if answer.outcome is not None and not answer.outcome.complete:
            raise failure(answer.outcome)
    delivery = image.deliver(
        receiver, selector, args, kwargs, learn=True, anew=anew, cancel=job.cancel_token
    )
    return {"result": delivered(delivery)["value"]}


def _understood(image: LivingImage, receiver: str | int, selector: str, anew: bool) -> bool:
    """Return whether an object understands a message.

    Raises:
        TakenBackError: It does not, since the method was taken back, and nobody asks for it.
    """
    try:
        image.check_selector(receiver, selector)
    except UnknownNameError as error:
        if isinstance(error, TakenBackError) and not anew:
            raise
        return False
    return True


ROUTES = (
    Route("mission.ask", ask, long=True, shard="receiver"),
    Route("mission.submit", submit, long=True, shard="brief.receiver"),
    Route("mission.make", make, long=True),
    Route("mission.cycles", cycles, idempotent=True),
    Route("founding.initiate_cognitive_cycle", founding, shard="target_oid"),
)

"""``object.*``: objects by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UsageError
from batos.handwork.objects.value_kinds import read_as
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import address, flag, items, mapping, optional_text, text
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["ROUTES"]


def new(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.new``: make an object, plain or like another one."""
    return image.shaping.new(
        text(body, "name"),
        like=address(body.get("like", "")),
        slots=mapping(body, "slots"),
        deep=flag(body, "deep"),
        user=_user(body),
    )


def set_(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.set``: give a slot a value, or let it hold another object."""
    place, user = text(body, "address"), _user(body)
    if body.get("object"):
        return image.shaping.refer(place, address(body["object"]), user=user)
    if "value" not in body:
        raise UsageError("The field 'value' is missing.")
    value = read_as(optional_text(body, "as"), body["value"])
    return image.shaping.set(place, value, user=user)


def get(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.get``: the value of a slot."""
    return {"value": image.shaping.get(text(body, "address"))}


def unset(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.unset``: take a slot away."""
    return image.shaping.unset(text(body, "address"), user=_user(body))


def rename(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.rename``: give an object another name."""
    return image.shaping.rename(text(body, "name"), text(body, "new"), user=_user(body))


def delete(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.delete``: take an object away."""
    return image.shaping.delete(text(body, "name"), user=_user(body))


def parents(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.parents``: change what an object delegates to."""
    return image.shaping.parents(
        text(body, "name"),
        add=[address(each) for each in items(body, "add")],
        remove=[address(each) for each in items(body, "remove")],
        user=_user(body),
    )


def move(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``object.move``: move a method up or down the chain."""
    return image.shaping.move(text(body, "address"), address(body.get("to")), user=_user(body))


def _user(body: Mapping[str, Any]) -> str:
    return optional_text(body, "user") or "user"


ROUTES = (
    Route("object.new", new),
    Route("object.set", set_),
    Route("object.get", get, quick=True, idempotent=True, shard="address"),
    Route("object.unset", unset),
    Route("object.rename", rename),
    Route("object.delete", delete),
    Route("object.parents", parents),
    Route("object.move", move),
)

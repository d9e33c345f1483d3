"""``object.*``: objects by hand."""

from __future__ import annotations

import msgspec

from batos.errors import UsageError
from batos.handwork.objects.value_kinds import read_as
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.objects import (
    ChangeParents,
    DeleteObject,
    GetSlot,
    MovedMethod,
    MoveMethod,
    NewObject,
    RenameObject,
    Reparented,
    SetSlot,
    Shaped,
    UnsetSlot,
    Value,
)

__all__ = ["ROUTES"]


def new(image: LivingImage, asked: NewObject, _job: JobContext) -> Shaped:
    """Make an object, plain or like another one."""
    return image.shaping.new(
        asked.name, like=asked.like, slots=asked.slots, deep=asked.deep, user=asked.user
    )


def set_(image: LivingImage, asked: SetSlot, _job: JobContext) -> Shaped:
    """Give a slot a value, or let it hold another object."""
    if asked.object:
        return image.shaping.refer(asked.address, asked.object, user=asked.user)
    if asked.value is msgspec.UNSET:
        raise UsageError("The field 'value' is missing.")
    value = read_as(asked.read_as, asked.value)
    return image.shaping.set(asked.address, value, user=asked.user)


def get(image: LivingImage, asked: GetSlot, _job: JobContext) -> Value:
    """Give the value of a slot."""
    return Value(image.shaping.get(asked.address))


def unset(image: LivingImage, asked: UnsetSlot, _job: JobContext) -> Shaped:
    """Take a slot away."""
    return image.shaping.unset(asked.address, user=asked.user)


def rename(image: LivingImage, asked: RenameObject, _job: JobContext) -> Shaped:
    """Give an object another name."""
    return image.shaping.rename(asked.name, asked.new, user=asked.user)


def delete(image: LivingImage, asked: DeleteObject, _job: JobContext) -> Shaped:
    """Take an object away."""
    return image.shaping.delete(asked.name, user=asked.user)


def parents(image: LivingImage, asked: ChangeParents, _job: JobContext) -> Reparented:
    """Change what an object delegates to."""
    return image.shaping.parents(asked.name, add=asked.add, remove=asked.remove, user=asked.user)


def move(image: LivingImage, asked: MoveMethod, _job: JobContext) -> MovedMethod:
    """Move a method up or down the chain."""
    return image.shaping.move(asked.address, asked.to, user=asked.user)


ROUTES = (
    Route(NewObject, new),
    Route(SetSlot, set_),
    Route(GetSlot, get, quick=True, idempotent=True, shard="address"),
    Route(UnsetSlot, unset),
    Route(RenameObject, rename),
    Route(DeleteObject, delete),
    Route(ChangeParents, parents),
    Route(MoveMethod, move),
)

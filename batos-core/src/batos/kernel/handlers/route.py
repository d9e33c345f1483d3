"""Route: one type of message and what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from batos.kernel.context import JobContext
from batos.living import LivingImage

__all__ = ["ImageHandler", "Route"]

ImageHandler = Callable[[LivingImage, Mapping[str, Any], JobContext], dict[str, Any]]
"""Answers a body with a body; expected errors are those of ``batos.errors``."""


@dataclass(frozen=True)
class Route:
    """One type of message that an image worker answers.

    Attributes:
        type: Such as ``object.send``; the first part is the capability.
        handler: Answers it.
        quick: Whether it is usually over in a few milliseconds.
        idempotent: Whether it only reads, so that a second worker may be asked when the first
            one has died.
        long: Whether it may take seconds, so that it takes no place among the messages that are
            carried out at once.
        shard: Where in the body the object is named whose messages come to one of several
            workers, such as ``brief.receiver``; empty where any worker will do.
    """

    type: str
    handler: ImageHandler
    quick: bool = False
    idempotent: bool = False
    long: bool = False
    shard: str = ""

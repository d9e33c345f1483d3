"""Route: one request and what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from batos.kernel.base.context import JobContext
from batos.living import LivingImage
from batos.wire.messages.request import Request, read

__all__ = ["Route"]

A = TypeVar("A")
Q = TypeVar("Q", bound=Request[Any])


class Route(Generic[Q, A]):
    """One request that an image worker answers.

    Args:
        kind: The request; the first part of its type is the capability.
        answer: Answers it; expected errors are those of ``batos.errors``.
        quick: Whether it is usually over in a few milliseconds.
        idempotent: Whether it only reads, so that a second worker may be asked when the first
            one has died.
        long: Whether it may take seconds, so that it takes no place among the messages that are
            carried out at once.
        behind: Whether it stands back while people are at work; everything else is work for them.
        shard: Where in the body the object is named whose messages come to one of several
            workers, such as ``brief.receiver``; empty where any worker will do.
        topic: Where in the body the conversation is named that it is a turn of; empty for none.
    """

    def __init__(
        self,
        kind: type[Q],
        answer: Callable[[LivingImage, Q, JobContext], A],
        *,
        quick: bool = False,
        idempotent: bool = False,
        long: bool = False,
        behind: bool = False,
        shard: str = "",
        topic: str = "",
    ) -> None:
        self.kind = kind
        self.type = kind.TYPE
        self.answer = answer
        self.quick = quick
        self.idempotent = idempotent
        self.long = long
        self.behind = behind
        self.shard = shard
        self.topic = topic

    def run(self, image: LivingImage, body: Mapping[str, Any], job: JobContext) -> A:
        """Read a body, and answer it.

        Raises:
            UsageError: It is no such request; the sentence names the field.
        """
        return self.answer(image, read(self.kind, body), job)

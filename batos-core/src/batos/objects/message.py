"""A message that nobody understood."""

from __future__ import annotations

from typing import Any

from batos.objects.prototype import Prototype

__all__ = ["MessageNotUnderstood"]


class MessageNotUnderstood(AttributeError):  # noqa: N818 - the name Smalltalk gave it
    """Nobody in the receiver's chain of delegation has a slot of that name.

    Attributes:
        receiver: The object that was asked.
        selector: The name that was not understood.
        arguments: Positional arguments of the message, when it was a send.
        keywords: Keyword arguments of the message, when it was a send.
        sent: Whether it was a send, rather than the reading of an attribute.
    """

    def __init__(
        self,
        receiver: Prototype,
        selector: str,
        arguments: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
        *,
        sent: bool = False,
    ) -> None:
        label = receiver.__dict__.get("_name") or "the object"
        super().__init__(f"{label} does not understand {selector!r}.")
        self.receiver = receiver
        self.selector = selector
        self.arguments = arguments
        self.keywords = keywords or {}
        self.sent = sent

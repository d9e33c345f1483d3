"""A message that is not answered: nobody understood it, or its method is in quarantine."""

from __future__ import annotations

from typing import Any

from batos.errors import QuarantinedError, UsageError
from batos.objects.method import Method
from batos.objects.names import KERNEL_NAMES, is_slot_name
from batos.objects.prototype import Prototype

__all__ = ["MessageNotUnderstood", "missed", "quarantined"]


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


def missed(
    receiver: Prototype, selector: object, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Exception:
    """Return the error for a message that was sent and that nobody understands."""
    if not isinstance(selector, str):
        return UsageError(f"A {type(selector).__name__} cannot be the name of a message.")
    if not is_slot_name(selector):
        # Nobody will ever understand it, so that there is nothing to be learned.
        hint = ""
        if selector in KERNEL_NAMES:
            hint = f"Every object has {selector!r} itself; no message is needed."
        return UsageError(f"{selector[:60]!r} cannot be the name of a message.", hint=hint)
    return MessageNotUnderstood(receiver, selector, args, kwargs, sent=True)


def quarantined(receiver: Prototype, method: Method) -> QuarantinedError:
    """Return the error for a message whose method is in quarantine."""
    quarantine = method.quarantine or {}
    label = receiver.__dict__.get("_name") or "the object"
    reason = str(quarantine.get("reason", "no reason is known")).rstrip(".")
    return QuarantinedError(
        f"{label}.{method.selector} is in quarantine and is not run: {reason}.",
        hint="'batos guardian quarantine' shows it; a new version, or lifting it, ends that.",
        details={"object": label, "selector": method.selector, **quarantine},
    )

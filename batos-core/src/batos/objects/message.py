"""Messages between objects: one that waits for its arguments, and one that nobody understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batos.errors import UsageError

if TYPE_CHECKING:
    from batos.objects.space import Space
    from batos.objects.uvm import UvmObject

__all__ = ["BoundMessage", "MessageNotUnderstood", "space_of"]


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
        receiver: UvmObject,
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


class BoundMessage:
    """A message that waits for its arguments: what reading a method's slot gives."""

    __slots__ = ("_receiver", "_selector")

    def __init__(self, receiver: UvmObject, selector: str) -> None:
        self._receiver = receiver
        self._selector = selector

    def __repr__(self) -> str:
        return f"<message {self._selector} to {self._receiver!r}>"

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Deliver the message.

        Raises:
            UsageError: The receiver is in no image.
        """
        space = space_of(self._receiver)
        if space is None:
            raise UsageError("This object is not in an image, so nobody can carry its messages.")
        return space.deliver(self._receiver, self._selector, args, kwargs)


def space_of(obj: UvmObject) -> Space | None:
    """Return the space of an object's connection, or None for an object in no image."""
    jar = obj._p_jar
    if jar is None:
        space: Space | None = obj.__dict__.get("_v_space")
        return space
    return getattr(jar, "batos_space", None)

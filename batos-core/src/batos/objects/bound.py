"""A message that waits for its arguments, and the space that delivers it."""

from __future__ import annotations

from typing import Any

from batos.errors import UsageError
from batos.objects.prototype import Prototype
from batos.objects.space import Space

__all__ = ["BoundMessage", "space_of"]


class BoundMessage:
    """A message that waits for its arguments: what reading a method's slot gives."""

    __slots__ = ("_receiver", "_selector")

    def __init__(self, receiver: Prototype, selector: str) -> None:
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


def space_of(obj: Prototype) -> Space | None:
    """Return the space of an object's connection, or None for an object in no image."""
    jar = obj._p_jar
    if jar is None:
        space: Space | None = obj.__dict__.get("_v_space")
        return space
    return getattr(jar, "batos_space", None)

"""The contracts of the object room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from batos.objects.method import Method
    from batos.objects.uvm import UvmObject

__all__ = ["Rollback", "Runner", "Watch"]


class Runner(Protocol):
    """Runs a stored method on a receiver, under whatever guard it provides."""

    def run(
        self,
        method: Method,
        receiver: UvmObject,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Return what the method returns.

        Raises:
            MessageNotUnderstood: The method sent a message that nobody understands.
            GuardianError: The method failed or was stopped.
        """
        ...


class Watch(Protocol):
    """Is told which message is being carried out, for whoever has to end what hangs."""

    def begin(self, text: str) -> memoryview | None:
        """Note that this thread carries out a message.

        Args:
            text: Receiver and selector, for a person.

        Returns:
            Eight bytes that take the oid of the method that runs, or None if nobody watches.
        """
        ...

    def end(self) -> None:
        """Note that this thread has carried it out."""
        ...


class Rollback(Protocol):
    """A savepoint of a transaction."""

    def rollback(self) -> None:
        """Take back everything since the savepoint."""
        ...

"""What an object needs of its surroundings: protocols, which the type checker holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from batos.objects.method import Method
from batos.objects.prototype import Prototype

__all__ = ["Rollback", "Runner", "Watch"]


class Runner(Protocol):
    """Runs a stored method on a receiver, under whatever guard it provides."""

    def run(
        self,
        method: Method,
        receiver: Prototype,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Return what the method returns.

        Raises:
            MessageNotUnderstood: The method sent a message that nobody understands.
            GuardianError: The method failed or was stopped.
        """
        ...

    def bound(self, method: Method) -> Callable[..., Any] | None:
        """Return a method as the running one would call it, or None if nothing runs.

        It takes the receiver and the arguments, shares the budget of what runs, and must not be
        kept for longer.
        """
        ...

    def borrowed(self) -> bool:
        """Whether a method of the latest run may have changed what it was given in place.

        What it was given may be a part of an object that was not marked as changed.
        """
        ...

    def stop(self, reason: str) -> None:
        """End the run of this thread, if there is one, in a way that no method can catch.

        Raises:
            BaseException: Always while something runs.
        """
        ...


class Watch(Protocol):
    """Is told what a thread is at, for whoever has to end what hangs and say what it was."""

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

    def waiting(self) -> None:
        """Note that this thread is about to wait: for the disk, a model, its turn."""
        ...

    def loading(self, oid: bytes) -> None:
        """Note that this thread begins to load a record."""
        ...

    def loaded(self) -> None:
        """Note that this thread has loaded it."""
        ...


class Rollback(Protocol):
    """A savepoint of a transaction."""

    def rollback(self) -> None:
        """Take back everything since the savepoint."""
        ...

"""The contracts of the object room.

What lives in the image is described by interfaces of zope.interface, the language of ZODB's own
world, and the classes are verified against them. What an object needs of its surroundings is
described by protocols, which the type checker holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from zope.interface import Attribute, Interface

if TYPE_CHECKING:
    from batos.objects.method import Method
    from batos.objects.uvm import UvmObject

__all__ = ["IEpoch", "IMethod", "IUvmObject", "Rollback", "Runner", "Watch"]


class IUvmObject(Interface):
    """A prototype object: named slots, and parents that it delegates to."""

    parents = Attribute("The objects that it delegates to, in order, as a tuple.")
    slots = Attribute("A copy of its own data slots, without its methods.")

    def send(selector: str, /, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - an interface
        """Send a message to it; raises MessageNotUnderstood when nobody in its chain answers."""

    def clone() -> Any:  # type: ignore[misc] # an interface
        """Return a new object that delegates to it."""


class IMethod(Interface):
    """One version of one method: source text, and where it comes from."""

    selector = Attribute("The name of the message that it answers.")
    source = Attribute("Its Python text, the truth about it.")
    sha256 = Attribute("Digest of the source, in hexadecimal.")
    signature = Attribute("Such as (self, text, limit=3).")
    doc = Attribute("First line of its docstring.")
    mutator = Attribute("Whether it changes its receiver.")
    examples = Attribute("Examples as plain data, a tuple.")
    provenance = Attribute("Where it comes from, plain data.")
    verdict = Attribute("What the guardian said, plain data.")
    previous = Attribute("The version that it replaced, or None.")
    quarantine = Attribute("Why it is not run, or None.")
    version = Attribute("The number of this version, from 1.")

    def to_plain() -> dict[str, Any]:  # type: ignore[misc, empty-body] # an interface
        """Return everything about this version as plain data."""


class IEpoch(Interface):
    """Moves with every change of a method or a parent anywhere in the image."""

    moves = Attribute("How often it has moved.")
    tag = Attribute("The date of what a transaction sees, None while that changes.")

    def touch() -> None:  # type: ignore[misc] # an interface
        """Move on."""


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

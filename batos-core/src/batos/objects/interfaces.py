"""The contracts of the object room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from batos.objects.method import Method
    from batos.objects.uvm import UvmObject

__all__ = ["Rollback", "Runner"]


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


class Rollback(Protocol):
    """A savepoint of a transaction."""

    def rollback(self) -> None:
        """Take back everything since the savepoint."""
        ...

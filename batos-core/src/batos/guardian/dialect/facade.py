"""Facades: read-only namespaces in the place of modules and types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

__all__ = ["Facade", "facade"]


class Facade:
    """A namespace whose members are fixed. Instances have no dictionary and take no attributes."""

    __slots__ = ()
    _kind: ClassVar[type | None] = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def facade(
    name: str,
    members: Mapping[str, Any],
    *,
    call: Callable[..., Any] | None = None,
    kind: type | None = None,
) -> Facade:
    """Return a namespace with exactly these members.

    Args:
        name: Its name, for messages.
        members: Its attributes.
        call: What calling it does, such as building a date.
        kind: The class that it stands for in ``isinstance``.
    """
    body: dict[str, Any] = {"__slots__": (), "_kind": kind}
    for member, value in members.items():
        body[member] = staticmethod(value) if callable(value) else value
    if call is not None:
        body["__call__"] = staticmethod(call)
    cls: type[Facade] = type(name, (Facade,), body)
    return cls()

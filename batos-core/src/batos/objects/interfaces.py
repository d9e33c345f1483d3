"""The contracts of the object room.

What lives in the image is described by interfaces of zope.interface, the language of ZODB's own
world, and the classes are verified against them.
"""

from __future__ import annotations

from typing import Any

from zope.interface import Attribute, Interface

__all__ = ["IEpoch", "IMethod", "IUvmObject"]


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

"""The version of a method that is there, when another one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from batos.objects import Example, example_line

__all__ = ["Standing", "WhichVersion"]


class WhichVersion(TypedDict, total=False):
    """Which version of a method; empty for none.

    Attributes:
        address: The method.
        version: Its number.
    """

    address: str
    version: int


@dataclass(frozen=True)
class Standing:
    """The version of a method that an object understands.

    Attributes:
        address: The object that has it.
        selector: Its name.
        version: Its number.
        own: Whether it is the very object's, and not one that it delegates to.
        source: Its text.
        examples: What people asked of it, in the order in which they are numbered, from 1.
    """

    address: str
    selector: str
    version: int
    own: bool
    source: str
    examples: tuple[Example, ...]

    def __str__(self) -> str:
        return f"version {self.version} of {self.address}.{self.selector}"

    def lines(self) -> list[str]:
        """Return its examples as they are taken off, a line each."""
        return [
            f"{number}. {example_line(self.selector, example)}"
            for number, example in enumerate(self.examples, 1)
        ]

    def to_plain(self) -> WhichVersion:
        """Return which version it is, as plain data."""
        return {"address": f"{self.address}.{self.selector}", "version": self.version}

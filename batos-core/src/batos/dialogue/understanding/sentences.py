"""Sentences with what they mean, as slots of the steward hold them.

Each is an array: the sentence, an address or an action, and the arguments where there are any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Meant", "is_same", "meant_in"]


@dataclass(frozen=True)
class Meant:
    """A sentence and what it means.

    Attributes:
        said: The sentence.
        action: ``OBJECT.SELECTOR``, or one of
            :data:`batos.dialogue.understanding.steward.ACTIONS`.
        args: The values of a call.
    """

    said: str
    action: str
    args: tuple[Any, ...] = ()

    def to_plain(self) -> list[Any]:
        """Return it as the slot holds it."""
        return [self.said, self.action, list(self.args)]


def meant_in(given: object) -> Iterator[Meant]:
    """Yield what a slot holds; what is no sentence with a meaning says nothing."""
    for each in given if isinstance(given, (list, tuple)) else ():
        match each:
            case [str(said), str(action)]:
                yield Meant(said, action)
            case [str(said), str(action), list(args) | tuple(args)]:
                yield Meant(said, action, tuple(args))


def is_same(one: str, other: str) -> bool:
    """Return whether two sentences are one, however they are spaced, capitalised and ended."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(" .!").casefold()

"""The commands: what a sentence may come to, a small language with nine words."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec

from batos.objects import call_line

__all__ = [
    "AskBack",
    "Call",
    "Command",
    "Do",
    "Learn",
    "Make",
    "Reader",
    "Recall",
    "Refuse",
    "Remember",
    "Talk",
    "command_from",
    "word_of",
]


Reader = Literal["rules", "model", "fallback"]
"""Who has read a sentence; the fallback is what stands where the model's answer was of no use."""


class _Command(msgspec.Struct, frozen=True, tag_field="command", forbid_unknown_fields=True):
    def to_plain(self) -> dict[str, Any]:
        """Return the command as plain data, with its word as ``command``."""
        plain: dict[str, Any] = msgspec.to_builtins(self, builtin_types=(bytes,))
        return plain


class Call(_Command, frozen=True, tag="call"):
    """A message to an object.

    Attributes:
        object: Its name.
        selector: The method.
        args: What it is given.
    """

    object: str
    selector: str
    args: tuple[Any, ...] = ()

    @property
    def address(self) -> str:
        """``OBJECT.SELECTOR``."""
        return f"{self.object}.{self.selector}"

    @property
    def line(self) -> str:
        """It as it is written, such as ``shopping_list.add('milk', 2)``."""
        return f"{self.object}.{call_line(self.selector, self.args, {})}"


class Learn(_Command, frozen=True, tag="learn"):
    """A method is to be learned.

    Attributes:
        selector: A message that is missing and is sent with ``args``; empty for a mission.
        args: What it is given.
    """

    selector: str = ""
    args: tuple[Any, ...] = ()


class Make(_Command, frozen=True, tag="make"):
    """An object is to be made."""


class Remember(_Command, frozen=True, tag="remember"):
    """What a person tells of themselves is to be kept.

    Attributes:
        fact: Their words.
    """

    fact: str


class Recall(_Command, frozen=True, tag="recall"):
    """A person asks for what they have told."""


class Talk(_Command, frozen=True, tag="talk"):
    """A person wants words.

    Attributes:
        is_unread: Whether it is only taken for that, since nobody could read it.
    """

    is_unread: bool = False


class AskBack(_Command, frozen=True, tag="ask back"):
    """Something is missing.

    Attributes:
        question: What the person is asked.
    """

    question: str


class Refuse(_Command, frozen=True, tag="refuse"):
    """It would do harm.

    Attributes:
        reason: Why, in a sentence.
    """

    reason: str


class Do(_Command, frozen=True, tag="do"):
    """A command of the system's own, which waits for the person's word.

    Attributes:
        name: Which one, such as ``undo``.
        target: What it is done to; empty for the latest.
    """

    name: str
    target: str = ""


Command: TypeAlias = Call | Learn | Make | Remember | Recall | Talk | AskBack | Refuse | Do


def word_of(command: Command) -> str:
    """Return the word of a command, such as ``ask back``."""
    return str(command.__struct_config__.tag)


def command_from(plain: object) -> Command | None:
    """Return the command that plain data stand for; None where they stand for none."""
    try:
        return msgspec.convert(plain, Command, builtin_types=(bytes,))  # type: ignore[no-any-return]
    except msgspec.ValidationError:
        return None

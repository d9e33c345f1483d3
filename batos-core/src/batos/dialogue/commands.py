"""The commands: what a sentence may come to, a small language with nine words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from batos.errors import UsageError
from batos.objects import call_line

__all__ = [
    "AskBack",
    "Call",
    "Command",
    "Do",
    "Learn",
    "Make",
    "Recall",
    "Refuse",
    "Remember",
    "Talk",
    "command_from",
    "command_plain",
    "word_of",
]


class Call(msgspec.Struct, frozen=True, tag_field="command", tag="call"):
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
    def line(self) -> str:
        """It as it is written, such as ``shopping_list.add('milk', 2)``."""
        return f"{self.object}.{call_line(self.selector, self.args, {})}"


class Learn(msgspec.Struct, frozen=True, tag_field="command", tag="learn"):
    """A method is to be learned.

    Attributes:
        selector: A message that is missing and is sent with ``args``; empty for a mission.
        args: What it is given.
    """

    selector: str = ""
    args: tuple[Any, ...] = ()


class Make(msgspec.Struct, frozen=True, tag_field="command", tag="make"):
    """An object is to be made."""


class Remember(msgspec.Struct, frozen=True, tag_field="command", tag="remember"):
    """What a person tells of themselves is to be kept.

    Attributes:
        fact: Their words.
    """

    fact: str


class Recall(msgspec.Struct, frozen=True, tag_field="command", tag="recall"):
    """A person asks for what they have told."""


class Talk(msgspec.Struct, frozen=True, tag_field="command", tag="talk"):
    """A person wants words.

    Attributes:
        is_unread: Whether it is only taken for that, since nobody could read it.
    """

    is_unread: bool = False


class AskBack(msgspec.Struct, frozen=True, tag_field="command", tag="ask back"):
    """Something is missing.

    Attributes:
        question: What the person is asked.
    """

    question: str


class Refuse(msgspec.Struct, frozen=True, tag_field="command", tag="refuse"):
    """It would do harm.

    Attributes:
        reason: Why, in a sentence.
    """

    reason: str


class Do(msgspec.Struct, frozen=True, tag_field="command", tag="do"):
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


def command_plain(command: Command) -> dict[str, Any]:
    """Return a command as plain data."""
    plain: dict[str, Any] = msgspec.to_builtins(command, builtin_types=(bytes,))
    return plain


def command_from(plain: Mapping[str, Any]) -> Command:
    """Return the command that plain data stand for.

    Raises:
        UsageError: They stand for none.
    """
    try:
        return msgspec.convert(plain, Command, builtin_types=(bytes,))  # type: ignore[no-any-return]
    except msgspec.ValidationError as error:
        raise UsageError(f"The command cannot be read: {error}.") from error

"""Values on a command line: JSON or else text, from the line itself, a file or standard input."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import click

from batos.errors import UsageError

__all__ = [
    "SignedCommand",
    "by_flag",
    "read_arguments",
    "read_filled",
    "read_text",
    "read_value",
    "text_flag",
]

_NEGATIVE = re.compile(r"-(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-Infinity")
_OTHER_NUMBER = re.compile(r"[+-]?(\d[\d_]*+\.?+[\d_]*+|\.\d[\d_]*+)([eE][+-]?\d+)?")
"""What Python reads as a number, and JSON in part."""
_BEGINNINGS = ("{", "[", '"')
_DEEPEST = 60
"""Lists and objects within one another; the wire carries 64, with the message around them."""
_SHOWN = 60


class SignedCommand(click.Command):
    """A command whose arguments may be negative numbers."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words apart, with a blank before negative numbers, which JSON ignores."""
        return super().parse_args(
            ctx, [f" {each}" if _NEGATIVE.fullmatch(each) else each for each in args]
        )


def text_flag(command: Any) -> Any:
    """Add ``--text`` to a command that takes values."""
    return click.option(
        "--text", "as_text", is_flag=True, help="Take every value as text, whatever it looks like."
    )(command)


def by_flag(command: Any) -> Any:
    """Add ``--by`` to a command in whose record a person is named, or that is about them."""
    return click.option("--by", default="user", show_default=True, help="Who you are.")(command)


def read_arguments(
    words: Sequence[str], *, as_text: bool = False, stdin: BinaryIO | None = None
) -> tuple[list[Any], dict[str, Any]]:
    """Return the positional and the keyword (``name=value``) arguments of a message.

    Args:
        words: As they were typed.
        as_text: Whether nothing is read as JSON.
        stdin: What ``-`` stands for; None where standard input is used for something else.

    Raises:
        UsageError: One cannot be read, or is neither JSON nor what is taken as text.
        LimitExceededError: One has more bytes than a message.
    """
    if sum(_value_of(word)[1] in ("-", "@-") for word in words) > 1:
        raise UsageError("Standard input can be given once only.")
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for word in words:
        name, text = _value_of(word)
        value = read_value(text, as_text=as_text, stdin=stdin)
        if not name:
            args.append(value)
        elif name in kwargs:
            raise UsageError(f"The keyword argument {name!r} is given twice.")
        else:
            kwargs[name] = value
    return args, kwargs


def _value_of(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    return (name, value) if sign and name.isidentifier() else ("", word)


def read_value(text: str, *, as_text: bool = False, stdin: BinaryIO | None = None) -> Any:
    """Return the value that a word on the command line stands for.

    Args:
        text: The word.
        as_text: Whether it is not read as JSON.
        stdin: See :func:`read_arguments`.

    Raises:
        UsageError: It cannot be read, or is neither JSON nor what is taken as text.
        LimitExceededError: It has more bytes than a message.
    """
    if text.startswith("@@"):
        return text[1:]
    if as_text and _NEGATIVE.fullmatch(text[1:]):
        return text.removeprefix(" ")  # SignedCommand has put it there
    if text not in ("-", "@-") and not text.startswith("@"):
        return text if as_text else _parsed(text, _shown(text), f"As text: {_quoted(text.strip())}")
    name = text.removeprefix("@")
    shown = _named(name)
    content = read_text(name, stdin, hint=f"A text that begins with @ is written @{text}")
    content = content.removesuffix("\n").removesuffix("\r")
    return content if as_text else _parsed(content, shown, "As text: --text")


def read_text(name: str, stdin: BinaryIO | None, *, hint: str = "") -> str:
    """Return the text of a file, or of standard input, that goes into a message.

    Args:
        name: Path of the file; ``-`` is standard input.
        stdin: Standard input; None where it is used for something else.
        hint: What to do about a file that cannot be read.

    Raises:
        UsageError: It cannot be read, or is no text.
        LimitExceededError: It has more bytes than a message.
    """
    from batos.wire.faults import request_too_long
    from batos.wire.messages.frame import MAX_BODY

    shown = _named(name)
    if name == "-" and stdin is None:
        raise UsageError(f"{shown} is not to be had here.", hint="Name a file: @FILE.")
    try:
        with contextlib.nullcontext(stdin) if name == "-" else open(name, "rb") as file:
            assert file is not None, "it was looked at above"
            raw = file.read(MAX_BODY + 1)
    except (OSError, ValueError) as error:  # a name may hold a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{shown} cannot be read: {reason}.", hint=hint) from None
    if len(raw) > MAX_BODY:
        raise request_too_long(shown)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeError:
        raise UsageError(f"{shown} is not valid text (UTF-8).") from None


def read_filled(name: str, stdin: BinaryIO | None) -> str:
    """Return the text of a file, or of standard input, that may not be empty.

    Args:
        name: As for :func:`read_text`.
        stdin: As for :func:`read_text`.

    Raises:
        UsageError: It cannot be read, is no text, or is empty.
        LimitExceededError: It has more bytes than a message.
    """
    text = read_text(name, stdin)
    if not text.strip():
        raise UsageError(f"{_named(name)} is empty.")
    return text


def _named(name: str) -> str:
    return "Standard input" if name == "-" else f"The file {name!r}"


def _parsed(text: str, shown: str, hint: str) -> Any:
    """Return what a text says as JSON, or the text where it does not look like JSON.

    Args:
        text: It.
        shown: How an error names it.
        hint: How it is given as text.
    """
    reader = _Reader()
    try:
        value = reader.read(text)
    except RecursionError:
        raise _too_deep(shown) from None
    except ValueError as error:
        if text.lstrip().startswith(_BEGINNINGS):
            problem = f"begins like JSON, but is not: {_reason(error)}"
            raise UsageError(f"{shown} {problem}.", hint=hint) from None
        if _OTHER_NUMBER.fullmatch(text.strip()):
            raise UsageError(f"{shown} is not how JSON writes a number.", hint=hint) from None
        return text
    if reader.problem:
        raise UsageError(f"{shown} {reader.problem}.", hint=hint)
    if _depth(value) > _DEEPEST:
        raise _too_deep(shown)
    return value


class _Reader:
    """Reads JSON, and remembers what a message could not carry as it stands.

    Only what is JSON as a whole is judged: "NaN and gone" is a text.
    """

    def __init__(self) -> None:
        self.problem = ""

    def read(self, text: str) -> Any:
        return json.loads(
            text,
            parse_constant=self._constant,
            parse_float=self._float,
            parse_int=self._int,
            object_pairs_hook=self._object,
        )

    def _constant(self, name: str) -> None:
        self.problem = f"is no number: JSON has no {name}"

    def _float(self, text: str) -> float:
        value = float(text)
        if value in (float("inf"), float("-inf")):
            self.problem = f"is larger than a number can be: {_shown(text)}"
        return value

    def _int(self, text: str) -> int:
        most = sys.get_int_max_str_digits()
        digits = len(text.removeprefix("-"))
        if most and digits > most:
            self.problem = f"has a number of {digits} digits; at most {most} are read"
            return 0
        return int(text)

    def _object(self, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                self.problem = f"has the key {_shown(key)} twice"
            found[key] = value
        return found


def _too_deep(shown: str) -> UsageError:
    return UsageError(
        f"{shown} is nested too deeply.",
        hint=f"A message carries {_DEEPEST} lists and objects inside one another.",
    )


def _depth(value: Any) -> int:
    """Return how many lists and objects are inside one another."""
    depth, level = 0, [value]
    while level := [each for each in level if isinstance(each, (dict, list))]:
        depth += 1
        level = [
            item for each in level for item in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


def _reason(error: ValueError) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    place = f"line {error.lineno}, " * (error.lineno > 1) + f"character {error.colno}"
    return f"{error.msg[:1].lower()}{error.msg[1:]}, {place}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _quoted(text: str) -> str:
    """Return how a text is typed as a JSON string, or how it is taken as it stands."""
    if len(text) > _SHOWN or "\n" in text:
        return "--text"
    return shlex.quote(json.dumps(text, ensure_ascii=False))

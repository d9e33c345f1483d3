"""What a line that is typed in the Parlor means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from batos.cli.main import COMMANDS
from batos.cli.reach.contributed import TALKS
from batos.cli.terminal.arguments import read_arguments
from batos.errors import UsageError, near
from batos.wire.messages.objects import SendMessage
from batos.wire.messages.talk.missions import MakeObject
from batos_client.words import command_words, split_drops, split_words

__all__ = [
    "OWN",
    "Answer",
    "Decide",
    "Help",
    "Leave",
    "Make",
    "Program",
    "Resume",
    "Say",
    "Send",
    "To",
    "Typed",
    "command_names",
    "read_line",
]

OWN = {
    "/ask": "/ask [--drop-example N] TEXT",
    "/send": "/send [--learn] OBJECT SELECTOR ARGS…",
    "/make": "/make [NAME] TEXT",
    "/to": "/to OBJECT",
    "/approve": "/approve [ID]",
    "/refuse": "/refuse [ID] [REASON…]",
    "/answer": "/answer [ID] NUMBER, /answer [ID] value JSON, /answer [ID] unknown",
    "/resume": "/resume [CONVERSATION]",
    "/help": "/help",
    "/exit": "/exit",
}
"""Commands of the Parlor itself, and how they are written; all others are those of ``batos``."""

_NOT_HERE = (*TALKS, "serve", "tour")
_IN_AN_EDITOR = ("edit",)
_WHOLE = ("example",)
"""Commands that take an address and then a text as it stands."""


@dataclass(frozen=True)
class Say:
    """A sentence in plain language.

    Attributes:
        text: It.
        drop_examples: Examples of the present version that are taken off.
    """

    text: str
    drop_examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Send:
    """A message to an object.

    Attributes:
        message: It.
    """

    message: SendMessage


@dataclass(frozen=True)
class Make:
    """An object that is to be made.

    Attributes:
        asked: What it is to be.
    """

    asked: MakeObject


@dataclass(frozen=True)
class To:
    """Another object that learns.

    Attributes:
        receiver: Its name; empty asks which one does.
    """

    receiver: str


@dataclass(frozen=True)
class Decide:
    """A person's word about a change.

    Attributes:
        install: Whether it is installed.
        name: Which one; empty for the one that waits.
        reason: Why not.
    """

    install: bool
    name: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """A person's answer to a question.

    Attributes:
        name: Which one; empty for the one that waits.
        words: A number, ``value`` and JSON, or ``unknown``.
    """

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Resume:
    """An earlier conversation that goes on.

    Attributes:
        name: Which one; the latest where it is empty.
    """

    name: str


@dataclass(frozen=True)
class Program:
    """A command of ``batos``.

    Attributes:
        words: It, without ``batos``.
        has_terminal: Whether it needs the terminal for itself, as an editor does.
    """

    words: tuple[str, ...]
    has_terminal: bool = False


@dataclass(frozen=True)
class Help:
    """A wish for help."""


@dataclass(frozen=True)
class Leave:
    """The end of the talk."""


Typed = Say | Send | Make | To | Decide | Answer | Resume | Program | Help | Leave


def command_names() -> list[str]:
    """Return every command that can be typed, with its slash."""
    others = (f"/{name}" for name in COMMANDS if name not in _NOT_HERE)
    return list(dict.fromkeys([*OWN, *others]))


def read_line(line: str, *, receiver: str = "genesis") -> Typed:
    """Return what a line means.

    Args:
        line: It, not empty.
        receiver: The object that learns.

    Raises:
        UsageError: There is no such command, or it is not complete.
    """
    if not line.startswith("/"):
        return Say(line)
    name, _, rest = line.partition(" ")
    rest = rest.strip()
    if name == "/ask":
        return _ask(rest)
    if name in OWN or name == "/quit":
        return _own(name, split_words(rest))
    command = name.removeprefix("/")
    if command not in COMMANDS or command in _NOT_HERE:
        known = near(name, command_names())
        raise UsageError(f"There is no command {name!r}.", hint=known or "/help lists them.")
    return _program(command, rest, receiver)


def _program(command: str, rest: str, receiver: str) -> Program:
    if command in _WHOLE:
        address, _, text = rest.partition(" ")
        words = [address, *([text.strip()] if text.strip() else [])]
    else:
        words = command_words(command, rest)
    if command == "show" and not words:
        words = [receiver]
    has_terminal = command in _IN_AN_EDITOR or (command == "approvals" and words[:1] == ["edit"])
    return Program((command, *words), has_terminal)


def _ask(rest: str) -> Say:
    off, text = split_drops(rest)
    if not text:
        raise UsageError("There is nothing to ask.", hint=f"Usage: {OWN['/ask']}")
    return Say(text, off)


def _own(name: str, words: Sequence[str]) -> Typed:
    match name, [*words]:
        case "/send", _:
            return _send(words)
        case "/make", [text]:
            return Make(MakeObject(text, attended=True))
        case "/make", [called, text]:
            return Make(MakeObject(text, called, attended=True))
        case "/to", ([] | [_]):
            return To(words[0] if words else "")
        case "/approve", ([] | [_]):
            return Decide(True, words[0] if words else "")
        case "/refuse", [*given]:
            return Decide(False, given[0] if given else "", " ".join(given[1:]))
        case "/answer", ([_] | ["value", _]):
            return Answer("", tuple(words))
        case "/answer", ([_, _] | [_, "value", _]):
            return Answer(words[0], tuple(words[1:]))
        case "/resume", ([] | [_]):
            return Resume(words[0] if words else "")
        case "/help", _:
            return Help()
        case (("/exit" | "/quit"), _):
            return Leave()
    raise UsageError(f"That is no {name}.", hint=f"Usage: {OWN[name]}")


def _send(words: Sequence[str]) -> Send:
    learn = True if words[:1] == ["--learn"] else None
    given = words[1:] if learn else words
    if len(given) < 2:
        raise UsageError("A message needs an object and a selector.", hint=f"Usage: {OWN['/send']}")
    receiver, selector, *rest = given
    args, kwargs = read_arguments(rest)
    return Send(SendMessage(selector, receiver, tuple(args), kwargs, learn, attended=True))

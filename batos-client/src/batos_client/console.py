"""The Synaptic Console: a line editor in front of the kernel."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from batos.cli.objects import print_description
from batos.cli.output import fitted, note, print_json, print_table, printable, show_error
from batos.cli.progress import CycleProgress
from batos.cli.talk import mission_failure, split_arguments
from batos.errors import (
    BatosError,
    CancelledError,
    ExitCode,
    KernelNotRunningError,
    UsageError,
    near,
)
from batos.wire import KernelClient

__all__ = ["Console", "split_words"]

_HELP = """\
Type what you want; a sentence that asks for a method becomes a mission, such as
  write a method that reverses a text; e.g. 'abc' gives 'cba'
Commands:
  /send OBJECT SELECTOR ARGS…   send a message (arguments are JSON, else text)
  /show ADDRESS                 show an object, a method or a cycle
  /objects                      list the objects
  /to OBJECT                    let another object learn
  /help, /exit
Ctrl-C stops an answer; Ctrl-D leaves."""


_SEND_USAGE = "Usage: /send OBJECT SELECTOR ARGS…"
_LEAVE = ("/exit", "/quit")
_WORD = re.compile(r"""(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+""")


def split_words(text: str) -> list[str]:
    """Return the words of a line: JSON values as they stand, everything else as in a shell.

    Raises:
        UsageError: A quotation mark is not closed.
    """
    words = []
    rest = text.strip()
    while rest:
        end = _json_end(rest)
        if end:
            words.append(rest[:end])
        else:
            found = _WORD.match(rest)
            if found is None or (found.end() < len(rest) and not rest[found.end()].isspace()):
                raise UsageError(f"A quotation mark is not closed in {rest!r}.")
            end = found.end()
            words += shlex.split(found[0])
        rest = rest[end:].lstrip()
    return words


def _json_end(text: str) -> int:
    """Return where the JSON value at the head of a text ends, 0 where there is none."""
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0
    return end if end == len(text) or text[end].isspace() else 0


class Console:
    """A conversation with one kernel.

    Args:
        client: The connection.
        receiver: Who learns.
    """

    def __init__(self, client: KernelClient, *, receiver: str = "genesis") -> None:
        self._client = client
        self._receiver = receiver
        self._commands: dict[str, Callable[[list[str]], None]] = {
            "/help": self._help,
            "/send": self._send,
            "/show": self._show,
            "/objects": self._objects,
            "/to": self._to,
        }

    def interact(self, history: Path) -> int:
        """Talk on a terminal until the person leaves."""
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import FileHistory

        history.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        words = WordCompleter([*self._commands, *_LEAVE], sentence=True)
        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(history)), completer=words, complete_while_typing=False
        )
        note("Talk to BAT OS. /help lists the commands, Ctrl-D leaves.")
        while True:
            try:
                line = session.prompt(f"{self._receiver}> ").strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return ExitCode.OK
            if line in _LEAVE:
                return ExitCode.OK
            if line:
                try:
                    self._take(line)
                except KeyboardInterrupt:  # between two requests of a command
                    note("Stopped.")
                except KernelNotRunningError as error:
                    show_error(error)
                    return error.exit_code

    def read_lines(self, lines: Iterable[str]) -> int:
        """Take each line as a request; return the code of the first that failed."""
        first = int(ExitCode.OK)
        for line in lines:
            request = line.strip()
            if request in _LEAVE:
                break
            code = self._take(request) if request else ExitCode.OK
            if code == ExitCode.INTERRUPTED:
                return code
            first = first or code
        return first

    def _take(self, line: str) -> int:
        try:
            if line.startswith("/"):
                self._command(line)
            else:
                self._ask(line)
        except KernelNotRunningError:
            raise
        except CancelledError:
            note("Stopped.")
            return ExitCode.INTERRUPTED
        except BatosError as error:
            show_error(error)
            return error.exit_code
        return ExitCode.OK

    def _command(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        command = self._commands.get(name)
        if command is None:
            known = [*self._commands, *_LEAVE]
            raise UsageError(
                f"There is no command {name!r}.", hint=near(name, known) or "/help lists them."
            )
        command(split_words(rest))

    def _ask(self, text: str) -> None:
        body = {"text": text, "receiver": self._receiver}
        with CycleProgress() as progress:
            answer = self._client.request("mission.ask", body, on_event=progress)
        self._print(answer)

    @staticmethod
    def _print(answer: Mapping[str, Any]) -> None:
        if answer["kind"] == "failed":
            raise mission_failure(answer)
        if answer["kind"] == "value":
            note(f"({answer['text']}, no model call)")
            print_json(answer["value"])
        elif answer["kind"] == "learned":
            click.echo(f"Learned {answer['text']}{answer['outcome']['signature']}")
        else:
            who = f"{answer['persona'].upper()}: " if answer["persona"] else ""
            click.echo(fitted(printable(f"{who}{answer['text']}"), sys.stdout))

    @staticmethod
    def _help(words: list[str]) -> None:
        del words
        note(_HELP)

    def _send(self, words: list[str]) -> None:
        if len(words) < 2:
            raise UsageError("A message needs an object and a selector.", hint=_SEND_USAGE)
        receiver, selector, *rest = words
        args, kwargs = split_arguments(rest)
        body = {
            "receiver": receiver,
            "selector": selector,
            "args": args,
            "kwargs": kwargs,
        }
        with CycleProgress() as progress:
            answer = self._client.request("object.send", body, on_event=progress)
        print_json(answer["value"])

    def _show(self, words: list[str]) -> None:
        address = words[0] if words else self._receiver
        print_description(self._client.request("object.show", {"address": address}))

    def _objects(self, words: list[str]) -> None:
        del words
        print_table(["name", "methods"], self._client.request("object.list")["objects"], "")

    def _to(self, words: list[str]) -> None:
        if words:
            self._client.request("object.show", {"address": words[0]})
            self._receiver = words[0]
        note(f"{self._receiver} learns what you ask for.")

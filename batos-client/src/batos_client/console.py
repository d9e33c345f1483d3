"""The Synaptic Console: a line editor in front of the kernel."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from batos.cli.output import note, show_error
from batos.cli.progress import CycleProgress
from batos.cli.talk import parse_argument
from batos.errors import BatosError, CancelledError, ExitCode, KernelNotRunningError, near
from batos.wire import KernelClient

__all__ = ["Console"]

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
        words = WordCompleter([*self._commands, "/exit"], sentence=True)
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
            if line in ("/exit", "/quit"):
                return ExitCode.OK
            if line:
                try:
                    self._take(line)
                except KernelNotRunningError as error:
                    show_error(error)
                    return error.exit_code

    def read_lines(self, lines: Iterable[str]) -> int:
        """Take each line as a request; return the code of the first that failed."""
        worst = int(ExitCode.OK)
        for line in lines:
            if not line.strip() or line.strip() in ("/exit", "/quit"):
                continue
            code = self._take(line.strip())
            worst = worst or code
        return worst

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
        try:
            name, *words = shlex.split(line)
        except ValueError as error:
            note(f"That line cannot be read: {error}.")
            return
        command = self._commands.get(name)
        if command is None:
            note(f"There is no command {name!r}. {near(name, self._commands)}".strip())
        else:
            command(words)

    def _ask(self, text: str) -> None:
        body = {"text": text, "receiver": self._receiver}
        with CycleProgress() as progress:
            answer = self._client.request("mission.ask", body, on_event=progress)
        self._print(answer)

    @staticmethod
    def _print(answer: Mapping[str, Any]) -> None:
        if answer["kind"] == "value":
            note(f"({answer['text']}, no model call)")
            click.echo(json.dumps(answer["value"], ensure_ascii=False, default=str))
        elif answer["kind"] == "failed":
            outcome = answer["outcome"] or {}
            note(f"It could not be learned: {answer['text'].splitlines()[0]}")
            for line in outcome.get("tried", ()):
                note(f"  tried: {line}")
            note(f"  {outcome.get('hint', '')}")
        elif answer["kind"] == "learned":
            click.echo(f"Learned {answer['text']}{answer['outcome']['signature']}")
        else:
            who = f"{answer['persona'].upper()}: " if answer["persona"] else ""
            click.echo(f"{who}{answer['text']}")

    @staticmethod
    def _help(words: list[str]) -> None:
        del words
        note(_HELP)

    def _send(self, words: list[str]) -> None:
        if len(words) < 2:
            note("Usage: /send OBJECT SELECTOR ARGS…")
            return
        receiver, selector, *rest = words
        body = {
            "receiver": receiver,
            "selector": selector,
            "args": [parse_argument(each) for each in rest],
        }
        with CycleProgress() as progress:
            answer = self._client.request("object.send", body, on_event=progress)
        click.echo(json.dumps(answer["value"], ensure_ascii=False, default=str))

    def _show(self, words: list[str]) -> None:
        found = self._client.request("object.show", {"address": words[0] if words else "genesis"})
        click.echo(found.get("source") or json.dumps(found, indent=2, ensure_ascii=False))

    def _objects(self, words: list[str]) -> None:
        del words
        for row in self._client.request("object.list")["objects"]:
            click.echo(f"{row['name']:20} {', '.join(row['methods'])}")

    def _to(self, words: list[str]) -> None:
        if words:
            self._client.request("object.show", {"address": words[0]})
            self._receiver = words[0]
        note(f"{self._receiver} learns what you ask for.")

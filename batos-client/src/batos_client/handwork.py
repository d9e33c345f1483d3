"""Methods by hand, in the chat: what ``batos define``, ``edit``, ``try`` and so on do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batos.cli.methods.editing import edit_methods
from batos.cli.methods.methods import (
    drafts_of,
    install,
    note_example,
    note_installed,
    print_tests,
    run_tests,
)
from batos.cli.talk.ask_approval import print_run
from batos.cli.terminal.arguments import read_arguments, read_filled
from batos.cli.terminal.output import note
from batos.errors import UsageError
from batos.wire import KernelClient
from batos.wire.messages.methods import AddExample, TryMethod

__all__ = ["HELP", "Said", "hand_commands", "hand_sentences"]

HELP = """\
  /define OBJECT.METHOD FILE    write a method yourself
  /edit OBJECT[.METHOD]         the same, in your editor
  /try OBJECT.METHOD ARGS…      run it and see what it would change
  /test [OBJECT[.METHOD]]       run examples again
  /example OBJECT.METHOD TEXT   say what it must give, such as 'hi' -> 'HI!'"""

Said = tuple[Any, Callable[[], None]]
"""An answer, and what shows it to a person."""


def hand_commands(client: KernelClient) -> Mapping[str, Callable[[list[str]], Said]]:
    """Return the commands that take words, by their names."""

    def define(words: list[str]) -> Said:
        if len(words) != 2:
            raise UsageError("A method has a name and a file.", hint="/define OBJECT.METHOD FILE")
        done = install(client, drafts_of(words[0], read_filled(words[1], None)))
        return done, lambda: note_installed(done)

    def edit(words: list[str]) -> Said:
        done = edit_methods(client, _one(words, "/edit OBJECT[.METHOD]"))
        return done, lambda: note_installed(done) if done else note("Nothing was changed.")

    def try_(words: list[str]) -> Said:
        if not words:
            raise UsageError("A method is named.", hint="/try OBJECT.METHOD ARGS…")
        args, kwargs = read_arguments(words[1:])
        found = client.request(TryMethod(words[0], tuple(args), kwargs))
        return found, lambda: print_run(found)

    def test(words: list[str]) -> Said:
        address = _one(words, "/test [OBJECT[.METHOD]]") if words else ""
        found = run_tests(client, address)
        return found, lambda: print_tests(found)

    return {"/define": define, "/edit": edit, "/try": try_, "/test": test}


def hand_sentences(client: KernelClient) -> Mapping[str, Callable[[str], Said]]:
    """Return the commands that take a text as it stands, by their names."""

    def example(text: str) -> Said:
        address, _, line = text.partition(" ")
        if not line.strip():
            raise UsageError("There is no example.", hint="/example OBJECT.METHOD 'hi' -> 'HI!'")
        done = client.request(AddExample(address, example=line.strip()))
        return done, lambda: note_example(done)

    return {"/example": example}


def _one(words: list[str], usage: str) -> str:
    if len(words) != 1:
        raise UsageError("One name is wanted.", hint=usage)
    return words[0]

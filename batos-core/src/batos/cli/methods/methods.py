"""``batos define``, ``batos try``, ``batos test`` and ``batos example``: methods by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from batos.cli.methods.sections import Section, note_findings, sections_of
from batos.cli.reach.connect import connected
from batos.cli.talk.ask_approval import drop_flag, print_run
from batos.cli.talk.outcomes import note_version
from batos.cli.terminal.arguments import (
    SignedCommand,
    by_flag,
    read_arguments,
    read_filled,
    read_value,
    text_flag,
)
from batos.cli.terminal.output import json_flag, note, print_json, print_line, print_table
from batos.cli.terminal.progress import TestProgress
from batos.counting import counted
from batos.errors import BatosError, ExitCode, UsageError
from batos.learning.model.outcome import Outcome
from batos.wire.messages.methods import AddExample, DefineMethods, Draft, RunExamples, TryMethod

if TYPE_CHECKING:
    from batos.wire import KernelClient

__all__ = [
    "define",
    "drafts_of",
    "example",
    "install",
    "note_example",
    "note_installed",
    "print_tests",
    "run_tests",
    "test",
    "try_",
]

_COLUMNS = ["address", "version", "examples", "state", "seconds"]
_STATES = {"untested": "no example", "quarantine": "in quarantine: not run"}


@click.command()
@click.argument("address", metavar="OBJECT[.METHOD]")
@click.option(
    "--file", "file", metavar="FILE", default="-", help="Take the text from a file, not from stdin."
)
@drop_flag
@by_flag
@json_flag
def define(address: str, file: str, drop_examples: tuple[str, ...], by: str, as_json: bool) -> int:
    """Write a method yourself: its text comes from standard input or a file.

    The text is one function, def METHOD(self, ...). The guardian reads it, and the examples that
    people gave to the version that is there must come true, unless --drop-example takes one off.
    What the object has from another one stays there; yours is the object's own. 'batos undo'
    takes it back.

    With OBJECT alone the text may hold several methods, which are installed together or not at
    all.

    \b
    Examples:
      batos define genesis.shout < shout.py
      echo 'def shout(self, text): return text.upper()' | batos define genesis.shout
      batos define basket --file basket.py --by amy
    """
    if file == "-" and sys.stdin.isatty():
        raise UsageError(
            "There is no text on standard input.",
            hint=f"Write it in your editor: batos edit {address}",
        )
    text = read_filled(file, sys.stdin.buffer)
    with connected() as client:
        done = install(client, drafts_of(address, text), drop_examples=drop_examples, by=by)
    if as_json:
        print_json(done)
    else:
        note_installed(done)
    return ExitCode.OK


def drafts_of(address: str, text: str) -> dict[str, Section]:
    """Return the texts of methods by their addresses.

    Args:
        address: ``OBJECT.METHOD``, or ``OBJECT`` for as many as the text has.
        text: It.

    Raises:
        UsageError: It has none, or one of them twice.
    """
    if "." in address:
        return {address: Section(address.rpartition(".")[2], text, 1)}
    found: dict[str, Section] = {}
    for section in sections_of(text):
        if not section.name:
            raise UsageError(
                "There is no method in the text.",
                hint="Write one `def name(self, ...)` or several.",
            )
        if f"{address}.{section.name}" in found:
            raise UsageError(f"The text has two methods named {section.name!r}.")
        found[f"{address}.{section.name}"] = section
    return found


def install(
    client: KernelClient,
    drafts: Mapping[str, Section],
    *,
    drop_examples: Sequence[str] = (),
    seen: Mapping[str, str] | None = None,
    by: str = "user",
) -> list[dict[str, Any]]:
    """Have texts installed, all or none; return a line for each.

    Args:
        client: The kernel.
        drafts: The texts by their addresses.
        drop_examples: Old examples that are taken off; for one text only.
        seen: The sha256 of the versions that they were made of; others are not replaced.
        by: Who has written them.

    Raises:
        BatosError: One is refused; what the guardian has found stands on stderr by then.
    """
    if drop_examples and len(drafts) > 1:
        raise UsageError("--drop-example is for one method.", hint="Define it alone first.")
    methods = tuple(
        Draft(
            address,
            section.source,
            tuple(drop_examples),
            None if seen is None else seen.get(address, ""),
        )
        for address, section in drafts.items()
    )
    try:
        done = client.request(DefineMethods(methods, by))
    except BatosError as error:
        note_findings(error, drafts)
        raise
    return done.methods


def note_installed(done: Iterable[Mapping[str, Any]]) -> None:
    """Say on stderr what was installed, and what it took the place of."""
    for each in done:
        if not each["changed"]:
            note(f"{each['address']} has this text already (version {each['version']}).")
            continue
        note(f"Installed {each['address']}{each['signature']}.")
        receiver, _, selector = each["address"].rpartition(".")
        note_version(
            Outcome(
                status="COMPLETE",
                cycle="",
                receiver=receiver,
                selector=selector,
                version=each["version"],
                replaces=each["replaces"],
            )
        )


@click.command("try", cls=SignedCommand)
@click.argument("address", metavar="OBJECT.METHOD")
@click.argument("arguments", nargs=-1)
@click.option("--state", metavar="JSON", help="Slots that the object has for this run.")
@text_flag
@json_flag
def try_(
    address: str, arguments: tuple[str, ...], state: str | None, as_text: bool, as_json: bool
) -> None:
    """Run a method and see what it would change; nothing of it is kept.

    ARGUMENTS are as for 'batos send'. The result is printed, and on stderr what would have
    changed. Nothing is learned.

    \b
    Examples:
      batos try genesis.count_vowels banana
      batos try basket.push 3 --state '{"items": [1, 2]}'
    """
    args, kwargs = read_arguments(arguments, as_text=as_text, stdin=sys.stdin.buffer)
    slots = read_value(state) if state is not None else {}
    if not isinstance(slots, dict):
        raise UsageError("--state takes a JSON object, such as '{\"items\": [1, 2]}'.")
    with connected() as client:
        found = client.request(TryMethod(address, tuple(args), kwargs, slots))
    if as_json:
        print_json(found)
    else:
        print_run(found)


@click.command()
@click.argument("address", metavar="[OBJECT[.METHOD]]", required=False, default="")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def test(address: str, quiet: bool, as_json: bool) -> int:
    """Run the examples of methods again: of one, of an object's own, or of all that was learned.

    They run in a child process, on the slots that the object has now; nothing is changed. The exit
    code is 0 when none goes wrong, and 1 otherwise. A method in quarantine is not run.

    \b
    Examples:
      batos test
      batos test genesis
      batos test genesis.count_vowels --json
    """
    with connected() as client:
        found = run_tests(client, address, quiet=quiet)
    if as_json:
        print_json(found)
    else:
        print_tests(found)
    return ExitCode.OK if found["right"] else ExitCode.FAILURE


def run_tests(client: KernelClient, address: str, *, quiet: bool = False) -> dict[str, Any]:
    """Have examples run again; on a terminal it is told how far that is."""
    with TestProgress(quiet=quiet) as progress:
        return client.request(RunExamples(address), on_event=progress)


def print_tests(found: Mapping[str, Any]) -> None:
    """Print a line for each method, and below them what has gone wrong."""
    rows = [
        {
            **each,
            "examples": f"{each['right']} of {each['examples']}",
            "state": _STATES.get(each["state"], each["state"]),
            "seconds": f"{each['seconds']:.2f}",
        }
        for each in found["methods"]
    ]
    print_table(_COLUMNS, rows, "There is no method to be tested.")
    for each in found["methods"]:
        for problem in each["problems"]:
            print_line(f"{each['address']}, example {problem['number']}: {problem['text']}")
    methods = counted(len(rows), "method")
    wrong = sum(each["state"] == "wrong" for each in found["methods"])
    said = f"{wrong} wrong" if wrong else "none wrong"
    note(f"{counted(found['examples'], 'example')} of {methods}, {said}.")


@click.command()
@click.argument("address", metavar="OBJECT.METHOD")
@click.argument("line", metavar="EXAMPLE")
@by_flag
@json_flag
def example(address: str, line: str, by: str, as_json: bool) -> int:
    """Say what a method must give; it stays with the method as its test.

    EXAMPLE is written as for 'batos ask --example'. The method must make it true as it is; where
    it does not, you are told what came instead, and nothing is changed. Two examples that ask for
    different answers prove a tentative method.

    \b
    Examples:
      batos example genesis.count_vowels "'queue' -> 4"
      batos example basket.push "items=[1]; push(2) -> 2; items=[1, 2]"
    """
    with connected() as client:
        done = client.request(AddExample(address, line, by))
    if as_json:
        print_json(done)
    else:
        note_example(done)
    return ExitCode.OK


def note_example(done: Mapping[str, Any]) -> None:
    """Say on stderr which examples a method has by now."""
    if done["changed"]:
        note(f"{done['address']} makes it true, and keeps it (version {done['version']}).")
    else:
        note(f"{done['address']} has it already.")
    for number, line in enumerate(done["examples"], 1):
        note(f"  {number}. {line}")

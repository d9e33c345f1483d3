"""``batos memory``: documents that the image was given to read, and what is found in it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click
import msgspec

from batos.cli.memory.searching import search
from batos.cli.reach.connect import looking
from batos.cli.reach.named_image import shown_size
from batos.cli.system.held_models import is_any, reached
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import (
    json_flag,
    local_time,
    note,
    print_fact,
    print_json,
    print_line,
    print_table,
    printable,
)
from batos.cli.terminal.spinner import Spinning
from batos.config import Loaded, load_config
from batos.counting import counted
from batos.errors import ExitCode, UsageError
from batos.wire.messages.frame import MAX_BODY
from batos.wire.messages.memory import (
    AddDocument,
    AddedDocument,
    ForgetSource,
    ListSources,
    Reembed,
    ShowMemory,
    ShowSource,
    SourceFacts,
)
from batos.wire.messages.request import Request
from batos.wire.messages.talk.conversations import ListConversations
from batos.wire.messages.talk.missions import ListFacts

if TYPE_CHECKING:
    from batos.cli.reach.still import StillImage
    from batos.image import Session
    from batos.memory.fractal import FractalMemory
    from batos.wire import KernelClient

__all__ = ["memory"]

A = TypeVar("A")

_name = click.argument("name")
_STEPS = 10
"""Lines that long work takes where no terminal shows a spinner."""
_SILENT_S = 10.0
"""Seconds after which there is one more, however far it is."""


@click.group(cls=NounGroup)
@by_flag
@json_flag
def memory(by: str, as_json: bool) -> None:
    """Give the image documents to read, and search what it knows.

    \b
    Examples:
      batos memory
      batos memory add notes.md
      batos memory search "how do I take back a change?"
      batos memory forget notes.md
    """


@memory.command("list")
@by_flag
@json_flag
def list_(by: str, as_json: bool) -> None:
    """List the documents that were taken in, and tell how much you have told and said.

    'batos memory status --json' has the numbers of the latter.

    \b
    Examples:
      batos memory list
      batos memory list --by ann
      batos memory list --json
    """
    found: list[SourceFacts] = []
    own = {"facts": 0, "conversations": 0}
    if is_any(load_config()):
        with looking() as client:
            found = client.request(ListSources()).sources
            own = _own(client, by)
    if as_json:
        print_json([msgspec.to_builtins(each) for each in found])
        return
    rows = [_row(each) for each in found]
    print_table(
        list(rows[0]) if rows else ["name"],
        rows,
        "No document was taken in yet. To take one in: batos memory add FILE",
    )
    if any(own.values()):
        note(_told(own))


def _own(client: KernelClient | StillImage, user: str) -> dict[str, int]:
    """Return how many facts a person has told, and how many conversations they have."""
    facts = client.request(ListFacts(user)).facts
    conversations = client.request(ListConversations(user)).conversations
    return {"facts": len(facts), "conversations": len(conversations)}


def _told(own: Mapping[str, int]) -> str:
    facts, conversations = own["facts"], own["conversations"]
    said = f"{counted(facts, 'fact')} and {counted(conversations, 'conversation')} of yours"
    return f"{said}: batos facts, batos conversations"


def _row(source: SourceFacts) -> dict[str, Any]:
    return {
        "name": source.name,
        "form": source.form,
        "passages": source.passages,
        "size": shown_size(source.size),
        "added": local_time(source.added) if source.complete else "in part; add it again",
    }


@memory.command()
@click.argument("path")
@click.option("--name", default="", help="What standard input is to be called.")
@click.option(
    "--form",
    type=click.Choice(["text", "markdown", "jsonl", "pdf"]),
    default="text",
    show_default=True,
    help="The form of standard input; that of a file is seen by its name.",
)
@json_flag
def add(path: str, name: str, form: str, as_json: bool) -> int:
    """Take a file in, or a folder of them, or standard input ("-").

    Text, Markdown, PDF, and JSONL of golden pairs: a line is {"prompt": "…", "response": "…"} and
    may name a "persona". Of what is there already, only what has changed is read again. The exit
    code is 1 when something was not taken.

    \b
    Examples:
      batos memory add notes.md
      batos memory add ~/Documents/manuals
      batos memory add answers.jsonl
      git log | batos memory add - --name git-log
    """
    asked = _from_stdin(name, form) if path == "-" else _from_path(path, name)

    def directly(kept: FractalMemory, onlooker: Any) -> dict[str, Any]:
        if asked.path:
            added = kept.add(Path(asked.path), onlooker)
        else:
            added = [kept.add_content(asked.name, asked.content, form=form, onlooker=onlooker)]
        return {"documents": [each.to_plain() for each in added]}

    found = _asked(load_config(), asked, directly).documents
    if as_json:
        print_json([msgspec.to_builtins(each) for each in found])
    else:
        for each in found:
            _tell(each)
    return ExitCode.FAILURE if any(each.refused for each in found) else ExitCode.OK


def _from_stdin(name: str, form: str) -> AddDocument:
    if not name:
        raise UsageError("Standard input needs a name.", hint="Give it one: --name notes")
    content = sys.stdin.buffer.read(MAX_BODY + 1)
    if len(content) > MAX_BODY:
        raise UsageError(
            f"Standard input is too large: a message carries {MAX_BODY >> 20} MiB.",
            hint="Save it to a file, and: batos memory add FILE",
        )
    return AddDocument(name=name, content=content, form=form)  # type: ignore[arg-type]  # click has looked


def _from_path(path: str, name: str) -> AddDocument:
    if name:
        raise UsageError("A file is called by its path.", hint="--name goes with '-'.")
    if not path:
        raise UsageError("No file is named.", hint="For the folder that you are in: '.'")
    return AddDocument(path=str(Path(path).expanduser().absolute()))


def _tell(added: AddedDocument) -> None:
    if added.form:
        told = "is there already" if added.unchanged else _changes(added)
        note(f"{added.source}: {told}")
    if added.remark:
        note(f"{added.source}: {added.remark}")
    for refusal in added.refused:
        note(f"{added.source}: {refusal}")


def _changes(added: AddedDocument) -> str:
    gone = f", {added.gone} gone" if added.gone else ""
    return f"{counted(added.passages, 'passage', 'passages')}, {added.fresh} new{gone}"


memory.add_command(search)


@memory.command()
@_name
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@by_flag
@json_flag
def show(name: str, limit: int, by: str, as_json: bool) -> None:
    """Show a document that was taken in, and its passages as they are found.

    What a search finds, and what an answer names as its source, is shown by its key as well.

    \b
    Examples:
      batos memory show notes.md
      batos memory show conversation:chat-1:0
      batos memory show notes.md --limit 3
    """
    with looking() as client:
        found = client.request(ShowSource(name, limit, by))
    if as_json:
        print_json(msgspec.to_builtins(found))
        return
    for key, value in _row(found.source).items():
        print_fact(key, str(value))
    for each in found.passages:
        click.echo()
        click.echo(click.style(printable(each.title), bold=True))
        print_line(each.text)


@memory.command()
@_name
@by_flag
@json_flag
def forget(name: str, by: str, as_json: bool) -> None:
    """Forget a document: its passages, their words and their vectors.

    A mission of yours of which nothing came is forgotten by its key; what was learned is
    everybody's, and goes with its method.

    What came before can be seen in the past of the image until a pack drops that:
    batos image pack --keep-days 0 --yes-drop-history

    \b
    Examples:
      batos memory forget notes.md
      batos memory forget mission:20260102-101500-ab12 --by ann
    """
    gone = _asked(
        load_config(),
        ForgetSource(name, by),
        lambda kept, onlooker: kept.forget(name, replace(onlooker, user=by)).to_plain(),
    )
    if as_json:
        print_json(msgspec.to_builtins(gone))
    passages = counted(gone.passages, "passage is", "passages are")
    note(f"{gone.name}: {passages} forgotten. A pack takes them out of the file: batos image pack")


@memory.command()
@by_flag
@json_flag
def status(by: str, as_json: bool) -> None:
    """Tell what the memory holds, and by which embedder it finds what is meant.

    \b
    Examples:
      batos memory status
      batos memory status --json
    """
    with looking() as client:
        found = client.request(ShowMemory())
        own = _own(client, by)
    if as_json:
        print_json({**msgspec.to_builtins(found), **own})
        return
    print_fact("holds", ", ".join(f"{n} {kind}" for kind, n in found.kinds.items()) or "nothing")
    print_fact("sources", str(found.sources))
    print_fact("yours", _told(own).replace(" of yours", ""))
    for each in found.incomplete:
        print_fact("in part", f"{each}; add it again, and the rest is read")
    print_fact("embedder", found.embedder or "none: it finds by words")
    for label, count in found.spaces.items():
        print_fact("vectors", f"{count} of {label}")
    if found.remark:
        note(found.remark)


@memory.command()
@json_flag
def reembed(as_json: bool) -> None:
    """Give every document its vector by the embedder that is configured.

    It goes on where it was stopped. Vectors of another embedder go when all are made.

    \b
    Examples:
      batos config set memory.embedder minilm
      batos memory reembed
    """
    done = _asked(
        load_config(), Reembed(), lambda kept, onlooker: {"documents": kept.reembed(onlooker)}
    ).documents
    if as_json:
        print_json({"documents": done})
    note(f"{counted(done, 'document has', 'documents have')} got their vectors.")


class _Shares(Spinning):
    """Shows how far something is: a spinner on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._told = -1
        self._at = time.monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(file=sys.stderr).status("")
            self._status.start()
        return self

    def __call__(self, what: str, share: float | None) -> None:
        text = f"{printable(what)}, {share:.0%}" if share else printable(what)
        step = int((share or 0) * _STEPS)
        if self._status is not None:
            self._status.update(text)
        elif step > self._told or time.monotonic() - self._at >= _SILENT_S:
            self._told, self._at = step, time.monotonic()
            note(text)


def _asked(
    loaded: Loaded,
    asked: Request[A],
    directly: Callable[[FractalMemory, Any], dict[str, Any]],
) -> A:
    """Ask the running system, or the image itself where nothing runs."""
    from batos.memory.intake import Onlooker

    with _Shares() as shares:
        onlooker = Onlooker(tell=shares)
        return reached(
            loaded,
            asked,
            lambda session: _opened(loaded, session),
            lambda kept: directly(kept, onlooker),
            shares,
        )


def _opened(loaded: Loaded, session: Session) -> FractalMemory:
    from batos.cli.reach.installed import installed
    from batos.memory.fractal import FractalMemory
    from batos.plugins.backends import local_thinker
    from batos.plugins.embedders import lender, local_embedding

    plugins = installed(loaded)
    embedding = local_embedding(loaded, plugins, lender(local_thinker(loaded, plugins)))
    return FractalMemory(session, embedding, largest=loaded.config.memory.max_file_mb << 20)

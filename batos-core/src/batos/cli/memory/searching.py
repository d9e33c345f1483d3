"""``batos memory search``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

import click
import msgspec

from batos.cli.reach.connect import looking
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.output import json_flag, note, print_json, print_line, printable
from batos.errors import UsageError
from batos.wire.messages.memory import FoundDocument, SearchMemory

__all__ = ["search"]

_WAYS = ("both", "words", "meaning")


@click.command()
@click.argument("query")
@click.option("--kind", "kinds", multiple=True, help="Only documents of this kind; repeatable.")
@click.option("--source", default="", help="Only from sources whose name holds this.")
@click.option(
    "--where", multiple=True, metavar="NAME=VALUE", help="Only what this is known of; repeatable."
)
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 1_000))
@click.option(
    "--using",
    type=click.Choice(_WAYS),
    default="both",
    show_default=True,
    help="What is compared.",
)
@by_flag
@json_flag
def search(
    query: str,
    kinds: tuple[str, ...],
    source: str,
    where: tuple[str, ...],
    limit: int,
    using: str,
    by: str,
    as_json: bool,
) -> None:
    """Find what fits a query, by its words and by what it means.

    Kinds are document, codex (golden pairs), method, tentative, recipe, mission, and of your own
    conversation and fact. What is known of a document is what it says of itself: the fields of its
    line, or the front matter of its file.

    \b
    Examples:
      batos memory search "how do I take back a change?"
      batos memory search "roses" --source garden --using words
      batos memory search "roses" --where author=Ann --where year=2024
      batos memory search "count letters" --kind method --kind recipe --json
    """
    if by in _WAYS:
        raise UsageError("--by says who you are.", hint=f"What is compared says: --using {by}")
    asked = SearchMemory(
        query,
        kinds,
        source,
        tuple(map(_pair, where)),
        limit,
        using,  # type: ignore[arg-type]  # click has looked
        by,
    )
    with looking() as client:
        answer = client.request(asked)
    if answer.remark:
        note(answer.remark)
    if as_json:
        print_json([msgspec.to_builtins(each) for each in answer.found])
        return
    if not answer.found:
        note("Nothing was found.")
    for each in answer.found:
        _print_found(each)


def _pair(typed: str) -> tuple[str, str]:
    name, sign, value = typed.partition("=")
    if not (sign and name):
        raise UsageError(f"{typed!r} says no value.", hint="Such as: --where author=Ann")
    return name, value


def _print_found(found: FoundDocument) -> None:
    click.echo(click.style(printable(found.title or found.key), bold=True))
    if sys.stdout.isatty():
        click.echo(f"    {_marked(found.snippet, found.marks)}")
    else:
        print_line(found.snippet, hang=4)
    print_line(f"{found.kind}, from {found.source or 'the image itself'}{_known(found)}", hang=4)


def _known(found: FoundDocument) -> str:
    """Return what a document says of itself; how all else is shown, that belongs to no file."""
    if found.kind != "document":
        return f"; batos memory show {shlex.quote(found.key)}"
    pairs = ((name, v if isinstance(v, list) else [v]) for name, v in found.known.items())
    return "".join(f"; {name}: {', '.join(map(str, values))}" for name, values in pairs)


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """Return a text whose marked parts stand out on a terminal."""
    pieces = []
    last = 0
    for begin, end in marks:
        pieces += [printable(text[last:begin])]
        pieces += [click.style(printable(text[begin:end]), fg="yellow", bold=True)]
        last = end
    return "".join([*pieces, printable(text[last:])])

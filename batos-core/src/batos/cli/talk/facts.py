"""``batos facts``: what you have told of yourself, and forgetting it."""

from __future__ import annotations

import click

from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, local_time, note, print_json, print_table
from batos.errors import ExitCode
from batos.wire.messages.talk.missions import ForgetFact, ListFacts

__all__ = ["facts"]


@click.group(cls=NounGroup)
@by_flag
@json_flag
def facts(by: str, as_json: bool) -> None:
    """List what you have told of yourself; what others have told is not shown.

    Tell something with 'batos ask "remember that …"', and ask for it in your own words.

    \b
    Examples:
      batos facts
      batos facts list --by ann --json
      batos facts forget 3f2a91c0
    """


@facts.command("list")
@by_flag
@json_flag
def list_(by: str, as_json: bool) -> None:
    """List what you have told of yourself, the latest first.

    \b
    Examples:
      batos facts list --json
    """
    with looking() as client:
        rows = client.request(ListFacts(by)).facts
    if as_json:
        print_json(rows)
        return
    lines = [{**row, "at": local_time(row["at"])} for row in rows]
    print_table(["id", "at", "text"], lines, "You have told nothing of yourself.")


@facts.command()
@click.argument("fact", metavar="ID")
@by_flag
@json_flag
def forget(fact: str, by: str, as_json: bool) -> int:
    """Delete something that you have told.

    It is out of the memory at once, and cannot be brought back. The file of the image holds older
    transactions until the next 'batos image pack'.

    \b
    Examples:
      batos facts forget 3f2a91c0
    """
    with connected() as client:
        (gone,) = client.request(ForgetFact(fact, by)).facts
    if as_json:
        print_json(gone)
    else:
        note(f'Forgotten: "{gone["text"]}"')
    return ExitCode.OK

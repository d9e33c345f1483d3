"""``batos where``."""

from __future__ import annotations

import click

from batos.cli.objects.objects import print_source
from batos.cli.reach.connect import looking
from batos.cli.terminal.output import json_flag, note, print_json, to_json
from batos.wire.messages.objects import FindHolder

__all__ = ["where"]


@click.command()
@click.argument("address")
@json_flag
def where(address: str, as_json: bool) -> None:
    """Show where the answer to a message comes from: who has the slot, and by which path.

    ADDRESS is OBJECT.SELECTOR. An object is asked first, then its parents in order, depth first;
    the first that has the slot answers.

    \b
    Examples:
      batos where genesis.count_vowels
      batos where brick.prompt_method --json
    """
    with looking() as client:
        found = client.request(FindHolder(address))
    if as_json:
        print_json(found)
        return
    click.echo(f"{found['selector']} is a {found['kind']} of {found['holder']}")
    click.echo(f"path: {' → '.join(found['path'])}")
    if found["kind"] == "method":
        print_source(found["source"])
    else:
        click.echo(f"value: {to_json(found['value'])}")
    if found["shadowed"]:
        note(f"It hides what {', '.join(found['shadowed'])} would answer.")

"""``batos guardian quarantine`` and ``batos guardian recheck``."""

from __future__ import annotations

import click

from batos.cli.objects.objects import print_description
from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.counting import counted
from batos.errors import ExitCode
from batos.wire.messages.image import LiftMethod, ListQuarantine, RecheckMethods
from batos.wire.messages.objects import ShowObject

__all__ = ["quarantine", "recheck"]

_COLUMNS = ["address", "cause", "at", "reason"]


@click.command()
@json_flag
def recheck(as_json: bool) -> int:
    """Judge every stored method by the rules of today.

    One that fails goes into quarantine: it is kept and can be read, but is not run. One that had
    failed before and passes now is lifted. After a change of the rules this happens by itself,
    in the background.

    \b
    Examples:
      batos guardian recheck
      batos guardian recheck --json
    """
    with connected() as client:
        report = client.request(RecheckMethods())
    if as_json:
        print_json(report)
        return ExitCode.OK
    for address in report["quarantined"]:
        click.echo(f"quarantined {address}")
    for address in report["lifted"]:
        click.echo(f"lifted {address}")
    note(f"{counted(report['methods'], 'method')} judged by rules {report['rules']}.")
    return ExitCode.OK


@click.group(cls=NounGroup)
@json_flag
def quarantine(as_json: bool) -> None:
    """List methods that are kept but not run; show one, or lift it.

    A method comes here when it fails the guardian's rules, or when it has ended two workers. It
    leaves when a new version of it is learned, or when it is lifted.

    \b
    Examples:
      batos guardian quarantine
      batos guardian quarantine show genesis.count_vowels
      batos guardian quarantine lift genesis.count_vowels
    """


@quarantine.command("list")
@json_flag
def list_(as_json: bool) -> None:
    """List methods that are kept but not run, and why.

    \b
    Examples:
      batos guardian quarantine list --json
    """
    with looking() as client:
        rows = client.request(ListQuarantine()).methods
    if as_json:
        print_json(rows)
    else:
        lines = [{**row, "at": str(row["at"])[:19].replace("T", " ")} for row in rows]
        print_table(_COLUMNS, lines, "No method is in quarantine.")


@quarantine.command()
@click.argument("address")
@json_flag
def show(address: str, as_json: bool) -> None:
    """Show a method with its source and why it is in quarantine.

    ADDRESS is OBJECT.SELECTOR, as the list has it.

    \b
    Examples:
      batos guardian quarantine show genesis.count_vowels
    """
    with looking() as client:
        found = client.request(ShowObject(address))
    if as_json:
        print_json(found)
    else:
        print_description(found)


@quarantine.command()
@click.argument("address")
@json_flag
def lift(address: str, as_json: bool) -> int:
    """Let a method be run again, if it passes the rules of today.

    ADDRESS is OBJECT.SELECTOR, as the list has it. A method that does not pass stays where it
    is; have a new version of it learned.

    \b
    Examples:
      batos guardian quarantine lift genesis.count_vowels
    """
    with connected() as client:
        line = client.request(LiftMethod(address))
    if as_json:
        print_json(line)
    else:
        note(f"{line['address']} is run again.")
    return ExitCode.OK

"""``batos at``: the image as it was."""

from __future__ import annotations

import sys

import click

from batos.cli.objects.objects import print_description
from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.arguments import SignedCommand, read_arguments, text_flag
from batos.cli.terminal.output import json_flag, print_json, print_table
from batos.wire.messages.history import ListPastObjects, SendToPast, ShowPast

__all__ = ["at"]


class _TimedGroup(click.Group):
    """A group whose first argument may be several words: all before the name of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words apart, those of the time as one."""
        place = next((n for n, word in enumerate(args) if n and word in self.commands), 0)
        if place > 1 and not any(word.startswith("-") for word in args[:place]):
            args = [" ".join(args[:place]), *args[place:]]
        return super().parse_args(ctx, args)


@click.group(cls=_TimedGroup)
@click.argument("time")
@click.pass_context
def at(context: click.Context, time: str) -> None:
    """Look at the image as it was, or ask it; nothing can be changed there.

    TIME is a date or time (2026-03-01, 2026-03-01T14:30; local unless it has a zone; today and
    yesterday are dates, too), now, a time back from now (10m ago, 2 hours ago, 3d), or the id of a
    transaction from 'batos history': the image is seen as it was right after it. What was packed
    away is not there any more.

    \b
    Examples:
      batos at "10m ago" show genesis.count_vowels
      batos at 2026-03-01T14:30 send genesis count_vowels banana
      batos at 040d291d9d3e0f33 objects
    """
    context.obj = time


@at.command()
@click.argument("address")
@json_flag
@click.pass_obj
def show(time: str, address: str, as_json: bool) -> None:
    """Show what an object, a method, a slot or a cycle was.

    \b
    Examples:
      batos at "1h ago" show genesis
      batos at "1d ago" show genesis.count_vowels
    """
    with looking() as client:
        found = client.request(ShowPast(time, address=address))
    if as_json:
        print_json(found)
    else:
        print_description(found)


@at.command()
@json_flag
@click.pass_obj
def objects(time: str, as_json: bool) -> None:
    """List the named objects that were there.

    \b
    Examples:
      batos at "2 days ago" objects
    """
    with looking() as client:
        rows = client.request(ListPastObjects(time)).objects
    if as_json:
        print_json(rows)
    else:
        print_table(["name", "parents", "slots", "methods"], rows, "The image was empty.")


@at.command(cls=SignedCommand)
@click.argument("receiver")
@click.argument("selector")
@click.argument("arguments", nargs=-1)
@text_flag
@json_flag
@click.pass_obj
def send(
    time: str,
    receiver: str,
    selector: str,
    arguments: tuple[str, ...],
    as_text: bool,
    as_json: bool,
) -> None:
    """Send a message to an object as it was, and print the answer, as one JSON value.

    ARGUMENTS are as for 'batos send'. Nothing is learned, and a method that would change
    something is stopped.

    \b
    Examples:
      batos at "10m ago" send genesis count_vowels banana
    """
    args, kwargs = read_arguments(arguments, as_text=as_text, stdin=sys.stdin.buffer)
    asked = SendToPast(time, selector, receiver, tuple(args), kwargs)
    with connected() as client:
        value = client.request(asked).value
    print_json({"value": value} if as_json else value)

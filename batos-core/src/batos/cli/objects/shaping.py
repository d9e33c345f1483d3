"""Objects by hand: commands that make, change and take away objects, and their values."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.arguments import (
    SignedCommand,
    by_flag,
    read_arguments,
    read_value,
    text_flag,
)
from batos.cli.terminal.output import json_flag, note, print_json, printable, to_json
from batos.errors import ExitCode, UsageError
from batos.handwork.objects.value_kinds import KINDS
from batos.wire.messages.objects import (
    ChangeParents,
    DeleteObject,
    GetSlot,
    MovedMethod,
    MoveMethod,
    NewObject,
    RenameObject,
    Reparented,
    SetSlot,
    Shaped,
    ShowObject,
    UnsetSlot,
)
from batos.wire.messages.request import Request

__all__ = ["clone", "delete", "get", "move", "new", "parents", "rename", "set_", "unset"]

_Done = TypeVar("_Done", Shaped, Reparented, MovedMethod)
_ENVELOPE = 4096
"""Bytes of a message that are left for all but the file in it."""


def _changed(asked: Request[_Done], as_json: bool, said: Callable[[_Done], str]) -> int:
    """Have an object changed, and say so in the words that ``said`` finds for the answer."""
    with connected() as client:
        done = client.request(asked)
    if as_json:
        print_json(done)
    else:
        note(f"{said(done)} To take it back: batos undo {done['event']}")
    return ExitCode.OK


@click.command(cls=SignedCommand)
@click.argument("name")
@click.option("--like", default="", help="The object that it is like; a plain one otherwise.")
@click.option("--set", "slots", multiple=True, metavar="SLOT=VALUE", help="A first value; JSON.")
@by_flag
@json_flag
def new(name: str, like: str, slots: tuple[str, ...], by: str, as_json: bool) -> int:
    """Make an object, with values of its own.

    It delegates to genesis, so that it understands what was learned for all; with --like it has
    copies of that object's values, and delegates to it.

    \b
    Examples:
      batos new shopping_list --set items='[]' --set owner=Ann
      batos new ann_list --like shopping_list
    """
    return _changed(NewObject(name, like, _first_values(slots), user=by), as_json, _is_there)


def _first_values(words: Sequence[str]) -> dict[str, Any]:
    """Return the values that ``--set`` gives to slots.

    Raises:
        UsageError: One gives none, or cannot be read; or a slot is given two.
    """
    named = [each.partition("=") for each in words]
    for (slot, sign, _), word in zip(named, words, strict=True):
        if not sign or not slot.isidentifier():
            raise UsageError(f"{word!r} gives no slot a value.", hint="Write --set SLOT=VALUE.")
        if sum(other == slot for other, _, _ in named) > 1:
            raise UsageError(f"The slot {slot!r} is given two values.")
    return read_arguments(words, stdin=sys.stdin.buffer)[1]


def _is_there(done: Mapping[str, Any]) -> str:
    return f"{done['address']} is there."


@click.command()
@click.argument("name")
@click.argument("new_name", metavar="NEW")
@click.option("--deep", is_flag=True, help="With copies of its methods and of what it holds.")
@by_flag
@json_flag
def clone(name: str, new_name: str, deep: bool, by: str, as_json: bool) -> int:
    """Make an object that is like another one.

    It has copies of the values, and delegates to its prototype: what that learns, it can do as
    well. With --deep it is a twin that is independent of it.

    \b
    Examples:
      batos clone shopping_list ann_list
      batos clone shopping_list frozen_list --deep
    """
    return _changed(NewObject(new_name, name, deep=deep, user=by), as_json, _is_there)


@click.command("set", cls=SignedCommand)
@click.argument("address")
@click.argument("value", required=False)
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the value is read as.")
@click.option("--object", "other", help="Let the slot hold this object.")
@click.option("--file", type=click.Path(path_type=Path), help="Keep this file, as it is.")
@text_flag
@by_flag
@json_flag
def set_(
    address: str,
    value: str | None,
    kind: str | None,
    other: str | None,
    file: Path | None,
    as_text: bool,
    by: str,
    as_json: bool,
) -> int:
    """Give a slot of an object a value.

    ADDRESS is OBJECT.SLOT; VALUE is JSON, or else a text; - reads standard input and @FILE a file
    of text. --as date and --as set make a date of a text and a set of a list; --file keeps a file
    of any kind, which 'batos get --to' writes out again.

    \b
    Examples:
      batos set shopping_list.items '["milk"]'
      batos set expenses.since 2026-01-31 --as date
      batos set shopping_list.owner --object ann
      batos set recipe.photo --file soup.jpg
    """
    if sum(each is not None for each in (value, other, file)) != 1:
        raise UsageError("Give one value, or --object, or --file.")
    if value is None and (kind or as_text):
        raise UsageError("--as and --text say how a VALUE is read, and there is none.")
    if other is not None:
        asked = SetSlot(address, object=other, user=by)
    elif file is not None:
        asked = SetSlot(address, _bytes_of(file, address), user=by)
    else:
        assert value is not None, "one of the three is given"
        is_text = as_text or kind == "date"
        read = read_value(value, as_text=is_text, stdin=sys.stdin.buffer)
        asked = SetSlot(address, read, kind or "", user=by)
    return _changed(asked, as_json, lambda _done: f"{address} is set.")


def _bytes_of(file: Path, address: str) -> bytes:
    from batos.wire.faults import LimitExceededError
    from batos.wire.messages.frame import MAX_BODY

    most = MAX_BODY - _ENVELOPE
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise UsageError(f"The file {str(file)!r} cannot be read: {error.strerror}.") from None
    if len(content) > most:
        raise LimitExceededError(
            f"The file {str(file)!r} has more than {most:,} bytes, which is what the command line "
            "can give to a slot.",
            hint="A program that opens the image itself can give it more: "
            f"image.shaping.set({address!r}, content)",
        )
    return content


@click.command()
@click.argument("address")
@click.option("--to", "file", type=click.Path(path_type=Path), help="Write it into this file.")
@json_flag
def get(address: str, file: Path | None, as_json: bool) -> int:
    """Print the value of a slot, an object's own or its parents'.

    \b
    Examples:
      batos get shopping_list.items
      batos get recipe.photo --to soup.jpg
    """
    with looking() as client:
        value = client.request(GetSlot(address)).value
    if file is not None:
        content = value if isinstance(value, bytes) else f"{to_json(value)}\n".encode()
        try:
            file.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{str(file)!r} cannot be written: {error.strerror}.") from None
        note(f"{len(content):,} bytes are in {file}.")
    elif isinstance(value, bytes) and not as_json:
        if sys.stdout.isatty():
            raise UsageError(
                f"{address} holds a file of {len(value):,} bytes.",
                hint=f"Write it into one: batos get {address} --to FILE",
            )
        sys.stdout.buffer.write(value)
    elif as_json:
        print_json(value)
    else:
        click.echo(printable(value) if isinstance(value, str) else to_json(value))
    return ExitCode.OK


@click.command()
@click.argument("address")
@by_flag
@json_flag
def unset(address: str, by: str, as_json: bool) -> int:
    """Take a slot of an object away; it answers with its parents' from then on.

    \b
    Examples:
      batos unset shopping_list.owner
    """
    said = f"{address} is not there any more."
    return _changed(UnsetSlot(address, by), as_json, lambda _done: said)


@click.command()
@click.argument("name")
@click.argument("new_name", metavar="NEW")
@by_flag
@json_flag
def rename(name: str, new_name: str, by: str, as_json: bool) -> int:
    """Give an object another name.

    \b
    Examples:
      batos rename shopping_list groceries
    """
    said = f"{name} is {new_name} now."
    return _changed(RenameObject(name, new_name, by), as_json, lambda _done: said)


@click.command()
@click.argument("name")
@by_flag
@json_flag
def delete(name: str, by: str, as_json: bool) -> int:
    """Take an object away, with all that it has learned.

    One that others delegate to stays; 'batos undo' brings back what was taken away.

    \b
    Examples:
      batos delete ann_list
      batos undo ann_list
    """
    return _changed(DeleteObject(name, by), as_json, lambda _done: f"{name} is taken away.")


@click.command()
@click.argument("name")
@click.option("--add", multiple=True, metavar="OBJECT", help="Delegate to it as well, last.")
@click.option("--remove", multiple=True, metavar="OBJECT", help="Delegate to it no more.")
@by_flag
@json_flag
def parents(
    name: str, add: tuple[str, ...], remove: tuple[str, ...], by: str, as_json: bool
) -> int:
    """Show what an object delegates to, in order, or change it.

    \b
    Examples:
      batos parents ann_list
      batos parents ann_list --add diary --remove shopping_list
    """
    if add or remove:
        return _changed(
            ChangeParents(name, add, remove, by),
            as_json,
            lambda done: f"{name} delegates to {', '.join(done['parents']) or 'nobody'} now.",
        )
    with looking() as client:
        found = client.request(ShowObject(name))
    if found["kind"] != "object":
        raise UsageError(f"{name} is no object.", hint="'batos objects' lists them.")
    if as_json:
        print_json(found["parents"])
    for each in [] if as_json else found["parents"]:
        click.echo(printable(each))
    return ExitCode.OK


@click.command()
@click.argument("address")
@click.argument("to")
@by_flag
@json_flag
def move(address: str, to: str, by: str, as_json: bool) -> int:
    """Move a method to an object that its own delegates to, or that delegates there.

    Moved up, everybody who delegates there has it, and those who had the very same one of their
    own give it up. Moved down, it is said who does not understand it any more. One undo takes all
    of it back.

    \b
    Examples:
      batos move ann_list.total shopping_list
    """
    return _changed(MoveMethod(address, to, by), as_json, _moved)


def _moved(done: MovedMethod) -> str:
    lost = f" Not understood any more by: {', '.join(done['lost_by'])}." if done["lost_by"] else ""
    return f"{done['address']} is there, and no more in {', '.join(done['off'])}.{lost}"

"""``batos tree``: who delegates to whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from batos.cli.reach.connect import looking
from batos.cli.terminal.layout import cells, wrapped
from batos.cli.terminal.output import json_flag, print_json, printable, screen_width
from batos.errors import ExitCode, UnknownNameError
from batos.wire.messages.objects import ListObjects

__all__ = ["tree"]

_MOST_METHODS = 8
"""Methods that are named beside an object; 'batos show' names all."""
_CUT = "… "
"""Stands for the beginning of a line that is too deep for the screen."""


@click.command()
@click.argument("name", required=False)
@json_flag
def tree(name: str | None, as_json: bool) -> int:
    """Draw who delegates to whom: under each object those that ask it for what they lack.

    One with several parents stands under each of them; what is below it is drawn once. With --json
    it is a list in the order of the drawing, with each object once.

    \b
    Examples:
      batos tree
      batos tree shopping_list
    """
    with looking() as client:
        rows = client.request(ListObjects()).objects
    # One that is set aside cannot tell its name to those that delegate to it.
    aside = {f"@{row['oid']}": row["name"] for row in rows if row["set_aside"]}
    known = {
        row["name"]: {**row, "parents": [aside.get(each, each) for each in row["parents"]]}
        for row in rows
    }
    if name is not None and name not in known:
        raise UnknownNameError("object", name, known, hint="'batos objects' lists them.")
    branches = _branches(known, name)
    if as_json:
        print_json([each.to_plain() for each in branches if not each.is_repeated])
    else:
        width = screen_width(sys.stdout)
        for branch in branches:
            for line in _lines(branch, width):
                click.echo(line)
    return ExitCode.OK


@dataclass(frozen=True)
class _Branch:
    """An object at its place in the drawing.

    Attributes:
        name: The object.
        row: What is known of it.
        heirs: Those that delegate to it.
        lasts: For each object above it, from the root on, and for itself: whether it is the last
            one under its parent.
        is_repeated: Whether it was drawn before, under another parent.
    """

    name: str
    row: Mapping[str, Any]
    heirs: Sequence[str]
    lasts: tuple[bool, ...]
    is_repeated: bool

    def to_plain(self) -> dict[str, Any]:
        """Return it as ``--json`` prints it."""
        return {
            "name": self.name,
            "depth": len(self.lasts),
            "parents": self.row.get("parents", []),
            "heirs": list(self.heirs),
            "methods": self.row.get("methods", []),
            "set_aside": self.row.get("set_aside", ""),
        }


def _branches(known: Mapping[str, Mapping[str, Any]], only: str | None) -> Iterator[_Branch]:
    """Yield the objects in the order of the drawing.

    Args:
        known: What is known of each object, by name.
        only: The one to begin with; None for all that delegate to nothing.
    """
    heirs: dict[str, list[str]] = {}
    for name, row in known.items():
        for parent in row["parents"]:
            heirs.setdefault(parent, []).append(name)
    # A parent without a name is in no list, and is where those begin that have no other one.
    nameless = [parent for parent in heirs if parent not in known]
    roots = [name for name, row in known.items() if not row["parents"]] + nameless
    # A chain of clones may be longer than the stack of calls, so that this one is kept here.
    waiting: list[tuple[str, tuple[bool, ...]]] = [
        (name, ()) for name in reversed([only] if only else roots)
    ]
    drawn: set[str] = set()
    while waiting:
        name, lasts = waiting.pop()
        under = heirs.get(name, [])
        yield _Branch(name, known.get(name, {}), under, lasts, name in drawn)
        if name not in drawn:
            drawn.add(name)
            waiting += [(each, (*lasts, each is under[-1])) for each in reversed(under)]


def _lines(branch: _Branch, width: int | None) -> list[str]:
    """Return what is drawn of an object: its name, and dimly its methods, beside and below it."""
    bars = "".join("   " if last else "│  " for last in branch.lasts[:-1])
    fork = "".join("└─ " if last else "├─ " for last in branch.lasts[-1:])
    below = "".join("   " if last else "│  " for last in branch.lasts[-1:])
    opened = "│  " if branch.heirs and not branch.is_repeated else "   "
    if width is not None and cells(bars) > width // 2:
        bars = _CUT + bars[len(bars) - 3 * (width // 6) :]
    name = printable(branch.name)
    text = f"{name}{_said(branch)}"
    room = None if width is None else max(1, width - cells(bars + fork))
    parts = [text] if room is None else wrapped(text, room, hang=len(opened))
    lines = []
    for number, part in enumerate(parts):
        lead = f"{bars}{fork}" if number == 0 else f"{bars}{below}{opened}"
        bright = name if number == 0 else ""
        rest = part[len(bright) :] if number == 0 else part.lstrip()
        lines.append(f"{lead}{bright}{click.style(rest, dim=True) if rest else ''}")
    return lines


def _said(branch: _Branch) -> str:
    if branch.is_repeated:
        return " …" if branch.heirs else ""
    if branch.row.get("set_aside"):
        return "  (set aside)"
    methods = branch.row.get("methods", [])
    more = len(methods) - _MOST_METHODS
    shown = [*methods[:_MOST_METHODS], *([f"and {more} more"] if more > 0 else [])]
    return f"  {', '.join(shown)}" if shown else ""

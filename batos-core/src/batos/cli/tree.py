"""``batos tree``: who delegates to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from batos.cli.connect import looking
from batos.cli.output import json_flag, print_json, printable
from batos.errors import ExitCode, UnknownNameError

__all__ = ["tree"]


@click.command()
@click.argument("name", required=False)
@json_flag
def tree(name: str | None, as_json: bool) -> int:
    """Draw who delegates to whom: under each object those that ask it for what they lack.

    One with several parents stands under each of them; what is below it is drawn once.

    \b
    Examples:
      batos tree
      batos tree shopping_list
    """
    with looking() as client:
        rows = client.request("object.list")["objects"]
    known = {row["name"]: row for row in rows}
    if name is not None and name not in known:
        raise UnknownNameError("object", name, known, hint="'batos objects' lists them.")
    heirs: dict[str, list[str]] = {}
    for row in rows:
        for parent in row["parents"]:
            heirs.setdefault(parent, []).append(row["name"])
    roots = [name] if name else [row["name"] for row in rows if not row["parents"]]
    if as_json:
        print_json(_branches(roots, heirs))
    else:
        drawn: set[str] = set()
        for each in roots:
            _draw(each, known, heirs, "", "", drawn)
    return ExitCode.OK


def _branches(names: Sequence[str], heirs: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [{"name": each, "heirs": _branches(heirs.get(each, ()), heirs)} for each in names]


def _draw(
    name: str,
    known: Mapping[str, Mapping[str, Any]],
    heirs: Mapping[str, Sequence[str]],
    lead: str,
    below: str,
    drawn: set[str],
) -> None:
    methods = known.get(name, {}).get("methods", ())
    under = heirs.get(name, ())
    again = " …" if name in drawn and under else ""
    told = click.style(f"  {', '.join(methods)}", dim=True) if methods and name not in drawn else ""
    click.echo(f"{lead}{printable(name)}{again}{told}")
    if name in drawn:
        return
    drawn.add(name)
    for number, each in enumerate(under, 1):
        last = number == len(under)
        _draw(
            each,
            known,
            heirs,
            f"{below}{'└─ ' if last else '├─ '}",
            f"{below}{'   ' if last else '│  '}",
            drawn,
        )

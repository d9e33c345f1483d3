"""``batos personas``: who lives in the image, and packages of new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from batos.cli.reach.connect import looking
from batos.cli.reach.installed import installed
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table, printable
from batos.config import Loaded, load_config
from batos.errors import ImageMissingError, UnknownNameError, UsageError
from batos.wire.messages.image import ListPersonas
from batos.wire.messages.objects import ShowObject

__all__ = ["personas"]


@click.group(cls=NounGroup)
@json_flag
def personas(as_json: bool) -> None:
    """List the personas, or make the package of a new one.

    \b
    Examples:
      batos personas
      batos show alfred
      batos personas new owl
    """


@personas.command("list")
@json_flag
def list_(as_json: bool) -> None:
    """List the personas: those of the image, or where there is none yet, the installed ones.

    \b
    Examples:
      batos personas list
      batos personas list --json
    """
    loaded = load_config()
    rows: Sequence[Mapping[str, Any]]
    try:
        with looking(loaded) as client:
            rows = client.request(ListPersonas()).personas
    except ImageMissingError:
        rows = [
            {
                "name": spec.name,
                "title": spec.title,
                "role": spec.role,
                "identity": spec.identity,
                "pillars": list(spec.pillars),
                "state": "installed",
            }
            for spec in installed(loaded).personas()
        ]
    if as_json:
        print_json(rows)
    else:
        # A pillar is a name and, after a colon, what it stands for; --json has the whole of it.
        lines = [
            {**row, "pillars": [str(each).partition(":")[0] for each in row["pillars"]]}
            for row in rows
        ]
        columns = ["name", "title", "role", "pillars", "state"]
        print_table(columns, lines, "No persona. Try: pip install batos-persona-alfred")


@personas.command()
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="The folder to make; batos-persona-NAME when left out.",
)
@json_flag
def new(name: str, folder: Path | None, as_json: bool) -> None:
    """Make the package of a new persona, complete and small: change it, install it, test it.

    It has a description, golden pairs, a method and a test, and passes what every persona has to.

    \b
    Examples:
      batos personas new owl
      batos personas new night_owl --folder ~/my-persona
    """
    from batos.plugins.new_persona import make_persona, package_of

    package = package_of(name)
    _check_free(load_config(), name, package)
    place = (folder or Path(package)).expanduser()
    files = make_persona(name, place)
    if as_json:
        print_json({"name": name, "package": package, "folder": str(place), "files": files})
        return
    [described] = (each for each in files if each.endswith("persona.toml"))
    note(f"{printable(str(place))} is the package of {name.upper()}; {described} says who it is.")
    note("To install it, to test it, and to have it live in the image:")
    for line in (
        f"cd {printable(str(place))}",
        'python -m pip install -e ".[test]"',
        "python -m pytest",
        "batos down && batos up",
    ):
        click.echo(f"  {line}")


def _check_free(loaded: Loaded, name: str, package: str) -> None:
    """Do nothing for a name that a new persona can have.

    Raises:
        UsageError: Another persona has it, or an object of the image.
    """
    from batos.stewardship.natives import NATIVE

    plugins = installed(loaded)
    names = {spec.name for spec in plugins.personas()}
    if name in names or package in {each.distribution for each in plugins.listing()}:
        raise UsageError(
            f"There is a persona {name!r} already.", hint="Choose another name: batos personas"
        )
    taken = UsageError(
        f"The image has an object {name!r} already.", hint="Choose another name: batos objects"
    )
    if name in NATIVE:
        raise taken
    try:
        with looking(loaded) as client:
            client.request(ShowObject(name))
    except (ImageMissingError, UnknownNameError):
        return
    raise taken

"""``batos config``."""

from __future__ import annotations

import click

from batos.cli.output import json_flag, print_json, print_table
from batos.config import load_config

__all__ = ["config"]


@click.group(invoke_without_command=True)
@json_flag
@click.pass_context
def config(context: click.Context, as_json: bool) -> None:
    """Show the configuration and where each value comes from.

    \b
    Examples:
      batos config
      batos config path
      BATOS_KERNEL__PORT=0 batos config show --json
    """
    if context.invoked_subcommand is None:
        context.invoke(show, as_json=as_json)


@config.command()
@click.option("--origin/--no-origin", default=True, help="Show where a value comes from.")
@json_flag
def show(origin: bool = True, as_json: bool = False) -> None:
    """Show every setting."""
    rows = [
        {"setting": key, "value": value, **({"origin": place} if origin else {})}
        for key, value, place in load_config().values()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(["setting", "value", *(["origin"] if origin else [])], rows, "")


@config.command()
@click.option("--all", "every", is_flag=True, help="Show all folders.")
@json_flag
def path(every: bool, as_json: bool) -> None:
    """Print where the configuration file is."""
    paths = load_config().paths
    if not every:
        print_json(str(paths.config_file)) if as_json else click.echo(paths.config_file)
        return
    kinds = ("config", "data", "state", "runtime", "cache")
    folders = {kind: str(getattr(paths, f"{kind}_dir")) for kind in kinds}
    if as_json:
        print_json(folders)
        return
    for kind, folder in folders.items():
        click.echo(f"{kind:8} {folder}")

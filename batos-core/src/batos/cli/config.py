"""``batos config``."""

from __future__ import annotations

import click

from batos.cli.output import json_flag, print_json, print_table
from batos.config import load_config

__all__ = ["config"]


@click.group(invoke_without_command=True)
@click.pass_context
def config(context: click.Context) -> None:
    """Show the configuration and where each value comes from.

    \b
    Examples:
      batos config
      batos config path
      BATOS_KERNEL__PORT=0 batos config show --json
    """
    if context.invoked_subcommand is None:
        context.invoke(show)


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
def path(every: bool) -> None:
    """Print where the configuration file is."""
    loaded = load_config()
    if not every:
        click.echo(loaded.paths.config_file)
        return
    for name in ("config_dir", "data_dir", "state_dir", "runtime_dir", "cache_dir"):
        click.echo(f"{name.removesuffix('_dir'):8} {getattr(loaded.paths, name)}")

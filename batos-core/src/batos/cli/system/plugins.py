"""``batos plugins``: what is installed, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import EntryPoint
from typing import Any

import click

from batos.cli.reach.contributed import TALKS, contributed, origin
from batos.cli.reach.installed import installed
from batos.cli.terminal.output import json_flag, print_json, print_table
from batos.config import load_config
from batos.counting import counted

__all__ = ["plugins"]


@click.command()
@json_flag
def plugins(as_json: bool) -> None:
    """List plugins: what they provide, why one is not active, and what is left out of a pack.

    \b
    Examples:
      batos plugins
      batos plugins --json
    """
    from batos.cli.system.checks import OwnChecks
    from batos.exchange.packs import left_out
    from batos.plugins import own_rules

    loaded = load_config()
    found = installed(loaded, {"guardian": own_rules, "health": OwnChecks(loaded)})
    missing = left_out(found)
    rows = [
        {**asdict(info), "left_out": [asdict(each) for each in missing.get(info.name, ())]}
        for info in found.listing()
    ]
    rows += [_command_row(each) for each in contributed().values()]
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            if skills := row["left_out"]:
                told = f"{counted(len(skills), 'skill')} left out, see: batos doctor"
                row["reason"] = "; ".join(filter(None, (row["reason"], told)))
        columns = ["name", "state", "distribution", "version", "provides", "reason"]
        print_table(columns, rows, "No plugin is installed. Try: pip install batos-persona-brick")


def _command_row(entry: EntryPoint) -> dict[str, Any]:
    """Return the row of a command that another package brings."""
    from batos.plugins import PluginInfo, PluginState

    version = entry.dist.version if entry.dist is not None else ""
    ours: frozenset[str] = getattr(
        click.get_current_context().find_root().command, "ours", frozenset()
    )
    is_taken = entry.name in ours - {*TALKS}
    info = PluginInfo(
        name=f"command {entry.name}",
        state=PluginState.DUPLICATE if is_taken else PluginState.ACTIVE,
        reason="BAT OS has a command of that name" if is_taken else "",
        distribution=origin(entry),
        version=version,
        provides=("command",),
    )
    return {**asdict(info), "left_out": []}

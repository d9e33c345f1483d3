"""``batos plugins``, ``batos personas`` and ``batos backends``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from batos.cli.connect import looking
from batos.cli.output import json_flag, print_json, print_table
from batos.config import Loaded, load_config

if TYPE_CHECKING:
    from batos.plugins import PluginSet

__all__ = ["backends", "personas", "plugins"]


def installed(loaded: Loaded) -> PluginSet:
    """Return the plugins of this installation."""
    from batos.plugins import load_plugins

    chosen = loaded.config.plugins
    return load_plugins(enabled=chosen.enabled, disabled=chosen.disabled)


@click.command()
@json_flag
def plugins(as_json: bool) -> None:
    """List plugins: what they provide, and why one is not active.

    \b
    Examples:
      batos plugins
      batos plugins --json
    """
    rows = [asdict(info) for info in installed(load_config()).listing()]
    if as_json:
        print_json(rows)
    else:
        columns = ["name", "state", "distribution", "version", "provides", "reason"]
        print_table(columns, rows, "No plugin is installed. Try: pip install batos-persona-brick")


@click.command()
@json_flag
def personas(as_json: bool) -> None:
    """List the personas: those of the image, or where there is none yet, the installed ones.

    \b
    Examples:
      batos personas
      batos show alfred
    """
    from batos.errors import ImageMissingError

    loaded = load_config()
    try:
        with looking(loaded) as client:
            rows = client.request("image.personas")["personas"]
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


@click.command()
@json_flag
def backends(as_json: bool) -> None:
    """List inference backends: those installed, and what is configured.

    \b
    Examples:
      batos backends
      batos config show
    """
    from batos.mind.thinking import role_table

    loaded = load_config()
    found = installed(loaded)
    roles = role_table(loaded, found)
    specs = {spec.name: spec for spec in found.backends()}
    rows = []
    for alias, config in loaded.config.backends.items():
        spec = specs.get(config.provider)
        rows.append(
            {
                "name": alias,
                "provider": config.provider,
                "model": config.model or (spec.default_model if spec else ""),
                "roles": [role for role, used in roles.items() if used == alias],
                "state": "installed" if spec else "provider not installed",
            }
        )
    used = {config.provider for config in loaded.config.backends.values()}
    rows += [
        {
            "name": "",
            "provider": spec.name,
            "model": spec.default_model,
            "roles": [],
            "state": "installed, not configured",
        }
        for spec in specs.values()
        if spec.name not in used
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(["name", "provider", "model", "roles", "state"], rows, "No backend.")

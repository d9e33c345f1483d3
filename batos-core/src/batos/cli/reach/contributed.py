"""Commands that other packages bring: entry points in the group ``batos.commands``."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

import click

from batos.environment import without_plugins
from batos.errors import PluginError

__all__ = ["TALKS", "contributed", "imported", "origin"]

_GROUP = "batos.commands"
_CLIENT = "batos_client"
"""What chat and parlor are in; nobody else brings those, and it brings nothing else."""
TALKS = ("chat", "parlor")
"""Commands to talk with, which another package of ours brings."""


@functools.cache
def contributed() -> Mapping[str, EntryPoint]:
    """Return the commands that packages beside this one bring, sorted by name.

    Of two with one name the package that comes first by its own is taken. With
    ``BATOS_NO_PLUGINS`` there are only chat and parlor, which are no plugins.
    """
    none = without_plugins(os.environ)
    found: dict[str, EntryPoint] = {}
    for each in sorted(entry_points(group=_GROUP), key=lambda each: each.name):
        talks = each.name in TALKS
        if talks != (each.module.partition(".")[0] == _CLIENT) or (none and not talks):
            continue
        other = found.setdefault(each.name, each)
        # Asked for only here: it reads the whole of a package's metadata.
        if other is not each and origin(each) < origin(other):
            found[each.name] = each
    return found


def origin(entry: EntryPoint) -> str:
    """Return which package brings a command."""
    return entry.dist.name if entry.dist is not None else entry.value


def imported(entry: EntryPoint) -> click.Command:
    """Return the command that an entry point names.

    Raises:
        PluginError: It cannot be imported, or is no command.
    """
    hint = f"Mend or uninstall {origin(entry)}."
    try:
        command = entry.load()
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise PluginError(
            f"The command {entry.name!r} cannot be loaded: {why}.", hint=hint
        ) from error
    if not isinstance(command, click.Command):
        raise PluginError(f"{entry.value!r} is no command of click.", hint=hint)
    return command

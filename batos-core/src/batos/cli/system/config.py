"""``batos config``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from batos.cli.terminal.arguments import SignedCommand, read_value
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table, printable, to_json
from batos.config import MODEL_SETTINGS, Loaded, Paths, check_config, load_config, read_config_text
from batos.errors import UnknownNameError, UsageError

__all__ = ["config"]


_LATER = click.option(
    "--later", is_flag=True, help="Write it only; a running system goes on as it is."
)


@click.group(cls=NounGroup, verb="show")
@json_flag
def config(as_json: bool) -> None:
    """Show the configuration and where each value comes from; change it.

    \b
    Examples:
      batos config
      batos config get kernel.port
      batos config set kernel.port 5600
      BATOS_KERNEL__PORT=0 batos config show --json
    """


@config.command()
@click.option("--origin/--no-origin", default=True, help="Show where a value comes from.")
@json_flag
def show(origin: bool = True, as_json: bool = False) -> None:
    """Show every setting."""
    _print(_rows(load_config()), origin, as_json)


def _rows(loaded: Loaded) -> list[dict[str, Any]]:
    return [
        {"setting": key, "value": value, "origin": origin} for key, value, origin in loaded.values()
    ]


def _print(rows: list[dict[str, Any]], origin: bool, as_json: bool) -> None:
    columns = ["setting", "value", *(["origin"] if origin else [])]
    if as_json:
        print_json([{name: row[name] for name in columns} for row in rows])
    else:
        print_table(columns, [{**row, "value": _shown(row["value"])} for row in rows], "")


def _shown(value: Any) -> str:
    """Return a value as it is typed: a text as it is, any other as JSON."""
    return value if isinstance(value, str) else "" if value is None else to_json(value)


@config.command()
@click.argument("key")
@click.option("--origin", is_flag=True, help="Show where the value comes from, too.")
@json_flag
def get(key: str, origin: bool, as_json: bool) -> None:
    """Print the value of a setting, or the settings of a section.

    A text is printed as it is, any other value as JSON. A password or key is not shown.

    \b
    Examples:
      batos config get kernel.port
      batos config get image.uri --origin
      batos config get cycle
    """
    rows = _rows(load_config())
    found = [row for row in rows if row["setting"] == key]
    if not found:
        section = [row for row in rows if row["setting"].startswith(f"{key}.")]
        if not section:
            raise _unknown(key, rows)
        _print(section, origin, as_json)
    elif as_json:
        print_json(found[0] if origin else found[0]["value"])
    else:
        click.echo(printable(_shown(found[0]["value"])))
        if origin:
            note(f"from: {found[0]['origin']}")


def _unknown(key: str, rows: list[dict[str, Any]]) -> UnknownNameError:
    known = {row["setting"] for row in rows}
    sections = {name.rpartition(".")[0] for name in known} - {""}
    return UnknownNameError("setting", key, known | sections, hint="'batos config' lists them.")


@config.command("set", cls=SignedCommand)
@click.argument("key")
@click.argument("value")
@_LATER
@json_flag
def set_(key: str, value: str, later: bool, as_json: bool) -> None:
    """Write a setting into the configuration file; comments and layout stay as they are.

    VALUE is read as for 'batos send': JSON or else text, @FILE, or - for standard input, which
    keeps a key out of the history of your shell. What the setting does not take is refused.

    What says which models answer whom is taken by a running system at once, as by 'batos backends
    use': backends, roles, personas, inference. Where a model cannot be loaded the file is as it
    was. Where one change alone makes no sense, --later writes it only.

    \b
    Examples:
      batos config set kernel.port 5600
      batos config set backends.embedded.model /models/coder.gguf
      batos config set backends.big.model owner/name --later
      batos config set plugins.disabled '["batos-persona-robin"]'
    """
    from batos.cli.system.config_file import key_path

    path = key_path(key)
    read = read_value(value, stdin=sys.stdin.buffer)
    if read is None:
        raise UsageError("A setting cannot be null.", hint=f"Try: batos config unset {key}")
    paths = Paths.find()
    # A setting may want a text that looks like a number, such as the name of a model.
    _change(paths, path, [read] if isinstance(read, str) else [read, value.strip()], later=later)
    written = check_config(read_config_text(paths.config_file), paths)
    rows = {name: shown for name, shown, _ in Loaded(written, paths, {}).values()}
    name = ".".join(path)
    shown = rows.get(name, {key: rows[key] for key in rows if key.startswith(f"{name}.")})
    if as_json:
        print_json({"setting": name, "value": shown, "file": str(paths.config_file)})
    else:
        note(f"{name} is {_shown(shown)}.")


@config.command()
@click.argument("key")
@_LATER
@json_flag
def unset(key: str, later: bool, as_json: bool) -> None:
    """Take a setting, or a section, out of the configuration file, so that its default holds.

    \b
    Examples:
      batos config unset kernel.port
      batos config unset backends.big
    """
    from batos.cli.system.config_file import key_path

    name = ".".join(path := key_path(key))
    paths = Paths.find()
    _change(paths, path, None, later=later)
    if as_json:
        print_json({"setting": name, "file": str(paths.config_file)})
    else:
        note(f"{name} is no longer set in {paths.config_file}.")


def _change(
    paths: Paths, path: tuple[str, ...], values: Sequence[Any] | None, *, later: bool
) -> None:
    """Write a setting, or take it out of the file, and have the running system take it."""
    from batos.cli.system.config_file import remove_setting, write_setting
    from batos.cli.system.taking import put_to_use, warn_of_change

    if path[0] in MODEL_SETTINGS and not later:
        put_to_use(paths, {path: values})
        return
    if values is None:
        remove_setting(paths, path)
    else:
        write_setting(paths, path, list(values))
    warn_of_change(paths, ".".join(path))


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

"""``batos service``: have the system's own manager keep the watchdog up."""

from __future__ import annotations

import contextlib
from typing import Any

import click

from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_fact, print_json
from batos.cli.upkeep.managers import KINDS, here, manager
from batos.config import load_config
from batos.errors import DiskError, ExitCode

__all__ = ["service"]


@click.group(cls=NounGroup, verb="status")
@json_flag
def service(as_json: bool) -> None:
    """Have BAT OS started with your session, and kept up: systemd, launchd, or the Task Scheduler.

    Without a command it shows whether that is so.

    \b
    Examples:
      batos service install --print
      batos service install
      batos service remove
    """


@service.command()
@click.option("--print", "printed", is_flag=True, help="Only print what would be written.")
@click.option("--for", "kind", type=click.Choice(KINDS), help="Another system's; with --print.")
@json_flag
def install(printed: bool, kind: str | None, as_json: bool) -> int:
    """Write the description of the service, and have it started now and from now on.

    It runs 'batos watchdog', as you and with your folders. Where the manager is not there, the
    description is written and nothing is started. For Windows it is a list of commands, which you
    run yourself.

    \b
    Examples:
      batos service install
      batos service install --print --for launchd
    """
    loaded = load_config()
    chosen = manager(kind or here(), loaded)
    file = chosen.file
    told: dict[str, Any] = {"manager": chosen.kind, "file": None if file is None else str(file)}
    if printed or file is None or chosen.kind != here():
        if as_json:
            print_json({**told, "unit": chosen.unit, "started": False})
        else:
            click.echo(chosen.unit, nl=False)
        return ExitCode.OK
    loaded.paths.make()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(chosen.unit, "utf-8")
    except OSError as error:
        raise DiskError(error, str(file)) from error
    if missing := chosen.missing():
        note(f"{missing} The service is written, and nothing was started.")
    else:
        chosen.tell(chosen.install)
    if as_json:
        print_json({**told, "unit": chosen.unit, "started": not missing})
    else:
        print_fact("service", str(file))
    return ExitCode.OK


@service.command()
@json_flag
def remove(as_json: bool) -> int:
    """End the service for good, and remove its description. Doing it twice does no harm.

    \b
    Examples:
      batos service remove
    """
    chosen = manager(here(), load_config())
    file = chosen.file
    there = file is not None and file.exists()
    if there and not chosen.missing():
        chosen.tell(chosen.remove)
    if file is not None:
        with contextlib.suppress(FileNotFoundError):
            file.unlink()
    if as_json:
        print_json({"manager": chosen.kind, "removed": there})
    else:
        note("The service is removed." if there else "There is no service to remove.")
    return ExitCode.OK


@service.command()
@json_flag
def status(as_json: bool) -> int:
    """Show whether the service is installed, and whether it runs.

    \b
    Examples:
      batos service status --json
    """
    chosen = manager(here(), load_config())
    file, missing = chosen.file, chosen.missing()
    there = file is not None and file.exists()
    runs = there and chosen.running()
    if as_json:
        told = {"manager": chosen.kind, "file": None if file is None else str(file)}
        print_json({**told, "installed": there, "runs": runs, "missing": missing})
        return ExitCode.OK
    print_fact("manager", f"{chosen.kind}{f' ({missing})' if missing else ''}")
    print_fact("service", str(file) if there else "not installed: batos service install")
    if there:
        print_fact("state", "runs" if runs else "does not run")
    return ExitCode.OK

"""``batos watchdog``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import click

from batos.cli.system.starting import kernel_command, start_seconds, upgrade_of
from batos.cli.terminal.output import json_flag, note, print_json
from batos.config import load_config

__all__ = ["watchdog"]


@click.command()
@click.option(
    "--patience",
    type=click.FloatRange(1.0),
    default=15.0,
    show_default=True,
    metavar="SECONDS",
    help="Without an answer for so long, the kernel counts as hanging.",
)
@json_flag
def watchdog(patience: float, as_json: bool) -> int:
    """Keep the system up: start the kernel, and start it again when it dies or hangs.

    A kernel that runs already is watched from then on. One that dies is started again at once,
    then with growing pauses; where another start cannot help (a damaged image, a wrong
    configuration), or has not helped several times, it is given up, with the reason and the exit
    code of 'batos serve'. Ctrl-C, SIGTERM and a closed terminal end both; so does 'batos down'.
    When update_instructions.json appears in the state folder, an upgrade is carried out: see
    'batos upgrade'.

    What happens is told on stderr; with --json as one object a line on stdout.

    \b
    Examples:
      batos watchdog
      batos watchdog --json --patience 30
    """
    from batos.kernel.base.logs import configure_logging
    from batos.kernel.watchdog.watchdog import Watchdog, WatchSettings

    loaded = load_config()
    loaded.paths.make()
    configure_logging("watchdog", loaded.paths.log_dir / "watchdog.log")
    settings = WatchSettings(
        runtime_dir=loaded.paths.runtime_dir,
        log_file=loaded.paths.log_dir / "kernel.out",
        start_s=start_seconds(loaded),
        patience_s=patience,
    )
    return Watchdog(
        settings,
        partial(kernel_command, loaded),
        _tell_json if as_json else _tell,
        partial(upgrade_of, loaded),
    ).run()


def _tell(_event: str, text: str, facts: Mapping[str, Any]) -> None:
    note(text)
    if hint := facts.get("hint"):
        note(f"  {hint}")


def _tell_json(event: str, text: str, facts: Mapping[str, Any]) -> None:
    at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    print_json({"event": event, "at": at, "text": text, **facts})

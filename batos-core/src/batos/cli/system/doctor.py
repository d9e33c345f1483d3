"""``batos doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from batos.cli.reach.installed import installed
from batos.cli.terminal.output import json_flag, print_json, print_line
from batos.config import load_config
from batos.errors import BatosError, ExitCode

if TYPE_CHECKING:
    from batos.plugins import HealthReport

__all__ = ["doctor"]


@click.command()
@json_flag
def doctor(as_json: bool) -> int:
    """Check the installation, the plugins, the models and the running system.

    \b
    Examples:
      batos doctor
      batos doctor --json
    """
    reports = list(_reports())
    if as_json:
        print_json(
            [
                {"check": each.name, "ok": each.ok, "text": each.message, "hint": each.hint}
                for each in reports
            ]
        )
    else:
        for each in reports:
            mark = click.style("ok  ", fg="green") if each.ok else click.style("BAD ", fg="red")
            told = f"{each.message}\n{each.hint}" if not each.ok else each.message
            print_line(told.rstrip(), mark=f"{mark} {each.name:12} ", hang=18)
    return ExitCode.OK if all(each.ok for each in reports) else ExitCode.FAILURE


def _reports() -> Iterator[HealthReport]:
    from batos.cli.system.checks import OwnChecks, python_report
    from batos.plugins import HealthReport, load_plugins

    try:
        loaded = load_config()
    except BatosError as error:
        yield python_report()
        yield HealthReport(name="config", ok=False, message=error.message, hint=error.hint)
        return
    own = {"health": OwnChecks(loaded)}
    try:
        found = installed(loaded, own)
    except BatosError:  # plugins in strict mode, of which a check tells
        found = load_plugins(enabled=[], own=own)
    yield from found.health_reports()

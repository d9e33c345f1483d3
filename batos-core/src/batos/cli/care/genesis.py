"""``batos genesis``."""

from __future__ import annotations

from dataclasses import asdict

import click

from batos.cli.reach.named_image import care_of, tell_missing
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.config import load_config
from batos.counting import counted

__all__ = ["genesis"]


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@json_flag
def genesis(dry_run: bool, as_json: bool) -> None:
    """Awaken the image: run the steps of genesis that it has not seen yet.

    The kernel does this at every start; the command is for looking, and for doing it by hand
    while the kernel is down.

    \b
    Examples:
      batos genesis --dry-run
      batos genesis
    """
    from batos.cli.reach.installed import installed
    from batos.genesis import awaken
    from batos.guardian.running.run import GuardedRunner
    from batos.image import Session

    loaded = load_config()
    loaded.paths.make()
    plugins = installed(loaded)
    session = Session(loaded.image_uri, GuardedRunner)
    try:
        reports = awaken(session, plugins, dry_run=dry_run)
    finally:
        session.close()
    tell_missing(care_of(None, loaded))
    rows = [asdict(report) for report in reports]
    if as_json:
        print_json(rows)
        return
    print_table(["name", "done", "summary"], rows, "There is nothing to do.")
    fresh = sum(report.done in ("new", "renewed", "gone") for report in reports)
    verb = "would run" if dry_run else "ran"
    note(f"{fresh} of {counted(len(reports), 'step')} {verb}.")

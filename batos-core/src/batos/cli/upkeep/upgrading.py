"""``batos upgrade``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import to_builtins

from batos.cli.system.starting import upgrade_of
from batos.cli.terminal.output import json_flag, local_time, note, print_fact, print_json
from batos.config import Loaded, load_config
from batos.errors import ExitCode, UpgradeError, UsageError

if TYPE_CHECKING:
    from batos.kernel.upgrade.instructions import Instructions
    from batos.kernel.upgrade.journal import Entry, Record

__all__ = ["upgrade"]

_POLL_S = 0.1


@click.command()
@click.option("--to", "version", metavar="VERSION", help="The version to go to.")
@click.option(
    "--wheels",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Install from a folder of wheels, and from nowhere else.",
)
@click.option("--rollback", is_flag=True, help="Go back to the environment before.")
@click.option("--status", "shown", is_flag=True, help="Show how the latest upgrade went.")
@json_flag
def upgrade(
    version: str | None, wheels: Path | None, rollback: bool, shown: bool, as_json: bool
) -> int:
    """Go to another version of BAT OS, or back to the one before.

    The new version is installed into an environment of its own, while the system goes on. Then it
    is drained, the image is backed up, and the new version has to prove itself on a copy: it must
    start, know every plugin that is active now, find the image sound, fail no check of 'batos
    doctor' that does not fail now, and give what the examples of ten methods say. Only then it
    takes over; otherwise the old one runs again, and you are told why. An upgrade that was
    killed is finished or rolled back at the next start.

    Where a watchdog runs, it carries this out, from update_instructions.json in the state folder.
    Without an option, the latest upgrade is shown.

    \b
    Examples:
      batos upgrade --to 1.2.0
      batos upgrade --wheels /media/stick/batos
      batos upgrade --rollback
      batos upgrade --status
    """
    from batos.kernel.upgrade.instructions import Instructions
    from batos.kernel.upgrade.packages import family

    loaded = load_config()
    if rollback and (version or wheels):
        raise UsageError("--rollback goes back to what was there; it takes no version or wheels.")
    if shown or not (version or wheels or rollback):
        _show(loaded, as_json=as_json)
        return ExitCode.OK
    loaded.paths.make()
    folder = wheels.resolve() if wheels is not None else None
    packages = family(_python(loaded), version, folder, lambda: None) if version else {}
    wanted = Instructions(
        packages=packages, wheels="" if folder is None else str(folder), rollback=rollback
    )
    record = _carried_out(loaded, wanted)
    last = record.last
    if last.step != "done":
        raise UpgradeError(
            f"The upgrade was {last.step}: {last.text}",
            hint=last.hint,
            details={"steps": [each.step for each in record.entries]},
        )
    if as_json:
        print_json(_plain(record))
    else:
        note(f"Upgraded: {last.text}.")
    return ExitCode.OK


def _python(loaded: Loaded) -> str:
    from batos.kernel.upgrade.environments import Environments

    return Environments(loaded.paths.environments_dir).running().python


def _carried_out(loaded: Loaded, wanted: Instructions) -> Record:
    """Have instructions carried out by the watchdog, or here where none runs."""
    from batos.kernel.upgrade.instructions import write_instructions
    from batos.kernel.watchdog.record import Watch

    work = upgrade_of(loaded, _tell)
    before = work.record
    if Watch.read(loaded.paths.runtime_dir) is None:
        work.recover()
        try:
            work.carry_out(wanted)
        except KeyboardInterrupt:
            note("Interrupted; going back…")
            work.recover()
    else:
        write_instructions(loaded.paths.state_dir, wanted)
        _follow(loaded, before)
    record = work.record
    assert record is not None, "it was carried out"
    return record


def _follow(loaded: Loaded, before: Record | None) -> None:
    """Tell what the watchdog does until it is done."""
    from batos.kernel.watchdog.record import Watch

    work, told = upgrade_of(loaded, _tell), 0
    begun = None if before is None else before.entries[0]
    while True:
        watched = Watch.read(loaded.paths.runtime_dir) is not None
        record = work.record
        if record is not None and record.entries[0] != begun:
            for entry in record.entries[told:]:
                _tell(entry)
            told = len(record.entries)
            if record.ended:
                return
        if not watched:
            raise UpgradeError(
                "The watchdog has ended in the middle of the upgrade.",
                hint="The next start finishes it, or rolls it back: batos up",
            )
        time.sleep(_POLL_S)


def _tell(entry: Entry) -> None:
    ended = entry.text.endswith(".") or entry.step == "done"
    note(f"{entry.step}: {entry.text}{'' if ended else '…'}")


def _show(loaded: Loaded, *, as_json: bool) -> None:
    from batos.kernel.upgrade.environments import Environments
    from batos.kernel.upgrade.instructions import FILE

    environments = Environments(loaded.paths.environments_dir)
    current, runs = environments.current(), environments.running()
    record = upgrade_of(loaded, _tell).record
    waits = (loaded.paths.state_dir / FILE).exists()
    if as_json:
        told = {"state": "none", "steps": []} if record is None else _plain(record)
        previous = None if current is None else to_builtins(current.previous)
        print_json({**told, "runs": to_builtins(runs), "previous": previous, "waiting": waits})
        return
    print_fact("runs", f"{runs.version}, in {runs.prefix}")
    if current is not None and current.previous.prefix != runs.prefix:
        before = current.previous
        print_fact("before", f"{before.version}, in {before.prefix}: batos upgrade --rollback")
    if waits:
        print_fact("waiting", "instructions that nobody has taken yet; a watchdog does")
    if record is None:
        note("Nothing was upgraded yet.")
        return
    for entry in record.entries:
        print_fact(entry.step[:10], f"{local_time(entry.at)} {entry.text}")
    if record.last.hint:
        print_fact("", record.last.hint)


def _plain(record: Record) -> dict[str, Any]:
    steps = [
        {"at": each.at, "step": each.step, "text": each.text, "hint": each.hint}
        for each in record.entries
    ]
    last, plan = record.last, record.plan
    told: dict[str, Any] = {"state": last.step if record.ended else "under way"}
    told |= {"text": last.text, "hint": last.hint, "steps": steps}
    if plan is not None:
        told["from"] = plan.old.version
        told["instructions"] = to_builtins(plan.instructions)
    return told

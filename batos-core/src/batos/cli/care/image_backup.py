"""``batos image backup``, ``verify``, ``restore`` and ``salvage``."""

from __future__ import annotations

from pathlib import Path

import click

from batos.cli.care.image import print_report
from batos.cli.reach.named_image import (
    WorkTeller,
    care_of,
    image_option,
    is_up,
    shown_size,
    shown_time,
    uri_of,
)
from batos.cli.terminal.output import json_flag, note, print_fact, print_json, print_table
from batos.config import load_config
from batos.counting import counted
from batos.errors import ExitCode, ImageLockedError

__all__ = ["backup", "restore", "salvage", "verify"]

_FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--incremental", is_flag=True, help="Write only what is new since the last one.")
@image_option
@json_flag
def backup(folder: Path, incremental: bool, uri: str | None, as_json: bool) -> int:
    """Back up the image with its blobs into DIR, while it may be in use.

    DIR holds the backups of one image and nothing else; it is made where it does not exist. Every
    backup is a point that can be restored. A full one begins anew; after a pack an incremental
    one is full as well. What an interrupted one has left is cleared away by the next.

    \b
    Examples:
      batos image backup /mnt/disk/batos
      batos image backup /mnt/disk/batos --incremental
    """
    loaded = load_config()
    with WorkTeller() as teller:
        result = care_of(uri_of(None, uri), loaded).backup(
            folder, incremental=incremental, progress=teller
        )
    if as_json:
        print_json(result.to_plain())
        return ExitCode.OK
    point = result.point
    if result.fresh:
        blobs = f"{result.blobs} new of {counted(point['blobs'], 'blob')}"
        size = shown_size(result.bytes)
        print_fact("backup", f"{point['stamp']}, {point['kind']}, {size}, {blobs}")
    else:
        print_fact("backup", f"{point['stamp']}; nothing is new since")
    print_fact("holds", f"everything until {shown_time(point['time'])} UTC")
    if result.removed:
        note(f"Cleared away what an interrupted backup had left: {', '.join(result.removed)}.")
    for warning in result.warnings:
        note(warning)
    return ExitCode.OK


@click.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--quick", is_flag=True, help="Compare digests only; restore nothing.")
@json_flag
def verify(folder: Path, quick: bool, as_json: bool) -> int:
    """Try the backups in DIR out: compare every file, restore the latest, check it.

    The restored image is thrown away. Exits with 0 when all is well and with 3 when something is
    damaged; a point that is not whole cannot be restored, the others can.

    \b
    Examples:
      batos image verify /mnt/disk/batos
      batos image verify /mnt/disk/batos --quick
    """
    loaded = load_config()
    with WorkTeller() as teller:
        report = care_of(None, loaded).verify(folder, quick=quick, progress=teller)
    if as_json:
        print_json(report.to_plain())
    else:
        rows = [
            {**point, "time": shown_time(point["time"]), "whole": "yes" if point["whole"] else "NO"}
            for point in report.points
        ]
        print_table(["stamp", "kind", "time", "bytes", "blobs", "whole"], rows, "No backups.")
        for problem in report.problems:
            print_fact("DAMAGE", problem)
        for name in report.leftovers:
            note(f"An interrupted backup has left {name}; the next one clears it away.")
        note(f"Compared {counted(report.files, 'file')}.")
        if report.drill is not None:
            methods = counted(report.drill.counts.get("methods", 0), "method")
            records = counted(report.drill.counts.get("records", 0), "record")
            note(f"Restored the latest for a try: {records}, {methods}.")
        note("The backups can be relied on." if report.sound else "The backups are damaged.")
    return ExitCode.OK if report.sound else ExitCode.IMAGE


@click.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option(
    "--at", metavar="TIME", help="The state right after this time; the latest when left out."
)
@click.option("--to", "target", metavar="FILE", help="A file of its own, instead of your image.")
@click.option("--force", is_flag=True, help="Move an image that is there aside.")
@json_flag
def restore(folder: Path, at: str | None, target: str | None, force: bool, as_json: bool) -> int:
    """Bring the image back from the backups in DIR, as it was at any time that they hold.

    TIME is a date, a time such as 2026-03-01T14:30 (yours, where it names no zone), a time back
    such as '2 hours ago', or the id of a transaction. The image is put together beside its place
    and checked before it takes it. One that is there already stays where it is; with --force it
    is moved aside, and nothing of it is deleted.

    The system must be down, unless --to names another file.

    \b
    Examples:
      batos image restore /mnt/disk/batos --to yesterday.fs --at "1 day ago"
      batos image restore /mnt/disk/batos --force
    """
    from batos.image.past import moment

    loaded = load_config()
    target = uri_of(None, target)
    if is_up(target, loaded):
        raise ImageLockedError(
            "The system is up and has the image open.",
            hint="Stop it first: batos down. Or restore into another file: --to FILE.",
        )
    wanted = moment(at) if at is not None else None
    with WorkTeller() as teller:
        result = care_of(target, loaded).restore(folder, at=wanted, force=force, progress=teller)
    if as_json:
        print_json(result.to_plain())
        return ExitCode.OK
    print_fact("restored", str(result.file))
    print_fact("holds", f"everything until {shown_time(result.time)} UTC")
    if not result.exact and result.newest:
        note("No backup is later than that: this is the latest state that there is.")
    elif not result.exact:
        note("Later backups were packed: this is the latest earlier state that there is.")
    if result.aside:
        note(f"The image that was there is now {result.aside}.")
    print_report(result.report.to_plain())
    return ExitCode.OK


@click.command()
@click.argument("path", metavar="FILE")
@click.option("--to", "target", required=True, metavar="NEW", help="The file of the new image.")
@json_flag
def salvage(path: str, target: str, as_json: bool) -> int:
    """Copy what can still be read of a damaged image into a new one, and say what was lost.

    FILE is only read. A transaction with a damaged record keeps its others; an object whose
    record is damaged is what it was before. Exits with 0 when the new image is sound and with 3
    when its check finds that something it needs is lost.

    \b
    Examples:
      batos image salvage damaged.fs --to saved.fs
    """
    loaded = load_config()
    with WorkTeller() as teller:
        result = care_of(uri_of(path, None), loaded).salvage(target, progress=teller)
    plain = result.to_plain()
    if as_json:
        print_json(plain)
        return ExitCode.OK if result.report.sound else ExitCode.IMAGE
    kept = counted(result.transactions, "transaction"), counted(result.records, "record")
    print_fact("kept", ", ".join(kept))
    lost = counted(result.lost_records, "record")
    print_fact("lost", f"{lost}, {shown_size(result.lost_bytes)}")
    for text in result.losses[:20]:
        print_fact("", text)
    if len(result.losses) > 20:
        print_fact("", f"… and {len(result.losses) - 20} more")
    for name, numbers in (
        ("older", result.objects_older),
        ("gone", result.objects_lost),
    ):
        if numbers:
            shown = ", ".join(f"@{number}" for number in numbers[:20])
            print_fact(name, f"{counted(len(numbers), 'object')}: {shown}")
    print_report(plain["check"])
    return ExitCode.OK if result.report.sound else ExitCode.IMAGE

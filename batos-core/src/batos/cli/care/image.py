"""``batos image``: look after the image: status, check, pack; the other commands are lazy."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import click

from batos.cli.reach.named_image import (
    WorkTeller,
    care_of,
    carried_out,
    image_option,
    shown_size,
    shown_time,
    tell_missing,
    uri_of,
)
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_fact, print_json, print_line
from batos.config import load_config
from batos.counting import counted
from batos.errors import ExitCode, UsageError, near
from batos.wire.messages.care import (
    BackupNote,
    CheckImage,
    ImageFacts,
    Kept,
    PackImage,
    PackNote,
    PackPlanned,
    PlanPack,
)

if TYPE_CHECKING:
    from batos.care import Care

__all__ = ["image"]

_LAZY: Mapping[str, str] = {
    "backup": "batos.cli.care.image_backup:backup",
    "verify": "batos.cli.care.image_backup:verify",
    "restore": "batos.cli.care.image_backup:restore",
    "salvage": "batos.cli.care.image_backup:salvage",
    "copy": "batos.cli.care.image_copy:copy",
}
"""Commands of other modules, imported when they are called."""
_KEEP_DAYS = 30
_MARK = 7
"""Cells that the mark of a finding takes."""


class _ImageGroup(NounGroup):
    """A group that imports some of its commands when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order in which they are needed."""
        return [*super().list_commands(ctx), *_LAZY]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now where it is one of another module."""
        if cmd_name not in _LAZY:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _LAZY[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was called, or name a near match."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            hint = near(args[0], known)
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}".strip(), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_ImageGroup, verb="status")
@json_flag
def image(as_json: bool) -> None:
    """Look after the image: how it is, check, pack, backup, restore.

    Without a command it shows how the image is.

    \b
    Examples:
      batos image
      batos image check
      batos image backup ~/backups/batos --incremental
      batos image pack --keep-days 60
    """


@image.command("status")
@click.argument("path", required=False)
@image_option
@json_flag
def status_(path: str | None, uri: str | None, as_json: bool) -> None:
    """Show where the image is, how large, how far back its past reaches, and the last backup.

    PATH is the file of another image, or a storage URI; without it, it is your own.

    \b
    Examples:
      batos image status
      batos image status old_image.fs --json
    """
    facts = carried_out(uri_of(path, uri), ImageFacts(), lambda care, _teller: care.status())
    if as_json:
        print_json(facts)
    else:
        _print_status(facts)


def _print_status(facts: Kept) -> None:
    blobs = f", {counted(facts['blobs'], 'blob')}, {shown_size(facts['blob_bytes'])}"
    size = shown_size(facts["bytes"]) + (blobs if facts["blobs"] >= 0 else "")
    since = f", since {shown_time(facts['history_since'])}" if facts["history_since"] else ""
    lines = {
        "image": f"{facts['image']} ({facts['storage']})",
        "born": f"{shown_time(facts['born'])}, format {facts['format']}",
        "size": f"{size}, {counted(facts['records'], 'record')}",
        "last": f"transaction {shown_time(facts['last'])}",
        "undo": f"{counted(facts['undoable'], 'transaction')}{since}",
        "pack": _told_pack(facts["pack"]),
        "backup": _told_backup(facts["backup"]),
    }
    if facts["free"] >= 0:
        lines["free"] = f"{shown_size(facts['free'])} on the disk"
    for remain in facts["remains"]:
        name = "remains" if "remains" not in lines else f"{'':{len(lines)}}"
        lines[name] = f"{remain['file']}, {shown_size(remain['bytes'])}"
    if facts["ahead"]:
        lines["clock"] = f"the last transaction is {facts['ahead']} ahead of this computer's clock"
    for name, text in lines.items():
        print_fact(name.strip(), text)
    for end in facts["torn"]:
        print_fact("torn", end["text"])
        print_fact("", end["hint"])


def _told_pack(entry: PackNote | None) -> str:
    if not entry:
        return "never"
    days = entry["keep_days"]
    return f"{shown_time(entry['at'])}, kept {days:g} day{'s' * (days != 1)}"


def _told_backup(entry: BackupNote | None) -> str:
    return f"{shown_time(entry['at'])} in {entry['folder']}" if entry else "none"


@image.command()
@click.argument("path", required=False)
@click.option(
    "--acknowledge", is_flag=True, help="Say that a missing end is known; it is told no longer."
)
@image_option
@json_flag
def check(path: str | None, acknowledge: bool, uri: str | None, as_json: bool) -> int:
    """Check the image: its file, every record, references, blobs, methods, indexes.

    Nothing in it is changed, and it may be in use. Exits with 0 when it is sound, and with 3 when
    something is damaged; the findings say what and what to do.

    PATH is the file of another image, or a storage URI; without it, it is your own. The bytes of
    a file that was found sound are sealed beside it: a later check tells if any has changed.

    \b
    Examples:
      batos image check
      batos image check damaged.fs
      batos image check --json
    """
    named = uri_of(path, uri)
    if acknowledge:
        care_of(named, load_config()).acknowledge()
    report = carried_out(named, CheckImage(), _check)
    if as_json:
        print_json(report)
    else:
        print_report(report)
    return ExitCode.OK if report["sound"] else ExitCode.IMAGE


def _check(care: Care, teller: WorkTeller) -> dict[str, Any]:
    return care.check(progress=teller).to_plain()


def print_report(report: Mapping[str, Any]) -> None:
    """Print what a check has found."""
    findings = report["findings"]
    for finding, following in zip_longest(findings, findings[1:], fillvalue={"mend": ""}):
        mark, color = ("DAMAGE", "red") if finding["damage"] else ("note  ", "yellow")
        text = f"[{finding['kind']}] {finding['message']}"
        print_line(text, mark=f"{click.style(mark, fg=color)} ", hang=_MARK)
        # What helps against all of them is said once, after the last.
        if finding["mend"] and finding["mend"] != following["mend"]:
            print_line(finding["mend"], hang=_MARK)
    more = report["damages"] + report["notes"] - len(report["findings"])
    if more > 0:
        print_line(f"… and {more} more", hang=_MARK)
    counts = ", ".join(
        counted(number, name.removesuffix("s"), name) for name, number in report["counts"].items()
    )
    print_line(f"Looked at {counts.replace('_', ' ')} in {report['seconds']:.1f} s.", err=True)
    if report["sound"]:
        note("The image is sound.")
    else:
        note(f"The image is damaged: {counted(report['damages'], 'finding')}.")


@image.command()
@click.option(
    "--keep-days",
    type=click.FloatRange(0, 36_500),
    default=_KEEP_DAYS,
    show_default=True,
    help="Days of history that stay.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--yes-drop-history", is_flag=True, help="Keep no history: needed for 0 days.")
@click.option("--keep-old", is_flag=True, help="Keep the old file beside the new one, as .old.")
@image_option
@json_flag
def pack(
    keep_days: float,
    yes: bool,
    yes_drop_history: bool,
    keep_old: bool,
    uri: str | None,
    as_json: bool,
) -> int:
    """Drop what is older than some days and no longer part of the image.

    What was done in those days can be undone and looked at afterwards, what was done before no
    longer; you are told how many transactions that concerns, and asked. Versions of methods are
    data: their history stays, whatever is packed.

    The image may be in use. It needs room for a second file while it works.

    \b
    Examples:
      batos image pack
      batos image pack --keep-days 7 --yes
    """
    if keep_days <= 0 and not yes_drop_history:
        raise UsageError(
            "A pack that keeps no day drops all undo and all of the past.",
            hint="Keep some days; or say that this is wanted: --yes-drop-history.",
        )
    uri = uri_of(None, uri)
    plan = carried_out(
        uri, PlanPack(keep_days), lambda care, _teller: care.plan_pack(keep_days).to_plain()
    )
    _consent(plan, yes=yes or yes_drop_history)

    def work(care: Care, teller: WorkTeller) -> dict[str, Any]:
        found = care.pack(
            keep_days, drop_history=yes_drop_history, keep_old=keep_old, progress=teller
        )
        tell_missing(care)
        return found.to_plain()

    result = carried_out(uri, PackImage(keep_days, yes_drop_history, keep_old), work)
    if as_json:
        print_json(result)
        return ExitCode.OK
    before, after = shown_size(result["before"]), shown_size(result["after"])
    print_fact("packed", f"{before} before, {after} after")
    if result["blobs"]:
        print_fact("blobs", f"{result['blobs']} removed, {shown_size(result['blob_bytes'])}")
    if result["kept"]:
        print_fact("kept", result["kept"])
    return ExitCode.OK


def _consent(plan: PackPlanned, *, yes: bool) -> None:
    """Say what a pack would take, and ask.

    Raises:
        UsageError: Nobody is there to be asked.
        Abort: The answer was no.
    """
    lost, undoable = plan["lost"], plan["undoable"]
    until = shown_time(plan["until"])
    if not lost:
        note(f"Nothing that can be undone is from before {until} UTC; it all stays.")
        return
    of = counted(undoable, "transaction")
    note(f"{lost} of {of} can no longer be undone, those from before {until} UTC.")
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("Nobody is there to be asked.", hint="Say that it is wanted: --yes.")
    click.confirm("Pack the image?", abort=True, err=True)

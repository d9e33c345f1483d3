"""``batos image copy``."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from batos.cli.terminal.output import json_flag, note, print_json
from batos.counting import counted
from batos.errors import ExitCode

if TYPE_CHECKING:
    from batos.care.storage_pair import CopyProgress

__all__ = ["copy"]

_EVERY = 1.0
"""Seconds between two lines about how far it is."""


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--resume", is_flag=True, help="Go on with a copy that was interrupted.")
@json_flag
def copy(source: str, target: str, resume: bool, as_json: bool) -> int:
    """Copy an image into another storage, with its history and its blobs.

    FROM and TO are storage URIs or paths of files. TO must be empty; a file, or a folder of
    SQLite, is created. Every transaction keeps its id, so that undo and the past work as before.
    Afterwards the two are compared, record by record.

    Nothing of FROM is changed. An image in a file may be in use: what is learned after the start
    is not copied. Then name the new place in the setting image.uri.

    \b
    Examples:
      batos image copy live_image.fs sqlite:///srv/batos/image
      batos image copy live_image.fs postgres://amy@db.example/batos
      batos image copy --resume live_image.fs zeo://db.example:9991
    """
    from batos.care.copying import copy_image

    report = copy_image(source, target, progress=_Teller(), resume=resume)
    if as_json:
        print_json(report.to_plain())
        return ExitCode.OK
    click.echo(
        f"Copied {counted(report.transactions, 'transaction')}, "
        f"{counted(report.records, 'record')} and {counted(report.blobs, 'blob')}; "
        "the copy is the same as the source."
    )
    if report.missing_blobs:
        missing = counted(report.missing_blobs, "blob was", "blobs were")
        note(f"{missing} missing in the source already.")
    for text in report.missing_ends:
        note(f"{text} The copy ends where this one does.")
    return ExitCode.OK


class _Teller:
    """Says how far a copy is, once in a while."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, progress: CopyProgress) -> None:
        """Take how far it is."""
        now = time.monotonic()
        if now - self._told < _EVERY:
            return
        self._told = now
        verb = "Compared" if progress.stage == "verify" else "Copied"
        of = f" of {progress.total}" if progress.total else ""
        text = f"{verb} {progress.done}{of} transactions…"
        if sys.stderr.isatty():
            click.echo(f"\r{text}", err=True, nl=False)
        else:
            note(text)

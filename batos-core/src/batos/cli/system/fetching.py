"""Fetching the file of a model, and how far that is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from batos.cli.reach.named_image import shown_size
from batos.cli.terminal.output import note

if TYPE_CHECKING:
    from batos.inference import ModelEntry, ModelShelf

__all__ = ["fetch", "progress_of"]

_STEPS = 10
"""Lines that a download takes where no terminal shows a bar."""


def fetch(shelf: ModelShelf, entry: ModelEntry, file: Path | None) -> None:
    """Fetch a model, after a word on how much that is."""
    if file is None:
        there = f" ({shown_size(entry.there)} of it are here)" if entry.there else ""
        note(
            f"The language model {entry.name} ({entry.licence}) is fetched now, once: "
            f"{shown_size(entry.size - entry.there)}{there}."
        )
    with progress_of(entry.size) as progress:
        shelf.fetch(entry.name, progress, file=file)


@contextmanager
def progress_of(size: int) -> Iterator[Callable[[str, float | None], None]]:
    """Yield what shows progress in bytes: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines(size)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, TransferSpeedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=size)

        def show(what: str, share: float | None) -> None:
            done = None if share is None else share * size
            bar.update(task, description=what, completed=done)

        yield show


class _Lines:
    """Says now and then how far it is."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._told = ("", -1)

    def __call__(self, what: str, share: float | None) -> None:
        step = -1 if share is None else int(share * _STEPS)
        if (what, step) == self._told:
            return
        self._told = (what, step)
        if share is None:
            note(f"{what}…")
        else:
            note(f"{what}: {shown_size(int(share * self._size))} of {shown_size(self._size)}")

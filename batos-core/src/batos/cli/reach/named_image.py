"""Reaching an image that is to be cared for: through the kernel, or directly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from batos.cli.terminal.output import note, printable
from batos.cli.terminal.spinner import Spinning
from batos.config import Loaded, load_config
from batos.errors import BatosError, UsageError
from batos.wire.messages.care import ImageProgress
from batos.wire.messages.request import Request, answered

if TYPE_CHECKING:
    from batos.care import Care

__all__ = [
    "WorkTeller",
    "care_of",
    "carried_out",
    "image_option",
    "is_up",
    "shown_size",
    "shown_time",
    "tell_missing",
    "uri_of",
]

A = TypeVar("A")

_AWAY = ("kernel.down", "engine.unavailable")
"""The kernel cannot answer, and the files may still be read."""


def image_option(command: Any) -> Any:
    """Add ``--uri`` to a command."""
    return click.option("--uri", metavar="URI", help="Another image: a file or a storage URI.")(
        command
    )


def uri_of(path: str | None, uri: str | None) -> str | None:
    """Return the image that was named, or None for the configured one.

    Raises:
        UsageError: Two were named, or one has no name: a script's empty variable is not your own.
    """
    if "" in (path, uri):
        raise UsageError("The image has an empty name.", hint="Leave it out for your own.")
    if path and uri:
        raise UsageError("Name the image once: by PATH or by --uri.")
    return path or uri


def shown_size(size: int) -> str:
    """Return a number of bytes for a person."""
    if size < 0:
        return "unknown size"
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("unreachable")


def shown_time(text: object) -> str:
    """Return a time in UTC, ISO text, for a person, to the second."""
    return str(text)[:19].replace("T", " ")


def care_of(uri: str | None, loaded: Loaded) -> Care:
    """Return the care of an image that is reached directly."""
    from batos.care import Care
    from batos.stewardship.health.soundness import PROBES

    return Care(uri or loaded.image_uri, loaded.paths.state_dir, probes=PROBES)


def tell_missing(care: Care) -> None:
    """Say on stderr what is missing at the end of an image, if anything is."""
    for end in care.missing_ends:
        note(end.text)
        note(f"  {end.hint}")


def is_up(uri: str | None, loaded: Loaded) -> bool:
    """Return whether a kernel runs that has this very image open."""
    from batos.care.files.places import Place
    from batos.kernel.process.launch import running

    if uri is not None:
        named = Place.of(uri, loaded.paths.state_dir)
        own = Place.of(loaded.image_uri, loaded.paths.state_dir)
        same = named.uri == own.uri or (named.file is not None and named.file == own.file)
        if not same:
            return False
    return running(loaded.paths.runtime_dir) is not None


def carried_out(
    uri: str | None,
    asked: Request[A],
    directly: Callable[[Care, WorkTeller], dict[str, Any]],
) -> A:
    """Have something done by the running system, or directly where it does not run.

    Args:
        uri: The image, None for the configured one.
        asked: What to ask the kernel.
        directly: Does the same without a kernel.

    Raises:
        BatosError: What became of it.
    """
    loaded = load_config()
    with WorkTeller() as teller:
        if is_up(uri, loaded):
            from batos.cli.reach.connect import connected

            try:
                with connected(loaded) as client:
                    return client.request(asked, on_event=teller.on_event)
            except BatosError as error:
                # The worker of a damaged image does not come up, and that is just when a person
                # wants to look; its files can be read all the same.
                if error.code not in _AWAY:
                    raise
        return answered(asked, directly(care_of(uri, loaded), teller))


class WorkTeller(Spinning):
    """Says on stderr what is being done: a spinner on a terminal, a line a step elsewhere."""

    def __init__(self) -> None:
        self._step = ""

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(stderr=True, highlight=False).status("")
        return self

    def __call__(self, text: str) -> None:
        """Take what is done now."""
        if self._status is not None:
            self._status.update(printable(text).replace("[", "\\["))
            self._status.start()
            return
        # A share, or one file after another, is no new step.
        step = text.split(",", maxsplit=1)[0].split(" ", maxsplit=1)[0]
        if step != self._step:
            self._step = step
            note(f"{text[:1].upper()}{text[1:]}…")

    def on_event(self, kind: str, body: Mapping[str, Any]) -> None:
        """Take an event of the wire."""
        if kind == ImageProgress.TYPE:
            self(str(body.get("text", "")))

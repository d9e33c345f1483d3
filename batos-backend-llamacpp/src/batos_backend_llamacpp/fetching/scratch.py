"""Where a download lies until it is whole, and programs that fill it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

__all__ = ["Listener", "SourceError", "run_program", "size_of"]

Listener = Callable[[int], None]
"""Told how many bytes of the file are here."""

_LOOK_EVERY_S = 0.2
_STALLED_S = 60.0
"""Seconds without one more byte after which a source is given up."""


class SourceError(Exception):
    """A source does not give the file; the text says why, as the rest of a sentence."""


def run_program(
    words: tuple[str, ...], environ: Mapping[str, str], folder: Path, hear: Listener
) -> tuple[int, str]:
    """Run a Python module that writes into a folder; return its exit code and what it said.

    It ends with this process, however that ends.

    Args:
        words: The module and its arguments.
        environ: Variables beside those of this process.
        folder: What it fills.
        hear: told how many bytes the largest file in the folder has.

    Raises:
        SourceError: Nothing came for a long time.
    """
    tied = f"{__package__}.tied"
    with tempfile.TemporaryFile(dir=folder) as said:
        program = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", tied, str(os.getpid()), *words],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            env={**os.environ, **environ},
        )
        try:
            code = _wait(program, folder, hear)
        finally:
            program.kill()
            program.communicate()
        said.seek(0)
        return code, said.read().decode("utf-8", "replace")


def _wait(program: subprocess.Popen[bytes], folder: Path, hear: Listener) -> int:
    moved, last = time.monotonic(), -1
    while True:
        try:
            return program.wait(_LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            pass
        now = size_of(folder)
        if now != last:
            moved, last = time.monotonic(), now
            hear(now)
        elif time.monotonic() - moved > _STALLED_S:
            raise SourceError("sends nothing any more")


def size_of(folder: Path) -> int:
    """Return the bytes of the largest file in a folder: the one that grows."""
    sizes = [0]
    # Unlike a glob, a walk goes on where a program takes a folder away meanwhile.
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                sizes.append(os.stat(os.path.join(place, name)).st_size)
    return max(sizes)

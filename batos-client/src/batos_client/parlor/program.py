"""A command of ``batos``, carried out in a process of its own, so that it can be stopped."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import sys
from collections.abc import Callable, Sequence

__all__ = ["RunningProgram"]

_MOST = 200_000
"""Letters of its output that are shown; of a longer one the last."""
_LAST_S = 1.5
"""Seconds that it gets to end by itself when the Parlor is left."""


class RunningProgram:
    """A command that runs.

    Args:
        words: It, without ``batos``.
        told: Called with all that it has printed, each time that there is more.
        width: Cells of a line.
    """

    def __init__(self, words: Sequence[str], told: Callable[[str], None], *, width: int) -> None:
        self._words = words
        self._told = told
        self._width = width
        self._process: asyncio.subprocess.Process | None = None
        self._stops = 0

    async def run(self) -> int:
        """Carry it out; return its exit code.

        A task that is cancelled meanwhile ends it.
        """
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "batos.cli.main", *self._words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "COLUMNS": str(self._width), "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )
        try:
            await self._read(self._process)
            return await self._process.wait()
        finally:
            if self._process.returncode is None:
                await self._ended(self._process)

    async def _ended(self, process: asyncio.subprocess.Process) -> None:
        """End it as one ends a command, so that what it is at is left whole; else at once."""
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), _LAST_S)
            except TimeoutError:
                process.kill()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = ""
        while piece := await process.stdout.read(65536):
            text = (text + decoder.decode(piece))[-_MOST:]
            self._told(text)

    def stop(self) -> None:
        """End it: at the first time as Ctrl-C would, then at once."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._stops += 1
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            if self._stops > 1:
                process.kill()
            else:
                process.terminate()

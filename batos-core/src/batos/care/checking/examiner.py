"""Looking at records in a process of its own, which a record that takes for ever may end.

Some records cannot be read in any time: 52,000 keys of a dict that have one hash are enough. The
step is one call into C, which nothing in the process itself can stop, and which keeps all its
other threads from running. So records are read beside it, and each has a budget of the processor's
time: the system ends what uses it up, however busy the machine is. Systems without such a budget
wait.
"""

from __future__ import annotations

import contextlib
import hashlib
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import BinaryIO, Self, cast

from batos.care.checking import examine as program
from batos.care.checking.examine import Facts, answers, examine, write_batch

__all__ = ["BATCH", "BATCH_BYTES", "SECONDS", "Examiner"]

BATCH = 200
"""Records that are handed over at once."""
BATCH_BYTES = 4 << 20
"""Bytes of them, about."""
SECONDS = 5.0
"""Seconds of the processor for a record; a large one has more."""

_TOO_LONG = Facts("", problem="it takes too long to be read", endless=True)
_ENDED = Facts("", problem="whoever reads it comes to an end", endless=True)


class Examiner:
    """Tells what records hold and what is wrong with them (see :func:`examine`).

    A record that cannot be read in time is told as such, and those behind it are read by a new
    process. Not for several threads at once. To be used in a ``with`` statement.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._endless: dict[bytes, Facts] = {}
        self._alone = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def __call__(self, records: Sequence[bytes]) -> list[Facts]:
        """Return what each of some records tells, in their order."""
        digests = [hashlib.sha256(record).digest() for record in records]
        found: list[Facts] = []
        while (start := len(found)) < len(records):
            known = self._endless.get(digests[start])
            if known is not None:
                found.append(known)
                continue
            end = next(
                (n for n in range(start, len(records)) if digests[n] in self._endless), len(records)
            )
            found += self._look(records[start:end])
            if found[-1].endless:
                self._endless[digests[len(found) - 1]] = found[-1]
        return found

    def _look(self, records: Sequence[bytes], *, again: bool = True) -> list[Facts]:
        """Return what the first of some records tell, up to one at which the process has ended."""
        process = self._running()
        if process is None:
            return [examine(record) for record in records]
        with contextlib.suppress(OSError):  # its end is told below
            write_batch(cast("BinaryIO", process.stdin), records)
        found = list(answers(cast("BinaryIO", process.stdout), len(records)))
        if len(found) == len(records):
            return found
        facts = self._blame()
        if facts is _ENDED and again:  # somebody may have ended it
            return [*found, *self._look([records[len(found)]], again=False)]
        return [*found, facts]

    def _running(self) -> subprocess.Popen[bytes] | None:
        """Return the process, started now where there is none; None where it does not start."""
        if self._process is not None or self._alone:
            return self._process
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", str(program.__file__), str(SECONDS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if list(answers(cast("BinaryIO", self._process.stdout), 1)):
                return self._process
        self._stop()
        self._alone = True  # no process can be had here, so it is done in this one
        return None

    def _blame(self) -> Facts:
        """Return what is told of the record at which the process ended."""
        assert self._process is not None, "it was just asked"
        code = self._process.wait()
        self._stop()
        return _TOO_LONG if code == -getattr(signal, "SIGPROF", 0) else _ENDED

    def _stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        with contextlib.suppress(OSError):
            cast("BinaryIO", process.stdin).close()
        process.kill()
        process.wait()
        cast("BinaryIO", process.stdout).close()

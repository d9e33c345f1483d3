"""Blame: which method ended a worker, and which has ended too many."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from batos.kernel.desk import Seat
from batos.wire.keys import write_private

__all__ = ["DEATHS", "Blame", "Blames", "Pulse", "Suspect"]

_LOG = logging.getLogger(__name__)
DEATHS = 2
"""Workers that a method may end before it goes into quarantine."""

_CLEAR_NS = 10_000_000
"""Processor time that a thread has used which does not only wait for the others."""


@dataclass(frozen=True)
class Blame:
    """A method that is to be put into quarantine.

    Attributes:
        oid: The method, 0 where it is not known.
        text: Receiver and selector of the message that it ran for.
        cause: What ended the last worker.
        deaths: How many workers it has ended.
    """

    oid: int
    text: str
    cause: str
    deaths: int

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_plain` was taken from."""
        return cls(int(plain["oid"]), str(plain["text"]), str(plain["cause"]), int(plain["deaths"]))


@dataclass(frozen=True)
class Suspect:
    """What is told to the client whose message ended a worker.

    Attributes:
        text: Receiver and selector.
        seconds: How long it had run.
        deaths: How many workers it has ended, this one included.
    """

    text: str
    seconds: float
    deaths: int

    @property
    def condemned(self) -> bool:
        """Whether it goes into quarantine."""
        return self.deaths >= DEATHS


class Pulse:
    """Which threads of a process used the processor between two looks.

    Of several methods that were running when a worker hung, all but one only waited for the
    interpreter; the system knows which one it was.

    Args:
        pid: The process.
        seats: What it was doing.
    """

    def __init__(self, pid: int, seats: Iterable[Seat]) -> None:
        self._pid = pid
        self.seats = [seat for seat in seats if seat.busy]
        self._before = self._used()

    @property
    def clear(self) -> bool:
        """Whether there is nothing to tell apart, or enough was used to do so."""
        return len(self.seats) < 2 or max(self._spent().values()) >= _CLEAR_NS

    def guilty(self) -> list[Seat]:
        """Return what has used the processor since the first look; all, where nobody can tell.

        Whoever waits for the interpreter wakes up now and then to ask for it, and uses a little.
        """
        used = self._spent()
        most = max(used.values(), default=0)
        return [seat for seat in self.seats if used[seat.thread] * 2 >= most]

    def _spent(self) -> dict[int, int]:
        return {thread: used - self._before.get(thread, 0) for thread, used in self._used().items()}

    def _used(self) -> dict[int, int]:
        return {seat.thread: _processor_time(self._pid, seat.thread) for seat in self.seats}


def _processor_time(pid: int, thread: int) -> int:
    """Return the processor time of a thread in nanoseconds, 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/task/{thread}/schedstat").read_text("ascii")
        return int(text.split()[0])
    except (OSError, ValueError, IndexError):
        return 0


class Blames:
    """Counts the workers that each method has ended.

    Args:
        file: Keeps the counts when the kernel ends; None for none. A damaged one counts as empty.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        # By method: the last death that it was to blame for.
        self._deaths: dict[tuple[int, str], Blame] = {}
        self._condemned: dict[tuple[int, str], Blame] = {}
        for blame in _read(file) if file is not None else ():
            self._count(blame)

    def death(
        self, guilty: Sequence[Seat], cause: str, now: float | None = None
    ) -> dict[str, Suspect]:
        """Note a death; return a suspect for each job that is to blame.

        Args:
            guilty: The methods that ran.
            cause: What ended the worker.
            now: Monotonic time.
        """
        when = time.monotonic() if now is None else now
        found = {}
        for seat in guilty:
            before = self._deaths.get(_key(seat.oid, seat.text))
            deaths = (before.deaths if before is not None else 0) + 1
            found[seat.job] = Suspect(seat.text, max(0.0, when - seat.started), deaths)
            self._count(Blame(seat.oid, seat.text, cause, deaths))
        if found:
            self._keep()
        return found

    def _count(self, blame: Blame) -> None:
        key = _key(blame.oid, blame.text)
        self._deaths[key] = blame
        if blame.deaths >= DEATHS:
            self._condemned[key] = blame

    def condemned(self) -> list[Blame]:
        """Return the methods that the next worker has to put into quarantine before it serves."""
        return list(self._condemned.values())

    def served(self, told: Iterable[Blame] | None = None) -> None:
        """Note that a worker serves again, so that it has done so.

        Args:
            told: What it was told to put into quarantine; everything when left out.
        """
        done = list(self._condemned.values()) if told is None else list(told)
        for blame in done:
            key = _key(blame.oid, blame.text)
            self._deaths.pop(key, None)
            self._condemned.pop(key, None)
        if done:
            self._keep()

    def _keep(self) -> None:
        if self._file is None:
            return
        methods = [blame.to_plain() for blame in self._deaths.values()]
        try:
            write_private(self._file, json.dumps({"methods": methods}, indent=1))
        except OSError as error:  # what is not kept is still counted, by this kernel
            _LOG.warning("deaths cannot be kept in %s: %s", self._file, error.strerror)


def _key(oid: int, text: str) -> tuple[int, str]:
    return (oid, "") if oid else (0, text)


def _read(file: Path) -> list[Blame]:
    """Return what a kernel before this one has counted, as far as it can be read."""
    try:
        plain = json.loads(file.read_text("utf-8"))
        return [Blame.from_plain(each) for each in plain["methods"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
        _LOG.warning("deaths cannot be read from %s: %s", file, error)
        return []

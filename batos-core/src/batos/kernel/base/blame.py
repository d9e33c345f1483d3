"""Blame: what ended a worker, and what has ended too many."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from batos.kernel.base.autopsy import Autopsy, Kind
from batos.kernel.base.desk import Load, Seat
from batos.wire.keys import write_private

__all__ = ["DEATHS", "Blame", "Blames", "ProcessorUse", "Suspect", "Work"]

_LOG = logging.getLogger(__name__)
DEATHS = 2
"""Workers that a method may end before it goes into quarantine, an object before it is set aside,
and a message before it is carried out no more."""

Work = Seat | Load
"""What a thread is at."""

_CLEAR_NS = 10_000_000
"""Processor time that a thread has used which does not only wait for the others."""


@dataclass(frozen=True)
class Blame:
    """What has ended workers.

    Attributes:
        oid: The method or the object, 0 where it is not known.
        text: Receiver and selector of the message that the method ran for; of a message its
            type and its digest.
        cause: What ended the last worker.
        deaths: How many workers it has ended.
        kind: What it is.
    """

    oid: int
    text: str
    cause: str
    deaths: int
    kind: Kind = "method"

    @property
    def key(self) -> tuple[Kind, int | str]:
        """What is the same for all deaths by it."""
        return self.kind, self.oid or self.text

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_plain` was taken from."""
        kind: Kind = "object" if plain.get("kind") == "object" else "method"
        numbers = int(plain["oid"]), int(plain["deaths"])
        return cls(numbers[0], str(plain["text"]), str(plain["cause"]), numbers[1], kind)


@dataclass(frozen=True)
class Suspect:
    """What is told to the client whose message ended a worker.

    Attributes:
        text: Receiver and selector of a method, address of an object, type of a message.
        seconds: How long it had run; 0 where that is not known.
        deaths: How many workers it has ended, this one included.
        kind: What it is.
    """

    text: str
    seconds: float
    deaths: int
    kind: Kind = "method"

    @property
    def condemned(self) -> bool:
        """Whether it was the last time."""
        return self.deaths >= DEATHS


class ProcessorUse:
    """Which threads of a process used the processor between two looks.

    Of several methods that were running when a worker hung, and of several records that were
    loading, all but one only waited for the interpreter; the system knows which one it was.

    Args:
        pid: The process.
        works: What it was doing.
    """

    def __init__(self, pid: int, works: Iterable[Work]) -> None:
        self._pid = pid
        self._works = list(works)
        self._before = self._used()

    @property
    def clear(self) -> bool:
        """Whether there is nothing to tell apart, or enough was used to do so."""
        return len(self._used()) < 2 or max(self._spent().values()) >= _CLEAR_NS

    def guilty(self) -> list[Work]:
        """Return what has used the processor since the first look; all, where nobody can tell.

        Whoever waits for the interpreter wakes up now and then to ask for it, and uses a little.
        """
        used = self._spent()
        most = max(used.values(), default=0)
        return [work for work in self._works if used[work.thread] * 2 >= most]

    def _spent(self) -> dict[int, int]:
        return {thread: used - self._before.get(thread, 0) for thread, used in self._used().items()}

    def _used(self) -> dict[int, int]:
        threads = {work.thread for work in self._works}
        return {thread: _processor_time(self._pid, thread) for thread in threads}


def _processor_time(pid: int, thread: int) -> int:
    """Return the processor time of a thread in nanoseconds, 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/task/{thread}/schedstat").read_text("ascii")
        return int(text.split()[0])
    except (OSError, ValueError, IndexError):
        return 0


class Blames:
    """Counts the workers that each method, object and message has ended.

    Args:
        file: Keeps the counts when the kernel ends; None for none. A damaged one counts as empty.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        # By what has ended workers: the last death that it was to blame for.
        self._deaths: dict[tuple[Kind, int | str], Blame] = {}
        self._condemned: dict[tuple[Kind, int | str], Blame] = {}
        self._doubtful: set[tuple[Kind, int | str]] = set()
        for blame in _read(file) if file is not None else ():
            self._count(blame)

    def death(self, found: Autopsy, cause: str, now: float | None = None) -> dict[str, Suspect]:
        """Note a death; return a suspect for each job that is to blame.

        Of several that ran when a worker died for an unknown reason, only those are counted that
        ran at the last such death as well: the others are most likely innocent.

        Args:
            found: What ran, and was it.
            cause: What ended the worker.
            now: Monotonic time.
        """
        when = time.monotonic() if now is None else now
        accused = [Blame(each.oid, each.text, cause, 1, each.kind) for each in found.culprits]
        if not found.clear:
            before, self._doubtful = self._doubtful, {blame.key for blame in accused}
            accused = [blame for blame in accused if blame.key in before]
        suspects = {}
        for blame in accused:
            known = self._deaths.get(blame.key)
            counted = replace(blame, deaths=1 + (known.deaths if known is not None else 0))
            self._count(counted)
            for culprit in found.culprits:
                if culprit.job and (culprit.kind, culprit.oid or culprit.text) == blame.key:
                    seconds = max(0.0, when - culprit.started) if culprit.started else 0.0
                    suspects[culprit.job] = Suspect(
                        culprit.shown, seconds, counted.deaths, culprit.kind
                    )
        if accused:
            self._keep()
        return suspects

    def _count(self, blame: Blame) -> None:
        self._deaths[blame.key] = blame
        if blame.deaths >= DEATHS:
            self._condemned[blame.key] = blame

    def condemned(self) -> list[Blame]:
        """Return what the next worker has to put out of the way before it serves."""
        return [blame for blame in self._condemned.values() if blame.kind != "message"]

    def barred(self) -> set[str]:
        """Return the messages that are carried out no more."""
        return {blame.text for blame in self._condemned.values() if blame.kind == "message"}

    def served(self, told: Iterable[Blame] | None = None) -> None:
        """Note that a worker serves again, so that it has done so.

        Args:
            told: What it was told of; everything when left out.
        """
        done = self.condemned() if told is None else list(told)
        for blame in done:
            self._deaths.pop(blame.key, None)
            self._condemned.pop(blame.key, None)
        if done:
            self._keep()

    def _keep(self) -> None:
        if self._file is None:
            return
        # A message says what it says to this kernel only.
        methods = [each.to_plain() for each in self._deaths.values() if each.kind != "message"]
        try:
            write_private(self._file, json.dumps({"methods": methods}, indent=1))
        except OSError as error:  # what is not kept is still counted, by this kernel
            _LOG.warning("deaths cannot be kept in %s: %s", self._file, error.strerror)


def _read(file: Path) -> list[Blame]:
    """Return what a kernel before this one has counted, as far as it can be read."""
    try:
        plain = json.loads(file.read_text("utf-8"))
        return [Blame.from_plain(each) for each in plain["methods"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        _LOG.warning("deaths cannot be read from %s: %s", file, error)
        return []

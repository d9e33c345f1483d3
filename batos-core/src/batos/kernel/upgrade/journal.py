"""The journal of an upgrade: what it does is on the disk before it is done."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from batos.kernel.upgrade.environments import Environment
from batos.kernel.upgrade.instructions import Instructions
from batos.wire.keys import write_private

__all__ = ["Entry", "Journal", "Plan", "Record", "Step"]

_FILE = "upgrade.jsonl"


class Step(StrEnum):
    """The steps of an upgrade, in their order, and how it ends."""

    INSTALL = "install"
    DRAIN = "drain"
    BACKUP = "backup"
    MIGRATE = "migrate"
    CHECK = "check"
    SWITCH = "switch"
    START = "start"
    DONE = "done"
    ROLL_BACK = "roll back"
    ROLLED_BACK = "rolled back"
    FAILED = "failed"
    REFUSED = "refused"


_ENDS = (Step.DONE, Step.ROLLED_BACK, Step.FAILED, Step.REFUSED)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an upgrade is about to do.

    Attributes:
        id: Its name.
        instructions: What was asked for.
        old: The environment before.
        new: The environment after; its version is known when it is there.
        older: The one before the old one; the old one itself where there is none.
        was_up: Whether the kernel ran.
    """

    id: str
    instructions: Instructions
    old: Environment
    new: Environment
    older: Environment
    was_up: bool


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the journal.

    Attributes:
        at: When, ISO text in UTC.
        step: What was begun then, or how it ended.
        text: What that means.
        hint: What to do about it.
        plan: In the first line: what is to be done.
    """

    at: str
    step: str
    text: str = ""
    hint: str = ""
    plan: Plan | None = None


@dataclass(frozen=True)
class Record:
    """What the journal tells of the latest upgrade.

    Attributes:
        plan: What it was about to do; None where it was refused.
        entries: What it has done since.
    """

    plan: Plan | None
    entries: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """The latest entry."""
        return self.entries[-1]

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be done."""
        return self.last.step in _ENDS

    def reason(self) -> tuple[str, str]:
        """Return why it is rolled back, and what to do about it; empty texts where it is not."""
        back = next((each for each in self.entries if each.step == Step.ROLL_BACK), None)
        return (back.text, back.hint) if back is not None else ("", "")


class Journal:
    """The journal in a folder; of the latest upgrade only.

    Args:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def begin(self, plan: Plan, text: str) -> None:
        """Begin the journal of another upgrade."""
        self._write(Entry(at=_now(), step="begin", text=text, plan=plan))

    def refuse(self, text: str, hint: str) -> None:
        """Note that an upgrade was not even begun."""
        self._write(Entry(at=_now(), step=Step.REFUSED, text=text, hint=hint))

    def _write(self, first: Entry) -> None:
        write_private(self._path, f"{msgspec.json.encode(first).decode()}\n", durably=True)

    def note(self, step: Step, text: str, hint: str = "") -> None:
        """Note what is begun now, or how the upgrade has ended, and wait for the disk."""
        line = msgspec.json.encode(Entry(at=_now(), step=step, text=text, hint=hint))
        with self._path.open("r+b") as file:
            whole = file.read().rfind(b"\n") + 1  # a torn line of one that was killed is no line
            file.seek(whole)
            file.truncate()
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Record | None:
        """Return what is told of the latest upgrade; None where there was none."""
        entries: list[Entry] = []
        with contextlib.suppress(OSError):
            for line in self._path.read_bytes().split(b"\n")[:-1]:
                try:
                    entries.append(msgspec.json.decode(line, type=Entry))
                except msgspec.DecodeError:
                    break
        return Record(entries[0].plan, tuple(entries)) if entries else None


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")

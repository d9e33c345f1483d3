"""What a check finds, and the report that holds it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MOST", "RESTORE", "SALVAGE", "SLOW", "CheckReport", "Flaw", "Flaws", "with_check"]

MOST = 1_000
"""Flaws kept in a report; further ones are only counted."""
SALVAGE = "Restore a backup: batos image restore DIR. Without one: batos image salvage."
"""The mend of what a check cannot mend."""
SLOW = (
    "Undo what has stored it, restore a backup of before, or salvage the image into a new one, in "
    "which the object is what it was before."
)
"""The mend of a record that cannot be read in any time."""
RESTORE = (
    "Restore a backup into a file (batos image restore DIR --to FILE) and copy it into an empty "
    "storage (batos image copy FILE URI). Without one: the database's own tools."
)
"""The same, in a storage that is no file."""


@dataclass(frozen=True)
class Flaw:
    """One thing that is not as it should be.

    Attributes:
        kind: ``file``, ``tail``, ``clock``, ``open``, ``index``, ``seal``, ``record``, ``slow``,
            ``method``, ``reference``, ``blob``, ``orphan``, ``root``, ``name``, ``memory``,
            ``quarantine``, ``cycles`` or ``history``.
        message: What is wrong, a sentence.
        mend: What to do about it, or an empty text.
        oid: The object's number, -1 where none is concerned.
        name: Its name, or where it hangs.
        damage: Whether something is lost or wrong; False for what only deserves a note.
    """

    kind: str
    message: str
    mend: str = SALVAGE
    oid: int = -1
    name: str = ""
    damage: bool = True

    def to_plain(self) -> dict[str, Any]:
        """Return the flaw as plain data."""
        return dataclasses.asdict(self)


class Flaws:
    """Collects flaws, each once."""

    def __init__(self) -> None:
        self.kept: list[Flaw] = []
        self.damages = 0
        self.notes = 0
        self._seen: set[Flaw] = set()

    def add(self, flaw: Flaw) -> None:
        """Take a flaw in."""
        if flaw in self._seen:
            return
        if flaw.damage:
            self.damages += 1
        else:
            self.notes += 1
        if len(self.kept) < MOST:
            self._seen.add(flaw)
            self.kept.append(flaw)


@dataclass(frozen=True)
class CheckReport:
    """What a check has looked at and found.

    Attributes:
        image: The image, without a password.
        findings: The first of them, damage and notes.
        damages: How many tell of damage.
        notes: How many are notes.
        counts: What was looked at: ``transactions``, ``records``, ``objects``, ``methods``,
            ``blobs``, ``bytes``; what does not apply is missing.
        sealed: Bytes that were compared with the digests of an earlier time.
        complete: Whether it came to its end.
        seconds: How long it took.
    """

    image: str
    findings: tuple[Flaw, ...]
    damages: int
    notes: int
    counts: dict[str, int] = field(default_factory=dict)
    sealed: int = 0
    complete: bool = True
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Whether no damage was found."""
        return not self.damages

    def to_plain(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "image": self.image,
            "sound": self.sound,
            "complete": self.complete,
            "damages": self.damages,
            "notes": self.notes,
            "findings": [flaw.to_plain() for flaw in self.findings],
            "counts": dict(self.counts),
            "sealed": self.sealed,
            "seconds": round(self.seconds, 3),
        }


def with_check(result: object) -> dict[str, Any]:
    """Return what was made and then checked as plain data, its ``report`` as the ``check``."""
    plain = dict(vars(result))
    report = plain.pop("report")
    return {**plain, "check": report.to_plain()}

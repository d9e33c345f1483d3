"""Ends of files that are missing: what is known of them, and the notes that keep it.

What is noticed when a file is opened is noted in its ledger, and told until a person has said that
it is known.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.image.past import time_of
from batos.image.storage.ledger import ledger_of, note_in_ledger, read_ledger
from batos.image.storage.seal import read_seal
from batos.image.storage.seen import SeenEnd
from batos.image.storage.tape import Hole

__all__ = ["TornEnd", "acknowledge", "note_torn", "torn_end", "torn_ends"]

_MOST = 8
"""Ends that are noted; a file that was torn more often needs no longer list."""


@dataclass(frozen=True)
class TornEnd:
    """An end of a file that is missing, or that has something behind it.

    Attributes:
        last: Id of the last transaction that is there, in hexadecimal.
        dropped: Bytes behind it that are no whole transaction.
        kept: Name of the file beside the image in which those are.
        missing: Bytes that the file was longer when it was seen last, or that are not there of
            the transaction that was cut; 0 where nobody knows.
        until: Id of the last transaction that is known to have been there, where there were more.
        safe: Whether it is known that nothing is missing which anybody had an answer to.
        noticed: When that was noticed, ISO text in UTC.
        backup: What the ledger knew of the last backup by then.
        cut: Whether it is the beginning of the last one that tells of it, and nothing else does.
    """

    last: str
    dropped: int
    kept: str
    missing: int
    until: str
    safe: bool
    noticed: str
    backup: Mapping[str, Any] | None = None
    cut: bool = False

    def told(self, image: str) -> str:
        """Return what is missing, in sentences for a person.

        Args:
            image: The image, as messages name it.
        """
        if self.until:
            parts = [f"The end of the image {image} is missing."]
        elif self.safe:
            parts = [f"The file of the image {image} went on behind its end; nothing is missing."]
        else:
            parts = [f"The end of the image {image} is torn."]
        parts.append(f"The last transaction that is there is of {_time(self.last)}.")
        if self.dropped:
            are = "were" if self.kept else "are"
            kept = f" and were cut off; they are kept in {self.kept!r}" if self.kept else ""
            parts.append(f"{_bytes(self.dropped)} behind it {are} no whole transaction{kept}.")
        if self.cut:
            are = "is" if self.missing == 1 else "are"
            lost = (
                f"{_bytes(self.missing)} of it {are} missing" if self.missing else "it is damaged"
            )
            parts.append(
                f"With them begins the transaction of {_time(self.until)}: {lost}, and whether "
                "others followed, nobody knows."
            )
        elif self.until:
            more = f"{_bytes(self.missing)} more, and " if self.missing else ""
            parts.append(
                f"When the file was seen last, it had {more}transactions until "
                f"{_time(self.until)}: those are missing."
            )
        elif not self.safe:
            parts.append("Whether they held anything that was acknowledged, nobody knows.")
        return " ".join(parts)


def torn_end(
    file: Path, seen: Iterable[SeenEnd], found: SeenEnd, tail: Hole | None
) -> TornEnd | None:
    """Return what is missing at the end of a file, None where nothing is.

    Args:
        file: The image's file.
        seen: Where it has ended; what was noted of another file does not count.
        found: Where its last whole transaction ends now.
        tail: What is behind that one, None where nothing is.
    """
    own = [end for end in seen if end.first == found.first]
    latest = max(own, key=lambda end: end.last, default=found)
    until, size, cut = latest.last, tail.end if tail is not None else found.size, False
    missing = max(0, latest.size - size)
    if tail is not None and tail.tid > until:
        until, missing, cut = tail.tid, tail.missing, True
    more = until > found.last
    safe = not more and any(end.is_all and end.last == found.last for end in own)
    if not more and (tail is None or tail.unfinished or (tail.blank and safe)):
        return None  # what a crash leaves is nobody's loss
    return TornEnd(
        last=found.last.hex(),
        dropped=size - found.size,
        kept="",
        missing=missing if more else 0,
        until=until.hex() if more else "",
        safe=safe,
        noticed=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        backup=read_ledger(ledger_of(file)).get("backup"),
        cut=cut,
    )


def torn_ends(file: Path) -> tuple[TornEnd, ...]:
    """Return what is noted as missing of an image and was not acknowledged, oldest first.

    Args:
        file: The image's file.
    """
    noted = read_ledger(ledger_of(file)).get("torn")
    found = []
    for each in noted if isinstance(noted, list) else ():
        try:
            end = TornEnd(**each)
            end.told("")
        except (TypeError, ValueError):  # a ledger that somebody has written in
            continue
        found.append(end)
    return tuple(found)


def note_torn(file: Path, end: TornEnd) -> None:
    """Note that an end is missing; a seal that reaches behind it is worth nothing any more."""
    known = [each for each in torn_ends(file) if (each.last, each.until) != (end.last, end.until)]
    entries = [dataclasses.asdict(each) for each in (*known, end)][-_MOST:]
    seal = read_seal(read_ledger(ledger_of(file)).get("seal"))
    reaches = seal is not None and seal.last > end.last
    note_in_ledger(ledger_of(file), torn=entries, **({"seal": None} if reaches else {}))


def acknowledge(file: Path) -> None:
    """Forget what is noted as missing: a person has said that it is known."""
    note_in_ledger(ledger_of(file), torn=None)


def _time(tid: str) -> str:
    return f"{time_of(bytes.fromhex(tid)):%Y-%m-%d %H:%M:%S} UTC"


def _bytes(number: int) -> str:
    return f"{number:,} bytes" if number != 1 else "1 byte"

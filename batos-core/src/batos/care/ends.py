"""What is missing at the end of an image, in words, and which backup has more of it."""

from __future__ import annotations

import contextlib
import dataclasses
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.care.files.outline import outline_of
from batos.care.files.places import Place
from batos.care.manifest import Repository
from batos.errors import BatosError
from batos.image.past import time_of
from batos.image.storage.seen import SeenEnd, seen_ends
from batos.image.storage.torn import TornEnd, torn_end, torn_ends

__all__ = ["MissingEnd", "all_missing_ends", "missing_end", "missing_ends", "unnoticed_end"]


@dataclass(frozen=True)
class MissingEnd:
    """An end of an image that is missing or torn, and that nobody has acknowledged yet.

    Attributes:
        text: What is missing, in sentences.
        hint: What to do about it.
        last: When the last transaction was that is there, ISO text in UTC.
        until: When the last one was that is known to have been there; empty where nobody knows.
        dropped: Bytes behind the last one that were no whole transaction.
        kept: Name of the file beside the image in which those are.
        noticed: When it was noticed, ISO text in UTC.
        safe: Whether it is known that nothing acknowledged is missing.
        backup: ``folder``, ``stamp`` and ``time`` of the backup that has most of it; None where
            none is known.
    """

    text: str
    hint: str
    last: str
    until: str
    dropped: int
    kept: str
    safe: bool
    noticed: str
    backup: dict[str, str] | None

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return dataclasses.asdict(self)


def missing_ends(place: Place) -> tuple[MissingEnd, ...]:
    """Return what was noticed to be missing at the end of an image, oldest first.

    Args:
        place: The image; only a file has an end that can be missing.
    """
    if place.file is None:
        return ()
    found = [missing_end(place, end) for end in torn_ends(place.file)]
    known = "To be told no longer: batos image check --acknowledge."
    return tuple(dataclasses.replace(each, hint=f"{each.hint} {known}".strip()) for each in found)


def unnoticed_end(place: Place) -> MissingEnd | None:
    """Return what the next start would notice of an image that nobody has open, or None.

    Raises:
        ImageDamagedError: It is no image.
        OSError: It cannot be read.
    """
    assert place.file is not None, "asked of a file image only"
    seen = seen_ends(place.file)
    found = outline_of(place.file)
    end = SeenEnd(found.first, found.last, found.size)
    torn = torn_end(place.file, seen, end, found.tail)
    return missing_end(place, torn) if torn is not None else None


def all_missing_ends(place: Place) -> tuple[MissingEnd, ...]:
    """Return what is missing at the end of an image that nobody has open, noticed or not.

    Raises:
        ImageDamagedError: It is no image.
        OSError: It cannot be read.
    """
    fresh = unnoticed_end(place) if place.file is not None else None
    return (*missing_ends(place), *(() if fresh is None else (fresh,)))


def missing_end(place: Place, end: TornEnd) -> MissingEnd:
    """Return a torn end in words, with the backup that has more.

    Args:
        place: The image.
        end: What was found of it.
    """
    backup = None if end.safe else _backup_with_more(end)
    if end.safe:
        hint = ""
    elif backup is None:
        hint = "No backup is known that has more."
    else:
        command = f"batos image restore {shlex.quote(backup['folder'])} --force"
        hint = f"The backup of {_shown(backup['time'])} has more: batos down, then {command}."
    return MissingEnd(
        text=end.told(repr(place.label)),
        hint=hint,
        last=_time(end.last),
        until=_time(end.until) if end.until else "",
        dropped=end.dropped,
        kept=end.kept,
        safe=end.safe,
        noticed=end.noticed,
        backup=backup,
    )


def _backup_with_more(end: TornEnd) -> dict[str, str] | None:
    """Return the point with most of what is missing among those made before it was noticed.

    Later ones are of the image without its end. Where the folder cannot be read, as on a disk
    that is away, what was noted of the last backup has to do.
    """
    noted = end.backup or {}
    folder, stamp, time = (str(noted.get(name, "")) for name in ("folder", "stamp", "time"))
    if not folder:
        return None
    points = []
    with contextlib.suppress(BatosError, OSError):
        points = Repository(Path(folder)).known()
    usable = [point for point in points if point.stamp <= stamp and point.tid > end.last]
    best = max(usable, key=lambda point: point.tid, default=None)
    if best is None:
        # The last one may be of the image without its end, and none before it have more.
        return {"folder": folder, "stamp": "", "time": time} if time > _time(end.last) else None
    return {"folder": folder, "stamp": best.stamp, "time": best.time}


def _time(tid: str) -> str:
    return time_of(bytes.fromhex(tid)).isoformat(timespec="microseconds")


def _shown(time: str) -> str:
    return f"{time[:19].replace('T', ' ')} UTC"

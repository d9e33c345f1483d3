"""Moments in an image's past: what a person writes for one, and the transaction that it means."""

from __future__ import annotations

import datetime as dt
import re

from persistent.timestamp import TimeStamp

from batos.errors import PastError, UsageError

__all__ = ["ahead_of", "moment", "seen_at", "tid_of", "tid_text", "time_of"]

_TID = re.compile(r"(?:0x)?([0-9a-f]{16})", re.IGNORECASE)
_AGO = re.compile(r"(\d++(?:\.\d++)?)\s*+([a-z]++)(?:\s++ago)?", re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
    **dict.fromkeys(("w", "week", "weeks"), 7 * 86400),
}
_DAYS = {"today": 0, "yesterday": 1}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIRST_YEAR = 1900
_LAST_YEAR = 9900
"""The years that the timestamps of transactions hold; beyond the last they begin anew."""
_END_OF_TIME = b"\xff" * 8
_DRIFT = dt.timedelta(minutes=10)
"""How far the clocks of two machines may differ without a word."""


def moment(text: str, *, now: dt.datetime | None = None) -> dt.datetime | bytes:
    """Return the moment that a person named.

    Args:
        text: An ISO date or time (local where it has no zone; a date is its beginning), ``now``,
            ``today`` or ``yesterday`` (dates), a time back from now such as ``10m ago``, ``2 hours
            ago`` or ``3d``, or the id of a transaction, 16 hexadecimal digits.
        now: The present, with a zone; the clock's when left out.

    Returns:
        A time with a zone, or the id of a transaction.

    Raises:
        UsageError: It is none of these.
    """
    said = text.strip()
    if match := _TID.fullmatch(said):
        return bytes.fromhex(match[1])
    present = now or dt.datetime.now(dt.UTC)
    if said.lower() == "now":
        return present
    if (back := _DAYS.get(said.lower())) is not None:
        day = present.astimezone().date() - dt.timedelta(days=back)
        return _with_zone(dt.datetime.combine(day, dt.time()))
    if (match := _AGO.fullmatch(said)) and match[2].lower() in _UNITS:
        try:
            return present - dt.timedelta(seconds=float(match[1]) * _UNITS[match[2].lower()])
        except OverflowError:
            raise UsageError(f"{said!r} is longer ago than time goes back.") from None
    try:
        return _with_zone(dt.datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        raise UsageError(
            f"{said[:60]!r} is no time.",
            hint="Write a date or time such as 2026-03-01 or 2026-03-01T14:30, a time back such "
            "as '10m ago', now, today, yesterday, or the id of a transaction from 'batos history'.",
        ) from None


def tid_of(at: dt.datetime | bytes) -> bytes:
    """Return the id that a transaction of that moment would have.

    Raises:
        PastError: It is before the time of any image.
    """
    if isinstance(at, bytes):
        return at
    if at.year < _FIRST_YEAR:
        raise PastError(f"There was no image in the year {at.year}.")
    if at.year > _LAST_YEAR:
        return _END_OF_TIME  # as far as the far future can be named
    utc = _with_zone(at).astimezone(dt.UTC)
    seconds = utc.second + utc.microsecond / 1_000_000
    return bytes(TimeStamp(*utc.timetuple()[:5], seconds).raw())


def seen_at(at: dt.datetime | bytes, *, now: dt.datetime | None = None) -> bytes:
    """Return the id of the last transaction that is seen by who looks at a moment.

    In the future that is whatever there is. After a clock has gone back, transactions have times of
    its future.

    Args:
        at: The moment, or the id of a transaction.
        now: The present, with a zone; the clock's when left out.

    Raises:
        PastError: It is before the time of any image.
    """
    if isinstance(at, dt.datetime) and _with_zone(at) >= (now or dt.datetime.now(dt.UTC)):
        return _END_OF_TIME
    return tid_of(at)


def ahead_of(tid: bytes, *, now: dt.datetime | None = None) -> str:
    """Return how far a transaction is ahead of the clock, such as ``400 days``.

    Args:
        tid: Its id, which is its time.
        now: The present, with a zone; the clock's when left out.

    Returns:
        An empty text where it is not, or by no more than clocks differ.
    """
    ahead = time_of(tid) - (now or dt.datetime.now(dt.UTC))
    if ahead <= _DRIFT:
        return ""
    units = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))
    seconds = ahead.total_seconds()
    size, unit = next(each for each in units if seconds >= 2 * each[0])
    return f"{seconds / size:.0f} {unit}"


def tid_text(tid: bytes) -> str:
    """Return the id of a transaction as a person sees it: 16 hexadecimal digits."""
    return tid.hex()


def time_of(tid: bytes) -> dt.datetime:
    """Return the time of a transaction, in UTC."""
    return _EPOCH + dt.timedelta(seconds=TimeStamp(tid).timeTime())


def _with_zone(at: dt.datetime) -> dt.datetime:
    # A time without a zone is the local one, which is what a person means.
    return at if at.tzinfo is not None else at.astimezone()

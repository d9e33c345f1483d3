"""Dates and times for methods, all from one clock that the kernel gives."""

from __future__ import annotations

import datetime as dt
import time as real_time
from collections.abc import Callable
from typing import Any

from batos.guardian.dialect.facade import Facade, facade
from batos.guardian.dialect.formatting import check_spec

__all__ = ["Clock", "date_members", "local_clock"]

Clock = Callable[[], dt.datetime]
"""Returns the current local date and time, without a time zone."""


def local_clock() -> dt.datetime:
    """Return the computer's local date and time."""
    return dt.datetime.now()


def date_members(clock: Clock) -> dict[str, Any]:
    """Return everything about dates that the dialect offers, by name."""

    def now(tz: dt.tzinfo | None = None) -> dt.datetime:
        return clock() if tz is None else clock().astimezone(tz)

    def today() -> dt.date:
        return clock().date()

    def utcnow() -> dt.datetime:
        return clock().astimezone(dt.UTC).replace(tzinfo=None)

    date = facade(
        "date", {**_class_members(dt.date, _DATE), "today": today}, call=dt.date, kind=dt.date
    )
    members = {
        **_class_members(dt.datetime, _DATETIME),
        "now": now,
        "today": clock,
        "utcnow": utcnow,
        "date": date,
        "time": facade("time", _class_members(dt.time, _TIME), call=dt.time, kind=dt.time),
        "timedelta": dt.timedelta,
        "timezone": dt.timezone,
        "UTC": dt.UTC,
    }
    # `datetime` is module and class at once: both `datetime.datetime.now()` and `datetime.now()`
    # are written, whatever was imported.
    inner = facade("datetime", members, call=dt.datetime, kind=dt.datetime)
    outer = facade("datetime", {**members, "datetime": inner}, call=dt.datetime, kind=dt.datetime)
    return {
        "datetime": outer,
        "date": date,
        "timedelta": dt.timedelta,
        "timezone": dt.timezone,
        "time": _time_facade(clock),
        "now": now,
        "today": today,
    }


_DATE = ("fromisoformat", "fromtimestamp", "fromordinal", "min", "max", "strftime")
_DATETIME = (*_DATE, "strptime", "combine")
_TIME = ("min", "max", "fromisoformat")


def _class_members(kind: type, names: tuple[str, ...]) -> dict[str, Any]:
    members = {name: getattr(kind, name) for name in names}
    return members | {name: _formed(members[name]) for name in names if name.startswith("str")}


def _formed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that takes the form of a date, of a sensible length."""

    def call(*arguments: Any) -> Any:
        for argument in arguments:
            check_spec(argument)
        return function(*arguments)

    return call


def _time_facade(clock: Clock) -> Facade:
    def seconds() -> float:
        return clock().timestamp()

    def local(moment: float | None = None) -> real_time.struct_time:
        return real_time.localtime(seconds() if moment is None else moment)

    def utc(moment: float | None = None) -> real_time.struct_time:
        return real_time.gmtime(seconds() if moment is None else moment)

    def strftime(form: str, moment: Any = None) -> str:
        check_spec(form)
        return real_time.strftime(form, local() if moment is None else moment)

    return facade(
        "time",
        {
            "time": seconds,
            "strftime": strftime,
            "monotonic": real_time.monotonic,
            "perf_counter": real_time.perf_counter,
            "localtime": local,
            "gmtime": utc,
            "mktime": real_time.mktime,
            "ctime": lambda moment=None: real_time.ctime(seconds() if moment is None else moment),
            "asctime": lambda moment=None: real_time.asctime(local() if moment is None else moment),
        },
    )

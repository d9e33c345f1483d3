"""``care``: backup and pack while others write, and the opening of a large image."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ZODB
from ZODB.FileStorage.FileStorage import FileStorage

from batos.care import Care
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import UvmObject
from benchmarks.homes import temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of

__all__ = ["fill", "run"]

_OBJECTS = 100_000
_BATCH = 2_000
_COMMITS = 2_000
"""Transactions that make the past that a pack drops."""


def run(options: Options) -> Result:
    """Measure the opening of a large image, and care of it under load."""
    objects = options.pick(_OBJECTS, _OBJECTS // 50)
    commits = options.pick(_COMMITS, _COMMITS // 10)
    with temporary_folder() as folder:
        path = folder / "image.fs"
        options.say(f"bearing an image of {objects} objects")
        session = Session(str(path), GuardedRunner)
        fill(session, objects, commits)
        session.close()
        options.say("opening it")
        opening = _opening(path, options.pick(9, 3))
        session = Session(str(path), GuardedRunner)
        try:
            care = Care(str(path), folder, reader=session)
            rows = [
                _under_load(name, session, work, options)
                for name, work in _works(care, folder / "backups").items()
            ]
        finally:
            session.close()
    return Result(
        name="care",
        figures=(*_opening_figures(opening, objects), *_load_figures(rows)),
        rows=rows,
        facts={"objects": objects, "commits": commits},
        notes=(
            "The writer commits one small object after the other, in a thread of its own.",
            "A stall is the longest time between two of its commits.",
        ),
    )


def fill(session: Session, objects: int, commits: int) -> None:
    """Put named objects into an image, and change some of them often."""
    for start in range(0, objects, _BATCH):
        numbers = range(start, min(objects, start + _BATCH))
        session.change(lambda root, numbers=numbers: _add(root, numbers), note="objects")  # type: ignore[misc]  # a default argument binds it
    for number in range(commits):
        session.change(lambda root, number=number: _touch(root, number), note="past")  # type: ignore[misc]  # as above


def _add(root: Root, numbers: range) -> None:
    for number in numbers:
        root.add(f"thing_{number}", UvmObject(number=number, text="x" * 100))


def _touch(root: Root, number: int) -> None:
    root.find(f"thing_{number % 50}").number = number


def _opening(path: Path, rounds: int) -> dict[str, list[float]]:
    def ours() -> None:
        Session(str(path), GuardedRunner).close()

    def raw() -> None:
        database = ZODB.DB(FileStorage(str(path)))
        connection = database.open()
        connection.root().keys()
        connection.close()
        database.close()

    def timed(work: Callable[[], None]) -> Callable[[], float]:
        return lambda: seconds_of(work)

    return in_turns({"image": timed(ours), "raw": timed(raw)}, rounds)


def _opening_figures(times: dict[str, list[float]], objects: int) -> tuple[Figure, ...]:
    return (
        Figure(
            name=f"open of {objects} objects, times a raw ZODB.DB",
            value=median_ratio(times["image"], times["raw"]),
        ),
        Figure(name="the same", value=statistics.median(times["image"]), unit="s"),
    )


def _works(care: Care, folder: Path) -> dict[str, Callable[[], object]]:
    return {
        "nothing": lambda: time.sleep(1.0),
        "full backup": lambda: care.backup(folder),
        "incremental backup": lambda: care.backup(folder, incremental=True),
        # As the image worker does, which leaves time for those who wait for an answer.
        "check": lambda: care.check(pause=_breathe),
        "pack": lambda: care.pack(0, drop_history=True),
    }


def _breathe() -> bool:
    time.sleep(0.002)
    return False


def _under_load(
    name: str, session: Session, work: Callable[[], object], options: Options
) -> dict[str, Any]:
    """Time a piece of work while a writer commits, and the writer while it does."""
    options.say(name)
    done = threading.Event()
    moments: list[float] = []

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            session.change(lambda root, number=number: _touch(root, number), note="load")  # type: ignore[misc]  # as above
            moments.append(time.perf_counter())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(moments) < 10 and writer.is_alive():
            time.sleep(0.001)
        seconds = seconds_of(work)
    finally:
        done.set()
        writer.join()
    gaps = [after - before for before, after in itertools.pairwise(moments)]
    return {
        "work": name,
        "seconds": seconds,
        "commits a second": len(moments) / (moments[-1] - moments[0]),
        "worst stall": max(gaps),
        "median commit": statistics.median(gaps),
    }


def _load_figures(rows: list[dict[str, Any]]) -> list[Figure]:
    alone = next(row for row in rows if row["work"] == "nothing")
    figures = []
    for row in rows:
        if row is alone:
            continue
        name = row["work"]
        share = row["commits a second"] / alone["commits a second"]
        figures += [
            Figure(name=f"commits during {name}, of those without", value=share, unit="%"),
            Figure(name=f"worst stall of a writer, {name}", value=row["worst stall"], unit="s"),
            Figure(name=f"{name}", value=row["seconds"], unit="s"),
        ]
    return figures

"""``undo``: taking back one learned method and bringing it back, beside ZODB's own undo."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import transaction

from batos.image import Root, open_database
from batos.image.history import install
from batos.living import LivingImage
from batos.objects import Method, UvmObject
from benchmarks.homes import temporary_folder, wild_image
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of

__all__ = ["run"]


def run(options: Options) -> Result:
    """Measure undo and redo in alternating rounds."""
    rounds, count = options.pick(11, 3), options.pick(20, 4)
    with temporary_folder() as folder, wild_image(folder) as image:
        names = [f"knows_{number}" for number in range(count)]
        image.session.change(lambda root: _grow(root, names), note="Skills")
        raw, close = _raw(folder / "raw.fs")
        sides: dict[str, Callable[[], None]] = {
            "undo of a method": lambda: _each(image, names, "undo"),
            "redo of a method": lambda: _each(image, names, "redo"),
            "raw undo of a transaction": lambda: _times(raw, count),
        }
        try:
            sides["undo of a method"]()  # what is taken back once is taken back by redo and undo
            sides["redo of a method"]()
            times = _measured(sides, rounds)
        finally:
            close()
    return Result(
        name="undo",
        figures=(
            *(
                Figure(
                    name=f"{name}, times a raw undo",
                    value=median_ratio(times[name], times["raw undo of a transaction"]),
                )
                for name in ("undo of a method", "redo of a method")
            ),
            *(
                Figure(name=name, value=statistics.median(each) / count * 1000, unit="ms")
                for name, each in times.items()
            ),
        ),
        notes=(
            "A raw undo is DB.undo of the last transaction, which cannot keep later learning.",
            "Undo of a method looks for callers, mends the memory and is itself on record.",
        ),
        facts={"rounds": rounds, "methods": count},
    )


def _measured(sides: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    """Measure undo before redo in every round, so that there always is something to redo."""
    timed = {name: partial(seconds_of, side) for name, side in sides.items()}
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, found in in_turns(timed, 1).items():
            times[name] += found
    return times


def _grow(root: Root, names: list[str]) -> None:
    obj = root.add("skilled", UvmObject())
    for name in names:
        source = f"def {name}(self):\n    return {name[6:]}\n"
        method = Method(selector=name, source=source, signature="(self)")
        install(root, obj, method, user="bench")


def _each(image: LivingImage, names: list[str], verb: str) -> None:
    move = getattr(image.history, verb)
    for name in names:
        move([f"skilled.{name}"])


def _times(work: Callable[[], None], count: int) -> None:
    for _ in range(count):
        work()


def _raw(path: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what undoes the last transaction of a database, and what closes it."""
    database = open_database(str(path))

    def commit(work: Callable[[Any], None]) -> None:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = database.open(manager)
        try:
            work(connection)
            manager.commit()
        finally:
            connection.close()

    def born(connection: Any) -> None:
        connection.root()["skilled"] = UvmObject()

    def learned(connection: Any) -> None:
        connection.root()["skilled"].skill = "def knows(self):\n    return 1\n"

    def undo_last(connection: Any) -> None:
        last = database.undoLog(0, 1)[0]["id"]
        database.undo(last, connection.transaction_manager.get())

    commit(born)
    commit(learned)
    return lambda: commit(undo_last), database.close

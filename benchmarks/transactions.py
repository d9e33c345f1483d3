"""``transactions``: messages that change an object, beside raw ZODB commits of the same record."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import transaction
from persistent import Persistent

from batos.image import Root, Session, open_database
from batos.living import LivingImage
from batos.objects import Method, UvmObject, install_method
from benchmarks.homes import temporary_folder, wild_image
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of

__all__ = ["run"]

_TARGET = 0.7
_BUMP = "def bump(self):\n    self.count = self.count + 1\n    self._p_changed = True\n"


def run(options: Options) -> Result:
    """Measure commits of one small record in alternating rounds."""
    rounds, count = options.pick(11, 3), options.pick(400, 50)
    with temporary_folder() as folder, wild_image(folder) as image:
        image.session.change(_grow, note="A counter")
        raw = _raw(folder / "raw.fs")
        sides: dict[str, Callable[[int], None]] = {
            "raw commits": raw,
            "transactions of a session": _sessions(image.session),
            "messages": _messages(image),
        }
        rates = in_turns({name: _rate(side, count) for name, side in sides.items()}, rounds)
        raw(0)
    return Result(
        name="transactions",
        figures=(
            Figure(
                name="messages that change an object, of raw commits",
                value=median_ratio(rates["messages"], rates["raw commits"]),
                unit="%",
                at_least=_TARGET,
            ),
            Figure(
                name="transactions of a session, of raw commits",
                value=median_ratio(rates["transactions of a session"], rates["raw commits"]),
                unit="%",
            ),
            *(
                Figure(name=f"{name} a second", value=statistics.median(each))
                for name, each in rates.items()
            ),
        ),
        notes=(
            "Raw commits open a connection, change the same record, note what they do and commit.",
            "Both write to files on the same disk, with its fsync.",
        ),
        facts={"rounds": rounds, "commits in a round": count},
    )


def _rate(side: Callable[[int], None], count: int) -> Callable[[], float]:
    side(5)
    return lambda: count / seconds_of(lambda: side(count))


def _grow(root: Root) -> None:
    counter = root.add("counter", UvmObject(count=0))
    install_method(counter, Method(selector="bump", source=_BUMP, signature="(self)", mutator=True))


def _raw(path: Path) -> Callable[[int], None]:
    """Return what commits a counter's record; told to do nothing, it closes the database."""
    database = open_database(str(path))

    def commit(change: Callable[[Any], None]) -> None:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = database.open(manager)
        try:
            change(connection.root())
            manager.get().user = "user"
            manager.get().note("counter.bump")
            manager.commit()
        finally:
            connection.close()

    def make(root: Any) -> None:
        root["counter"] = UvmObject(count=0)

    def bump(root: Any) -> None:
        counter = root["counter"]
        slots = {**counter._slots, "count": counter._slots["count"] + 1}
        Persistent.__setattr__(counter, "_slots", slots)

    commit(make)

    def side(count: int) -> None:
        for _ in range(count):
            commit(bump)
        if not count:
            database.close()

    return side


def _sessions(session: Session) -> Callable[[int], None]:
    def bump(root: Root) -> None:
        counter = root.find("counter")
        counter.count = counter.count + 1

    def side(count: int) -> None:
        for _ in range(count):
            session.change(bump, note="counter.bump", user="user")

    return side


def _messages(image: LivingImage) -> Callable[[int], None]:
    def side(count: int) -> None:
        for _ in range(count):
            image.send("counter", "bump")

    return side

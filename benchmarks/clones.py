"""``clones``: a thousand clones of one prototype, what each costs to make, keep and send to."""

from __future__ import annotations

import copy
import pickle
import random
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import transaction
from BTrees.OOBTree import OOBTree
from persistent.mapping import PersistentMapping

from batos.image import Root, open_database
from batos.image.history import install
from batos.living import LivingImage
from batos.objects import Method, UvmObject, clone
from benchmarks.homes import temporary_folder, wild_image
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, nanoseconds, seconds_of

__all__ = ["run"]

_METHODS = 20
_SLOTS: dict[str, Any] = {
    "title": "milk",
    "price": 1.2,
    "count": 3,
    "tags": ["cold"],
    "sold": False,
}
_LONGEST_MS = 1.0
_LARGEST = 300.0
_ALIKE = 1.1
_SOURCE = "def step_{0}(self, number):\n    return number + {0}\n"
_SENDERS = {
    "visits": "def visits(self, herd):\n    for each in herd:\n        each.step_7(1)\n",
    "walks": "def walks(self, herd):\n    for each in herd:\n        each\n",
}


class _Side:
    """One way to make many alike: how long it took, and what its file has grown by.

    Args:
        file: The file of the database.
        database: The open ``ZODB.DB`` of it.
        make: Makes a number of them, under names that begin with a text.
    """

    def __init__(self, file: Path, database: Any, make: Callable[[str, int], object]) -> None:
        self._file = file
        self._database = database
        self._make = make
        self._begun = 0

    def seconds(self, count: int) -> Callable[[], float]:
        """Return what makes so many more and tells the seconds of one."""

        def timed() -> float:
            self._begun += 1
            return seconds_of(lambda: self._make(f"s{self._begun}_", count)) / count

        return timed

    def bytes(self, count: int) -> float:
        """Make so many more and return the bytes of one in the packed file."""
        before = self._packed()
        self._make("b", count)
        return (self._packed() - before) / count

    def _packed(self) -> int:
        self._database.pack()
        return self._file.stat().st_size


def run(options: Options) -> Result:
    """Make clones in alternating rounds, weigh them, and send to one of them and to all."""
    count, rounds = options.pick(1_000, 100), options.pick(7, 3)
    single = options.pick(100, 10)
    with temporary_folder() as folder, wild_image(folder) as image:
        image.session.change(_grow, note="Prototypes")
        file, database = folder / "wild" / "data" / "live_image.fs", image.session.database
        raw = open_database(str(folder / "raw.fs"))
        try:
            sides = {
                "clones in one transaction": _Side(file, database, _clones(image)),
                "copies of a mapping in one transaction": _Side(
                    folder / "raw.fs", raw, _copies(raw, together=True)
                ),
                "named clones": _Side(file, database, _named(image)),
                "named copies of a mapping": _Side(
                    folder / "raw.fs", raw, _copies(raw, together=False)
                ),
            }
            for each in sides.values():
                each.seconds(5)()
            many = {
                name: side.seconds(single if name.startswith("named") else count)
                for name, side in sides.items()
            }
            options.say(f"making {count} clones, {rounds} times")
            times = in_turns(many, rounds)
            options.say("weighing them")
            weights = {name: side.bytes(count) for name, side in sides.items()}
        finally:
            raw.close()
        sends = _sends(image, count, options.pick(15, 3))
    return _result(times, weights, sends, {"clones": count, "methods": _METHODS, "rounds": rounds})


def _result(
    times: dict[str, list[float]],
    weights: dict[str, float],
    sends: dict[str, list[float]],
    facts: dict[str, Any],
) -> Result:
    own = len(pickle.dumps(_SLOTS, 3))
    together, copies, named, named_copies = times
    one = _costs(sends, "the only clone of another")
    return Result(
        name="clones",
        figures=(
            Figure(
                name="a clone, in one transaction",
                value=statistics.median(times[together]) * 1000,
                unit="ms",
                below=_LONGEST_MS,
            ),
            Figure(
                name="bytes of a clone beside its slots, packed",
                value=weights[together] - own,
                unit="bytes",
                below=_LARGEST,
            ),
            *(
                Figure(
                    name=f"a send to {name}, times one to the only clone",
                    value=median_ratio(_costs(sends, name), one),
                    unit="times",
                    below=_ALIKE,
                )
                for name in ("the first", "the middle one")
            ),
            Figure(
                name="a send to all in random order, times one to the only clone",
                value=median_ratio(_costs(sends, "all in random order"), one),
                unit="times",
            ),
            Figure(
                name="a clone, times a copy of a mapping",
                value=median_ratio(times[together], times[copies]),
                unit="times",
            ),
            Figure(
                name="a named clone in a transaction of its own, times such a copy",
                value=median_ratio(times[named], times[named_copies]),
                unit="times",
            ),
            *(
                Figure(name=f"one of the {name}", value=statistics.median(each) * 1000, unit="ms")
                for name, each in times.items()
                if name != together
            ),
            *(
                Figure(name=f"{name}, bytes beside the slots", value=each - own, unit="bytes")
                for name, each in weights.items()
                if name != together
            ),
            Figure(name="a send to the only clone", value=statistics.median(one), unit="ns"),
        ),
        notes=(
            f"The prototype has {_METHODS} methods and {len(_SLOTS)} slots of {own} bytes.",
            "A copy is copy.deepcopy of those slots in a PersistentMapping, by name in a tree.",
            "A named clone can be taken back: its bytes hold its place in the history.",
            "Sends are those of a running method; the turns of its loop are taken off.",
        ),
        facts=facts,
    )


def _grow(root: Root) -> None:
    for name in ("item", "other"):
        prototype = root.add(name, UvmObject(parents=(root.find("genesis"),), **_SLOTS))
        for number in range(_METHODS):
            source = _SOURCE.format(number)
            method = Method(selector=f"step_{number}", source=source, signature="(self, number)")
            install(root, prototype, method, user="bench")
    sender = root.add("sender", UvmObject())
    for selector, source in _SENDERS.items():
        method = Method(selector=selector, source=source, signature="(self, herd)")
        install(root, sender, method, user="bench")


def _clones(image: LivingImage) -> Callable[[str, int], None]:
    def make(name: str, count: int) -> None:
        def work(root: Root) -> None:
            item = root.find("item")
            root.add(f"herd_{name}", UvmObject(members=[clone(item) for _ in range(count)]))

        image.session.change(work, note="A herd")

    return make


def _named(image: LivingImage) -> Callable[[str, int], None]:
    def make(name: str, count: int) -> None:
        for number in range(count):
            image.shaping.new(f"item_{name}{number}", like="item")

    return make


def _copies(database: Any, *, together: bool) -> Callable[[str, int], None]:
    """Return what makes copies of a mapping in a tree, in one transaction or in one each."""

    def commit(work: Callable[[Any], None]) -> None:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = database.open(manager)
        try:
            work(connection.root())
            manager.commit()
        finally:
            connection.close()

    def born(root: Any) -> None:
        if "model" not in root:
            root["model"], root["copies"] = PersistentMapping(_SLOTS), OOBTree()

    def add(names: list[str], root: Any) -> None:
        for each in names:
            root["copies"][each] = PersistentMapping(copy.deepcopy(dict(root["model"])))

    def make(name: str, count: int) -> None:
        names = [f"{'all' if together else 'one'}_{name}{number}" for number in range(count)]
        for each in [names] if together else [[one] for one in names]:
            commit(partial(add, each))

    commit(born)
    return make


def _sends(image: LivingImage, count: int, rounds: int) -> dict[str, list[float]]:
    """Measure a method that sends one message to each object of a list, in alternating rounds."""
    image.session.change(_add_lonely, note="One")
    with image.session.read() as root:
        herd = root.find("herd_b").members
        mixed = random.Random(7).sample(herd, len(herd))
        lists = {
            "the only clone of another": [root.find("lonely")] * count,
            "the first": [herd[0]] * count,
            "the middle one": [herd[count // 2]] * count,
            "all in random order": mixed,
        }
        deliver, sender = root.space.deliver, root.find("sender")
        sides: dict[str, Callable[[], float]] = {}
        for name, each in lists.items():
            for selector in _SENDERS:
                deliver(sender, selector, (each,), {})
                sides[f"{selector} {name}"] = _timed(deliver, sender, selector, each)
        return in_turns(sides, rounds)


def _add_lonely(root: Root) -> None:
    root.add("lonely", clone(root.find("other")))


def _timed(deliver: Any, sender: UvmObject, selector: str, herd: list[Any]) -> Callable[[], float]:
    def turns(_count: int) -> None:
        deliver(sender, selector, (herd,), {})

    return lambda: nanoseconds(turns, len(herd))


def _costs(sends: dict[str, list[float]], name: str) -> list[float]:
    """Return the nanoseconds of a send in each round, without the turn of the loop."""
    pairs = zip(sends[f"visits {name}"], sends[f"walks {name}"], strict=True)
    return [visit - walk for visit, walk in pairs]

"""``send``: what a warm message costs in process, beside a plain call of the same function."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from batos.guardian.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import Method, UvmObject, install_method, lookup
from benchmarks.homes import temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, nanoseconds

__all__ = ["DEPTHS", "grow", "run"]

DEPTHS = (1, 3, 6)
"""How many parents up the method is found."""

_SOURCE = '''def one_more(self, number):
    """Return the next number."""
    return number + 1
'''
Loop = Callable[[int], None]


def run(options: Options) -> Result:
    """Measure calls, sends and lookups in alternating rounds."""
    rounds, count = options.pick(15, 5), options.pick(20_000, 2_000)
    with temporary_folder() as folder:
        session = Session((folder / "image.fs").as_uri(), GuardedRunner)
        try:
            session.change(grow, note="A chain of objects")
            with session.read() as root:
                loops = _loops(root)
                times = in_turns(
                    {name: _per_turn(loop, count) for name, loop in loops.items()}, rounds
                )
        finally:
            session.close()
    figures = [
        Figure(name=name, value=statistics.median(each), unit="ns") for name, each in times.items()
    ]
    cost = median_ratio(times["guarded run"], times["plain call"])
    deep = median_ratio(
        times[f"cached lookup at depth {DEPTHS[-1]}"], times[f"cached lookup at depth {DEPTHS[0]}"]
    )
    return Result(
        name="send",
        figures=(
            Figure(name="guarded run, times the plain call", value=cost),
            Figure(name=f"lookup at depth {DEPTHS[-1]}, times depth {DEPTHS[0]}", value=deep),
            *figures,
        ),
        notes=("Processor time of one thread, the loop around the call included.",),
        facts={"rounds": rounds, "calls in a round": count},
    )


def grow(root: Root) -> None:
    """Add a chain of objects, of which the last has the method and ``depth_N`` is N below it."""
    parent = root.add("depth_0", UvmObject())
    install_method(parent, Method(selector="one_more", source=_SOURCE, signature="(self, number)"))
    for depth in range(1, DEPTHS[-1] + 1):
        parent = root.add(f"depth_{depth}", UvmObject(parents=(parent,)))


def plain(_receiver: object, number: int) -> int:
    """Return the next number: the same method as a plain function."""
    return number + 1


def _loops(root: Root) -> dict[str, Loop]:
    runner = root.space.runner
    receiver = root.find("depth_0")
    found = lookup(receiver, "one_more")
    assert found is not None, "grow() installed it"
    method = found[1]

    def call(count: int) -> None:
        for number in range(count):
            plain(receiver, number)

    def run_guarded(count: int) -> None:
        for number in range(count):
            runner.run(method, receiver, (number,), {})

    loops: dict[str, Loop] = {"plain call": call, "guarded run": run_guarded}
    for depth in DEPTHS:
        loops[f"cached lookup at depth {depth}"] = _looking(root.find(f"depth_{depth}"))
        loops[f"send at depth {depth}"] = _sending(root, root.find(f"depth_{depth}"))
    return loops


def _looking(receiver: UvmObject) -> Loop:
    def loop(count: int) -> None:
        for _ in range(count):
            lookup(receiver, "one_more")

    return loop


def _sending(root: Root, receiver: UvmObject) -> Loop:
    deliver = root.space.deliver

    def loop(count: int) -> None:
        for number in range(count):
            deliver(receiver, "one_more", (number,), {})

    return loop


def _per_turn(loop: Loop, count: int) -> Callable[[], float]:
    # The first call of all compiles the method and fills the caches.
    loop(10)
    return lambda: nanoseconds(loop, count)

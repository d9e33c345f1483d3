"""``send``: what a warm message costs in process, beside a plain call of the same method."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import Method, UvmObject, install_method
from benchmarks.founding import FoundingObject, founding_chain
from benchmarks.homes import temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, nanoseconds

__all__ = ["DEPTHS", "grow", "run"]

DEPTHS = (1, 3, 6)
"""How many parents up the method is found."""
_TARGET_NS = 1000.0

_ONE_MORE = "def one_more(self, number):\n    return number + 1\n"
_SENDERS = {
    # A call is how methods send to each other; both forms cost about the same.
    "calls": "def calls(self, n):\n    for i in range(n):\n        self.one_more(i)\n",
    "sends": "def sends(self, n):\n    for i in range(n):\n        self.send('one_more', i)\n",
    "turns": "def turns(self, n):\n    for i in range(n):\n        i\n",
}
Loop = Callable[[int], None]


class PlainObject:
    """The same method in a plain class."""

    def one_more(self, number: int) -> int:
        """Return the next number."""
        return number + 1


def run(options: Options) -> Result:
    """Measure plain calls, the founding documents' delegation and sends in alternating rounds."""
    rounds, count = options.pick(15, 5), options.pick(20_000, 2_000)
    runner = GuardedRunner(fuel=10**9, seconds=3600.0)
    with temporary_folder() as folder:
        session = Session((folder / "image.fs").as_uri(), lambda: runner)
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
        Figure(
            name=f"{form} at depth {depth}, more than a plain call",
            value=_more(times, f"{form} at depth {depth}", less="turns of a guarded loop"),
            unit="ns",
            below=_TARGET_NS,
        )
        for form in ("cached call", "cached send")
        for depth in DEPTHS
    ]
    figures += [
        Figure(
            name=f"founding delegation at depth {depth}, more than a plain call",
            value=_more(times, f"founding delegation at depth {depth}"),
            unit="ns",
        )
        for depth in DEPTHS
    ]
    figures += [
        Figure(name=name, value=statistics.median(each), unit="ns")
        for name, each in times.items()
        if name.startswith(("plain", "message"))
    ]
    return Result(
        name="send",
        figures=tuple(figures),
        notes=(
            "Processor time of one thread; the turns of the loop around the call are taken off.",
            "Cached calls and sends are those of a running method: self.x(1), self.send('x', 1).",
            "A message from outside has a budget and a check of its result of its own.",
            "Founding delegation walks the chain at every call, and has no guard.",
        ),
        facts={"rounds": rounds, "calls in a round": count},
    )


def _more(times: dict[str, list[float]], name: str, *, less: str = "turns of a loop") -> float:
    """Return the median over rounds of what a call costs more than a plain one, in nanoseconds."""
    return statistics.median(
        (ours - turn) - (plain - bare)
        for ours, turn, plain, bare in zip(
            times[name], times[less], times["plain call"], times["turns of a loop"], strict=True
        )
    )


def grow(root: Root) -> None:
    """Add a chain of objects, of which the last has the method and ``depth_N`` is N below it."""
    parent = root.add("depth_0", UvmObject())
    install_method(parent, Method(selector="one_more", source=_ONE_MORE, signature="(self, n)"))
    for selector, source in _SENDERS.items():
        install_method(parent, Method(selector=selector, source=source, signature="(self, n)"))
    for depth in range(1, DEPTHS[-1] + 1):
        parent = root.add(f"depth_{depth}", UvmObject(parents=(parent,)))
    root.objects["founding"] = founding_chain(DEPTHS[-1])


def _loops(root: Root) -> dict[str, Loop]:
    plain = PlainObject()

    def turns(count: int) -> None:
        for number in range(count):
            number  # noqa: B018 - a turn that does nothing

    def call(count: int) -> None:
        for number in range(count):
            plain.one_more(number)

    loops: dict[str, Loop] = {"turns of a loop": turns, "plain call": call}
    loops["turns of a guarded loop"] = _inside(root, root.find("depth_1"), "turns")
    founding: list[FoundingObject] = [root.objects["founding"]]
    while (child := founding[-1].child) is not None:
        founding.append(child)
    for depth in DEPTHS:
        receiver = root.find(f"depth_{depth}")
        loops[f"cached call at depth {depth}"] = _inside(root, receiver, "calls")
        loops[f"cached send at depth {depth}"] = _inside(root, receiver, "sends")
        loops[f"message from outside at depth {depth}"] = _outside(root, receiver)
        loops[f"founding delegation at depth {depth}"] = _founding(founding[depth])
    return loops


def _inside(root: Root, receiver: UvmObject, selector: str) -> Loop:
    deliver = root.space.deliver

    def loop(count: int) -> None:
        deliver(receiver, selector, (count,), {})

    return loop


def _outside(root: Root, receiver: UvmObject) -> Loop:
    deliver = root.space.deliver

    def loop(count: int) -> None:
        for number in range(count):
            deliver(receiver, "one_more", (number,), {})

    return loop


def _founding(receiver: FoundingObject) -> Loop:
    def loop(count: int) -> None:
        for number in range(count):
            receiver.one_more(number)

    return loop


def _per_turn(loop: Loop, count: int) -> Callable[[], float]:
    # The first call of all compiles the method and fills the caches.
    loop(10)
    return lambda: nanoseconds(loop, count)

"""``guardian``: what safety costs, beside plain ``exec`` of the same source and beside peers."""

from __future__ import annotations

import importlib
import importlib.util
import math
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from batos.guardian.dialect.budget import Budget
from batos.guardian.dialect.clock import local_clock
from batos.guardian.dialect.namespace import make_namespace
from batos.guardian.running.compiler import compile_method
from batos.guardian.trial.trial import Trial
from batos.objects import Example, UvmObject
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, nanoseconds, seconds_of

__all__ = ["ATTRIBUTES", "LOOPS", "PEERS", "Work", "run"]

_LOOP_TARGET, _ATTRIBUTE_TARGET = 1.3, 1.1
_COMPILE_TARGET_MS, _TRIAL_TARGET_MS = 1.0, 15.0
Bound = Callable[..., Any]


@dataclass(frozen=True)
class Work:
    """A method to be run.

    Attributes:
        name: What it does.
        source: Its source; the method is named ``m``.
        args: What it is sent.
        slots: Slots of its receiver.
    """

    name: str
    source: str
    args: tuple[Any, ...] = ()
    slots: Mapping[str, Any] | None = None


LOOPS = (
    Work(
        "sum of squares",
        "def m(self, n):\n"
        "    total = 0\n"
        "    for i in range(n):\n"
        "        total += i * i % 7\n"
        "    return total\n",
        (2000,),
    ),
    Work(
        "primes",
        "def m(self, n):\n"
        "    found = []\n"
        "    for number in range(2, n):\n"
        "        for divisor in range(2, int(number ** 0.5) + 1):\n"
        "            if number % divisor == 0:\n"
        "                break\n"
        "        else:\n"
        "            found.append(number)\n"
        "    return len(found)\n",
        (600,),
    ),
    Work(
        "digits of Collatz",
        "def m(self, n):\n"
        "    longest = 0\n"
        "    for start in range(1, n):\n"
        "        steps = 0\n"
        "        number = start\n"
        "        while number != 1:\n"
        "            if number % 2 == 0:\n"
        "                number = number // 2\n"
        "            else:\n"
        "                number = 3 * number + 1\n"
        "            steps += 1\n"
        "        if steps > longest:\n"
        "            longest = steps\n"
        "    return longest\n",
        (120,),
    ),
    Work(
        "word counts",
        "def m(self, text):\n"
        "    counts = {}\n"
        "    for word in text.lower().split():\n"
        "        word = word.strip('.,')\n"
        "        if word:\n"
        "            counts[word] = counts.get(word, 0) + 1\n"
        "    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]\n",
        ("The quick brown fox, the lazy dog and the other fox. " * 30,),
    ),
    Work(
        "moving average",
        "def m(self, values):\n"
        "    means = []\n"
        "    for index in range(len(values) - 4):\n"
        "        window = values[index:index + 5]\n"
        "        means.append(round(sum(window) / 5, 2))\n"
        "    return means\n",
        ([float(number % 13) for number in range(400)],),
    ),
)
"""Arithmetic, branches, texts and lists, as such methods are written."""

ATTRIBUTES = (
    Work(
        "counters",
        "def m(self, n):\n"
        "    for i in range(n):\n"
        "        self.count = self.count + 1\n"
        "        if self.count > self.most:\n"
        "            self.most = self.count\n"
        "    self._p_changed = True\n"
        "    return self.count\n",
        (100,),
        {"count": 0, "most": 0},
    ),
    Work(
        "rows of a slot",
        "def m(self, word):\n"
        "    total = 0\n"
        "    for row in self.rows:\n"
        "        if row['name'].startswith(word) and self.active:\n"
        "            total += row['price'] * self.factor\n"
        "    return total\n",
        ("a",),
        {
            "rows": [{"name": "ab"[i % 2] * 3, "price": i} for i in range(200)],
            "active": True,
            "factor": 3,
        },
    ),
)
"""Reading and writing slots of a real object."""


def run(options: Options) -> Result:
    """Measure running, judging and trying, each in turns with what it is compared to."""
    rounds = options.pick(15, 3)
    rows: list[dict[str, Any]] = []
    ratios: dict[str, list[float]] = {"loops": [], "attributes": []}
    for kind, works in (("loops", LOOPS), ("attributes", ATTRIBUTES)):
        for work in works:
            options.say(work.name)
            row, ratio = _compared(work, rounds, options.pick(200_000_000, 5_000_000))
            rows.append({"kind": kind, **row})
            ratios[kind].append(ratio)
    compile_ms = _compile_ms(options.pick(15, 3))
    trial_ms, bare_ms = _trial_ms(options.pick(60, 6))
    absent = [name for name in PEERS if importlib.util.find_spec(name) is None]
    return Result(
        name="guardian",
        figures=(
            Figure(
                name="loops, times plain exec",
                value=_mean(ratios["loops"]),
                below=_LOOP_TARGET,
            ),
            Figure(
                name="attribute work, times plain exec",
                value=_mean(ratios["attributes"]),
                below=_ATTRIBUTE_TARGET,
            ),
            Figure(
                name="audit and compile of a method",
                value=compile_ms,
                unit="ms",
                below=_COMPILE_TARGET_MS,
            ),
            Figure(
                name="trial with three examples", value=trial_ms, unit="ms", below=_TRIAL_TARGET_MS
            ),
            Figure(name="the same, of which in the method", value=bare_ms, unit="ms"),
        ),
        rows=rows,
        notes=(
            "The figure of a kind is the geometric mean of its ratios, each a median of rounds.",
            "Plain exec runs the same source on the same object without any guard.",
            *((f"Not installed: {', '.join(absent)}.",) if absent else ()),
        ),
        facts={"rounds": rounds},
    )


def _mean(ratios: list[float]) -> float:
    return math.exp(statistics.fmean(map(math.log, ratios)))


def _compared(work: Work, rounds: int, spent_ns: int) -> tuple[dict[str, Any], float]:
    """Return a row for a work, and how many times plain exec it costs under guard."""
    receiver = UvmObject(**(work.slots or {}))
    sides: dict[str, Bound] = {"plain": plain(work.source), "guarded": guarded(work.source)}
    wanted = sides["plain"](receiver, *work.args)
    row: dict[str, Any] = {"method": work.name}
    for name, make in PEERS.items():
        if importlib.util.find_spec(name) is None:
            continue
        try:
            candidate = make(work.source)
            right = work.slots is not None or candidate(receiver, *work.args) == wanted
        except Exception as problem:  # a peer that does not speak the method's Python
            row[name] = f"refused ({type(problem).__name__})"
            continue
        if right:
            sides[name] = candidate
        else:
            row[name] = "wrong"
    once = nanoseconds(_loop(sides["plain"], receiver, work.args), 3)
    count = max(1, int(spent_ns / rounds / max(once, 1) / 4))
    timed = {}
    for name, bound in sides.items():
        # A peer that is hundreds of times slower need not run as often.
        turns = count if name in ("plain", "guarded", "RestrictedPython") else max(1, count // 100)
        timed[name] = _timed(_loop(bound, receiver, work.args), turns)
    times = in_turns(timed, rounds)
    ratios = {
        name: median_ratio(each, times["plain"]) for name, each in times.items() if name != "plain"
    }
    plain_us = statistics.median(times["plain"]) / 1000
    return {**row, "plain, us": plain_us, **ratios}, ratios["guarded"]


def _loop(bound: Bound, receiver: UvmObject, args: tuple[Any, ...]) -> Callable[[int], None]:
    def loop(count: int) -> None:
        for _ in range(count):
            bound(receiver, *args)

    return loop


def _timed(loop: Callable[[int], None], turns: int) -> Callable[[], float]:
    return lambda: nanoseconds(loop, turns)


def plain(source: str) -> Bound:
    """Return a method as plain Python runs it."""
    namespace = make_namespace(local_clock, _chance(), print)
    names: dict[str, Any] = {name: namespace[name] for name in ("math", "json")}
    exec(source, names)
    bound: Bound = names["m"]
    return bound


def guarded(source: str) -> Bound:
    """Return a method as the guardian runs it: audited, with fuel and guards."""
    namespace = make_namespace(local_clock, _chance(), print)
    bind = compile_method(source).factory(namespace)

    def call(receiver: UvmObject, *args: Any) -> Any:
        budget = Budget(10**9, 3600.0)
        return bind(budget.tick, budget.ticks)(receiver, *args)

    return call


def _chance() -> random.Random:
    return random.Random(1)


def _compile_ms(rounds: int) -> float:
    works = (*LOOPS, *ATTRIBUTES)
    times = [
        seconds_of(partial(compile_method, work.source)) for _ in range(rounds) for work in works
    ]
    return statistics.median(times) * 1000


def _trial_ms(rounds: int) -> tuple[float, float]:
    source = LOOPS[3].source
    examples = [Example(args=(text,)) for text in ("a b a", "", "one two two. three")]
    with Trial() as trial:
        trial.run(source, examples)  # starts the zygote
        times, inside = [], []
        for _ in range(rounds):
            begun = time.perf_counter()
            report = trial.run(source, examples)
            times.append(time.perf_counter() - begun)
            assert report.ok, "these examples expect nothing"
            inside.append(sum(case.seconds for case in report.cases))
    return statistics.median(times) * 1000, statistics.median(inside) * 1000


# -- peers -----------------------------------------------------------------------------------------


def _restricted(source: str) -> Bound:
    """RestrictedPython with its own guards in C where it has them, and in-place operators."""
    package = importlib.import_module("RestrictedPython")
    guards = importlib.import_module("RestrictedPython.Guards")

    # It refuses the covenant's line, so the line is left out.
    text = source.replace("    self._p_changed = True\n", "")
    names: dict[str, Any] = dict(package.safe_globals)
    names["__builtins__"] = {
        **names["__builtins__"],
        **{each.__name__: each for each in (sum, min, max, list, dict)},
    }
    names |= {
        "_getiter_": iter,
        "_getitem_": lambda value, key: value[key],
        "_getattr_": getattr,
        "_write_": lambda value: value,
        "_inplacevar_": _in_place,
        "_unpack_sequence_": guards.guarded_unpack_sequence,
        "_iter_unpack_sequence_": guards.guarded_iter_unpack_sequence,
    }
    exec(package.compile_restricted(text, "<method>", "exec"), names)
    bound: Bound = names["m"]
    return bound


def _in_place(operator: str, left: Any, right: Any) -> Any:
    if operator == "+=":
        left += right
        return left
    raise NotImplementedError(operator)


def _asteval(source: str) -> Bound:
    interpreter = importlib.import_module("asteval").Interpreter(max_statement_length=100_000)
    interpreter(source)
    method = interpreter.symtable["m"]

    def call(receiver: Any, *args: Any) -> Any:
        result = method(receiver, *args)
        if interpreter.error:
            raise RuntimeError(str(interpreter.error[0].get_error()))
        return result

    return call


def _smolagents(source: str) -> Bound:
    package = importlib.import_module("smolagents.local_python_executor")
    executor = package.LocalPythonExecutor([])
    executor.send_tools({})
    executor(source)
    method = executor.custom_tools["m"]

    def call(*args: Any) -> Any:
        executor.state["_operations_count"] = {"counter": 0}
        return method(*args)

    return call


PEERS: Mapping[str, Callable[[str], Bound]] = {
    "RestrictedPython": _restricted,
    "asteval": _asteval,
    "smolagents": _smolagents,
}
"""Other ways to run such methods in process, by the name of their package; used if installed."""

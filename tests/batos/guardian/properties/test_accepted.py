"""Generated methods: whatever the audit accepts stays inside, and memory and disk agree.

``fuzz.py`` runs the same property for longer, led by coverage.
"""

from __future__ import annotations

import copy
import datetime as dt
import dis
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.errors import BatosError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.mend import keep_covenant
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import same
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method
from batos.objects.uvm import UvmObject, install_method, slots_of

STATE: dict[str, Any] = {
    "items": [3, 1, 2],
    "table": {"a": [1], "b": [2]},
    "rows": [{"n": 1, "t": "x"}, {"n": 2, "t": "y"}],
    "count": 5,
    "text": "a b",
}

# -- a grammar of methods -------------------------------------------------------------------------

HOSTILE = """
self._p_jar
self.__class__
x.__globals__
self._p_changed
(i for i in x).gi_frame
"{0.__class__}".format(self)
"{}".format
getattr(self, "_p_jar")
getattr(self, a)
type(self)
open("x")
__import__("os")
m.__code__
(lambda: 1).__code__
print.__self__
str.format
list.append(self.items, 1)
self.send("_p_jar")
self.send("slots")
self.send(a)
self.clone().items
self.m(self.items)
self.m(self.rows)
self.m(self.rows)[0]
self.send("rows")
self.slots
x.tb_frame
x.f_globals
x.spied
x._spied
math.__loader__
json.codecs
random.seed
Exception.__subclasses__()
""".strip().split("\n")
STEPS = """
a == b
a < b
a in b
{a: b}
{a, b}
b[a]
b.get(a)
sorted([a, b])
max(a, b)
[a, b].count(c)
heapq.heappop([a, b, c])
Counter([a, b]).most_common()
set(a)
a | b
dict.fromkeys(a)
sum(a)
pow(a, b, c)
a % (b, c)
"%((a))0900000000d" % {"(a)": c}
"%*d" % (b, c)
format(a, b)
f"{a:{b}}"
"{:{}}".format(a, b)
now().strftime(a)
str(a)
json.dumps(a, indent=2)
copy.deepcopy(a)
isinstance(c, a)
re.search(a, b)
re.sub(a, b, b)
re.match("(b)?a", "a").groups(a)
re.match("a", "a").group(a)
a.encode("punycode")
a.strip(b)
a.rfind(b)
a.startswith(b)
a.translate(b)
textwrap.wrap(a, 1)
unicodedata.normalize("NFC", a)
statistics.mean(a)
functools.cmp_to_key(len)(a)
itertools.repeat(a)
list(itertools.accumulate(a))
list(zip(*a))
print(*a)
AttributeError(obj=a)
math.gcd(a, b)
self.send(a)
""".strip().split("\n")
"""Steps that could take for ever with what :data:`GROWN` makes."""
GROWN = """
for _ in range(60): a = [a, a]
for _ in range(60): a, b = (a, a), (b, b)
for _ in range(60): a = {1: a, 2: a}
for _ in range(15000): a = ((((((((a,),),),),),),),)
for _ in range(15000): a = [[[[[[[[a]]]]]]]]
for _ in range(15000): a = itertools.repeat(itertools.repeat(a))
for _ in range(15000): a = functools.cmp_to_key(len)(functools.cmp_to_key(len)(a))
for _ in range(15000): a = map(str, zip([a]))
a = "a" * 900000
b = "a" * 400000 + "b"
a = "\\u0301\\u0316" * 100000
a = [0] * 900000
a = [b] * 900000
a = (1 << 131000) - 1
b = (1 << 100000) + 1
a = [1 << 131000] * 900000
a = {i * (2 ** 61 - 1) for i in range(3000)}
a = "(a|a)*" * 9 + "[b]"
b = "a" * 90
a = "%c" * 400000
b = 10 ** 9
b = "0900000000d"
""".strip().split("\n")
"""Statements after which a name holds something that is huge, deep or shared."""
NAMES = ("a", "b", "c", "x")
SLOTS = ("items", "table", "rows", "count", "text", "fresh")
CALLS = "len str repr list dict set sorted sum max min abs tuple reversed enumerate iter".split()
METHOD_CALLS = """append(1) extend([4]) pop() copy() sort() keys() values() items() get("a") upper()
    split() setdefault("z",[]) update(z=1) clear() insert(0,9) remove(1) strip() reverse() popitem()
    count(1) index(1)""".split()
CONSTANTS = (
    "0",
    "1",
    "-2",
    "2.5",
    '"a"',
    '"n"',
    "[]",
    "[1, [2]]",
    "{}",
    '{"a": [1]}',
    "()",
    "None",
)
OPERATORS = ("+", "-", "*", "//", "%", "**", "<<", "|", "==", "<", "in", "and", "or", "is")


@st.composite
def expressions(draw: Callable[..., Any], depth: int = 2) -> str:
    kind = draw(st.integers(0, 20))
    if depth <= 0 or kind < 6:
        leaf = draw(st.integers(0, 12))
        if leaf == 0 and draw(st.integers(0, 3)) == 0:
            return str(draw(st.sampled_from(HOSTILE)))
        if leaf < 4:
            return str(draw(st.sampled_from(CONSTANTS)))
        if leaf < 8:
            return f"self.{draw(st.sampled_from(SLOTS))}"
        return str(draw(st.sampled_from(NAMES)))
    inner = expressions(depth - 1)
    one, two = draw(inner), draw(inner)
    name = draw(st.sampled_from(NAMES))
    return {
        6: lambda: f"({one} {draw(st.sampled_from(OPERATORS))} {two})",
        7: lambda: f"{draw(st.sampled_from(CALLS))}({one})",
        8: lambda: f"{_called(one)}.{draw(st.sampled_from(METHOD_CALLS))}",
        9: lambda: f"{_called(one)}.{draw(st.sampled_from(METHOD_CALLS))}",
        10: lambda: f"{_called(one)}[{two}]",
        11: lambda: f"[{one} for {name} in {two}]",
        12: lambda: f"{{{one}: {two}}}",
        13: lambda: f"(lambda {name}: {one})({two})",
        14: lambda: f"({one} if {two} else {name})",
        15: lambda: f'f"{{{name}}}{{{name}!r}}"',
        16: lambda: f"list(map({_called(one)}.append, {two}))",
        17: lambda: f"({name} := {one})",
        18: lambda: f"[{one}, *{_called(two)}]",
        19: lambda: f"getattr(self, {draw(st.sampled_from(SLOTS))!r}, {one})",
        20: lambda: str(draw(st.sampled_from(STEPS))),
    }[kind]()


def _called(text: str) -> str:
    return text if text[:1] not in "-0123456789" else f"({text})"


@st.composite
def blocks(draw: Callable[..., Any], depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4 if depth else 2))):
        lines += draw(statements(depth))
    return lines


@st.composite
def statements(draw: Callable[..., Any], depth: int) -> list[str]:
    kind = draw(st.integers(0, 22 if depth else 13))
    value = draw(expressions())
    name, slot = draw(st.sampled_from(NAMES)), draw(st.sampled_from(SLOTS))
    if kind < 14:
        return [
            {
                0: f"{name} = {value}",
                1: f"{name} = self.{slot}",
                2: f"self.{slot} = {value}",
                3: f"self.{slot}.append({value})",
                4: f"self.{slot}[{value}] = {name}",
                5: f"self.{slot} += {value}",
                6: f"{name} += {value}",
                7: "self._p_changed = True",
                8: "self._p_changed = True",
                9: f"del self.{slot}",
                10: value,
                11: f"return {value}",
                12: f"raise ValueError({name})",
                13: f"{name}, *b = {value}",
            }[kind]
        ]
    body = ["    " + line for line in draw(blocks(depth - 1))]
    other = ["    " + line for line in draw(blocks(depth - 1))]
    return {
        14: [f"if {value}:", *body, "else:", *other],
        15: [f"for {name} in {value}:", *body],
        16: [f"while {value}:", *body, "    break"],
        17: ["try:", *body, "except Exception:", *other],
        18: ["try:", *body, "finally:", *other],
        19: [f"def inner({name}):", *body, f"inner({value})"],
        20: [f"match {value}:", f"    case [{name}, *c]:", *("    " + line for line in body)],
        21: [f"for {name} in self.{slot}:", *body, "self._p_changed = True"],
        22: [draw(st.sampled_from(GROWN)), draw(st.sampled_from(STEPS)), *body],
    }[kind]


@st.composite
def methods(draw: Callable[..., Any]) -> str:
    lines = ["a, b, c = [1], {'a': [2], 1: 3}, 1"]
    for _ in range(draw(st.integers(1, 4))):
        part = draw(statements(2))
        if draw(st.booleans()):  # so that what follows an error is reached, too
            part = ["try:", *("    " + line for line in part), "except Exception:", "    c = 2"]
        lines += part
    lines.append(draw(st.sampled_from(["self._p_changed = True", "return a", "return None"])))
    source = "def m(self, x):\n" + "\n".join("    " + line for line in lines) + "\n"
    # Often mended as the mind mends it, so that not all are refused for one missing line.
    return keep_covenant(source) if draw(st.booleans()) else source


# -- what watches --------------------------------------------------------------------------------

EVENTS = ("open", "import", "exec", "compile", "os.", "subprocess.", "socket.", "ctypes.")
RESTRICTED = ("object.__getattr__", "object.__setattr__", "object.__delattr__", "sys._getframe")


class Watch:
    """Notes what the interpreter reports while a method runs, and what is read from a spy."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.on = False

    def audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Note an event of the interpreter that a method has no business with."""
        if not self.on:
            return
        self.on = False  # what follows is reported, too
        if name.startswith((*EVENTS, *RESTRICTED)) and _from_method():
            self.seen.append(f"{name} {arguments!r}"[:200])
        self.on = True


def _from_method() -> bool:
    """Whether the nearest Python code is a method's."""
    frame = sys._getframe(2)
    return frame.f_code.co_filename.startswith("<method")


def _reads_attribute(frame: FrameType) -> bool:
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] in {"LOAD_ATTR", "LOAD_METHOD"}


class Spy(list[int]):
    """An argument that tells which of its attributes a method reads."""

    watch: Watch

    def __getattribute__(self, name: str) -> Any:
        frame = sys._getframe(1)
        written = frame.f_code.co_filename.startswith("<method")
        # isinstance and class patterns look at the class by themselves.
        if written and name.startswith("_") and _reads_attribute(frame):
            Spy.watch.seen.append(f"attribute {name}")
        return super().__getattribute__(name)


class Bench:
    """A real image in a file, in which one object lives through all examples."""

    def __init__(self, path: Path, watch: Watch) -> None:
        self.path = path
        self.watch = watch
        runner = GuardedRunner(
            seed=1, fuel=20_000, seconds=2.0, passthrough=(TransientError, POSError)
        )
        self.session = Session(str(path), lambda: runner)
        self.number = 0

    def install(self, source: str) -> tuple[str, Any]:
        verdict = audit(source)
        self.number += 1
        name = f"probe_{self.number}"

        def work(root: Root) -> None:
            made = UvmObject(**copy.deepcopy(STATE))
            root.add(name, made)
            method = Method(
                selector="m",
                source=source,
                signature=verdict.signature,
                mutator=verdict.mutator,
            )
            install_method(made, method)

        self.session.change(work, note="a probe")
        return name, verdict

    def send(self, name: str) -> tuple[Any, dict[str, Any]]:
        """Send in a transaction of its own; return the result and the state as memory has it."""

        def work(root: Root) -> tuple[Any, dict[str, Any]]:
            receiver = root.find(name)
            self.watch.on = True
            try:
                result = receiver.send("m", Spy([1, 2]))
            finally:
                self.watch.on = False
            return shown(result), shown(slots_of(receiver))

        return self.session.change(work, note="a message")

    def stored(self, name: str) -> dict[str, Any]:
        """Return the state in the file, once it is known that memory has the same."""
        with self.session.read() as root:
            obj = root.find(name)
            # The pool gives the connection that has just been used, with the objects it knows.
            memory = shown(slots_of(obj))
            jar = obj._p_jar
            record, _ = jar._storage.load(obj._p_oid)
            slots = jar._reader.getState(record)["_slots"]
            kept = {key: value for key, value in slots.items() if type(value) is not Method}
            assert same(shown(kept), memory), (kept, memory)
            return memory


PLAIN = (type(None), bool, int, float, complex, str, bytes, dt.datetime, dt.date, dt.timedelta)


def shown(value: Any) -> Any:
    """Return plain data as a copy without objects of the image; fail for anything else."""
    if isinstance(value, UvmObject):
        return "<object>"
    if isinstance(value, dict):
        return {repr(shown(key)): shown(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((shown(item) for item in value), key=repr)
    assert isinstance(value, PLAIN), type(value)
    return value


def check(source: str, bench: Bench) -> str:
    """Check the property for one source; return what came of it."""
    verdict = audit(source)
    if not verdict.accepted:
        assert all(finding.message and finding.mend for finding in verdict.errors), source
        return "refused"
    name, _ = bench.install(source)
    before, size = bench.stored(name), bench.path.stat().st_size
    bench.watch.seen.clear()
    try:
        _, memory = bench.send(name)
    except (BatosError, MessageNotUnderstood) as problem:
        assert same(bench.stored(name), before), source
        assert bench.path.stat().st_size == size, source
        outcome = type(problem).__name__
    else:
        assert same(bench.stored(name), memory), source
        outcome = "returned"
    assert not bench.watch.seen, (source, bench.watch.seen)
    return outcome


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    yield from make_bench(tmp_path_factory.mktemp("image"))


def make_bench(folder: Path) -> Iterator[Bench]:
    watch = Spy.watch = Watch()
    sys.addaudithook(watch.audit)  # it cannot be removed, but is idle while nothing runs
    made = Bench(folder / "live_image.fs", watch)
    yield made
    made.session.close()


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(source=methods())
def test_what_is_accepted_stays_inside(source: str, bench: Bench) -> None:
    event(check(source, bench))


def test_watch_notices_what_it_is_there_for(bench: Bench) -> None:
    namespace: dict[str, Any] = {"x": Spy([1]), "f": lambda: 1}
    for text in ("f.__code__", "x.__class__", "open('/dev/null').close()"):
        bench.watch.seen.clear()
        bench.watch.on = True
        try:
            exec(compile(text, "<method m>", "exec"), namespace)
        finally:
            bench.watch.on = False
        assert bench.watch.seen, text

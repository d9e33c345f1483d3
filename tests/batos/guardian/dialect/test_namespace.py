# ruff: noqa: E501 - expressions read best on one line
"""Guarded operations and helpers: they do what Python does, and look at the clock on the way."""

from __future__ import annotations

import bisect
import functools
import heapq
import itertools
import json
import math
import statistics
import textwrap
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any

import pytest

from batos.as_json import to_json_value
from batos.errors import BudgetExceededError

LIKE_PYTHON = r"""
1 < 2 < 3, 3 > 2 > 2, 1 < 2 in [2], [1] == [1] != [2], (1, 2) <= (1, 3) < (2,)
[x for x in [1, 2, 3] if 1 < x <= 3 and x not in (2,)]
(lambda a, b: [a == b, a != b, a in [b], a not in (b,), a is b])([1], [1])
[a == b for a in ([1], (1,), {1}, {1: 2}, "a", 1, None, 1.5, b"a") for b in ([1], (1,), {1}, {1: 2}, "a", 1, None, 1.5, b"a")]
(lambda s: [c in s for c in ("a", "z")])("abc"), "bc" in "abc", b"b" in b"abc", 98 in b"abc"
(lambda d: ["a" in d, ("a", 1) in d.items(), 1 in d.values(), "a" in d.keys()])({"a": 1})
(lambda it: [all(c in it for c in "ace"), list(it)])(iter("abcdef"))
{(1, 2): 3}[1, 2], {(1, (2, 3)): 4}[1, (2, 3)], {"a": {"b": 1}}["a"]["b"], [[1, 2], [3]][0][1], "abc"[1], (1, 2, 3)[::-1]
{(a, b): a * b for a in range(3) for b in (1, 2)}, {(a, a) for a in [1, 1]}, {*[1, 2], *(3,)}, {1, (2, 3)}
{**{"a": 1}, **{"a": 2, "b": 3}}, [*[1], *(2, 3)], (*"ab", *[1]), [*range(3)]
{1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1: 2}.keys() & [1], {1: 2}.keys() | {3}, {1: 2} | {3: 4}, 6 & 3, 6 | 1, 6 ^ 2, 7 - 2, 1.5 - 1
[1] & {1: 2}.keys(), [1, 3] | {1: 2}.keys(), {(1, 1)} & dict(zip(range(99), range(99))).items(), {5} - dict.fromkeys(range(99)).keys(), {1: 2}.items() & {1: 2}.items(), {1: 2}.items() - [(1, 2)], {1, 2} <= {1, 2, 3}, {1} < {1}, {1: 2} == {1: 2.0}
sorted([3, 1, 2]), sorted("bca", reverse=True), sorted({2: 1, 1: 2}), sorted([(2, "b"), (1, "a")]), sorted([[2], [1, 5]], key=len)
sorted(["b", "A"], key=str.lower), sorted([1, 2, 3], key=lambda x: (-x % 3, x)), sorted({"a": 2, "b": 1}.items(), key=lambda p: p[1])
max(1, 2), max([1, 3, 2]), max("a", "b", key=len), max({"a": 1, "b": 2}, key={"a": 1, "b": 2}.get), max([], default=5), min([2, 1]), min((3, 1), (2, 9)), max([1, 2], [1, 3]), max(x * x for x in [1, -3])
(lambda xs: [xs.sort(), xs, xs.sort(key=lambda x: -x), xs, xs.sort(reverse=True), xs])([2, 3, 1])
sum([1, 2]), sum([1.5, 2]), sum([[1], [2]], []), sum(((1,), (2,)), ()), sum(x for x in [1, 2]), sum({1: 2}), sum([1], start=5), sum(range(100)), sum([0.1] * 10)
list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3])), list(filter(None, [0, 1])), list(map(len, ["a"] * 100)), list(zip([1, 2], "ab")), list(zip(*[[1, 2], [3, 4]])), list(enumerate("ab", 1)), list(reversed([1, 2]))
list(map(list, ["ab"])), [f(x) for f in (str, list, tuple, set, sorted) for x in ["b"]], [kind("ab") for kind in (list, set, tuple)] == [["a", "b"], {"a", "b"}, ("a", "b")]
[isinstance(x, k) for x in (1, "a", [1], (1,), {1: 2}, {1}, b"a", frozenset()) for k in (int, str, list, tuple, dict, set, bytes, frozenset, (int, str))]
isinstance("a", int | str), isinstance(1, (int, (str, float))), (lambda k: isinstance([], k))(list), (lambda k: [isinstance(1, x) for x in k])((int, str))
set("aab") == {"a", "b"}, frozenset([1, 1]), dict([(1, 2)]), dict([[1, 2]], a=3) if 0 else dict(["ab"]), dict({1: 2}), dict(zip("ab", [1, 2])), dict(a=1), dict(), set(), dict(((k, v) for k, v in [(1, 2)]))
dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {}.fromkeys("a", 1), OrderedDict.fromkeys("ab", 1), OrderedDict([("a", 1)]), defaultdict(list, {1: [2]})[1], defaultdict(int)["x"]
(lambda d: [d[w].append(w) for w in "aab"] and dict(d))(defaultdict(list)), (lambda d: [d["a"].add(1), dict(d)])(defaultdict(set))
Counter("aab"), Counter(["a", "b"]).most_common(1), Counter(a=2) + Counter(a=1), Counter("ab") - Counter("a"), Counter("ab") & Counter("a"), Counter("ab") | Counter("aa"), Counter({"a": 3})["z"], sorted(Counter("aab").elements())
(lambda c: [c.update("ab"), c.subtract("a"), dict(c)])(Counter("a"))
(lambda s: [s.update([3], {4}), s.intersection_update({3, 4}), s.add(5), s.discard(9), s.remove(5), s.union([1]), s.isdisjoint([9]), s.issubset([3, 4]), s])({1})
(lambda d: [d.update({"a": 1}), d.update([("b", 2)]), d.update(c=3), d.get("z", 0), d.setdefault("e", []), d.pop("a"), d.pop("q", None), d])({})
[1, 2, 1].count(1), [1, 2].index(2), (1, 2).index(2, 1), "aba".count("a"), "abc".index("c"), b"ab".count(b"a"), [[1], [2]].index([2]), deque([1, 2]).count(2)
(lambda xs: [xs.remove([1]), xs.pop(0), xs.insert(0, 5), xs])([[1], 2, 3])
" a ".strip(), "xax".strip("x"), "a.b.c".rsplit(".", 1), "a.b".rpartition("."), "abab".rfind("ab"), "ab".rindex("b"), "xxa".lstrip("x"), b"axx".rstrip(b"x"), "ab".startswith(("b", "a")), "ab".endswith("b"), "a-b".replace("-", "+")
"é".encode(), "é".encode("latin-1"), b"\xc3\xa9".decode("utf-8"), "a".encode("utf_8"), str(b"a", "ascii"), bytes("é", "utf-8"), "a".encode("UTF8", "ignore"), "bücher".encode("idna"), "bücher".encode("punycode")
"%s %d %5.2f|%-4s|%%" % ("a", 1, 2.5, "b"), "%(a)s %(b)05d" % {"a": 1, "b": 2}, "%*d" % (5, 1), "%.*f" % (2, 1.5), "%x" % 255, "50%% of 123456: %s" % 1 if 0 else "%s of 123456" % 1, "%(n)s has 123456" % {"n": 1}, b"%d" % 5, "%r" % (("a",),)
"{} {1}".format(1) if 0 else "{0} {1} {a}".format(1, 2, a=3), "{:>{w}}|{:.{p}f}".format("a", 1.5, w=4, p=1), "{:{}}".format(123456, 8), "{!r:>{w}}".format("a", w=5), "{0:{1}{2}}".format("a", ">", 3), "{a[0]} {b[x]}".format(a=[1], b={"x": 2}), "{{}}{}".format(1)
format(1.5, ".2f"), format(123456, ","), format("a", ">3"), f"{1:{3}}", f"{'a'!r:>{5}}", f"{1.5:.{1}f}", format(123456789), "".join(f"{x}" for x in [1, 2])
7 // 2, -7 // 2, 7.5 // 2, 7 % 3, -7 % 3, 7.5 % 2, divmod(7, 2), divmod(-7.5, 2), 2 ** 10, 2 ** -1, pow(2, 5), pow(3, 100, 7), pow(3, -1, 7), 10 ** 30 // 3, 10 ** 30 % 7, 1 << 70 >> 3
math.gcd(12, 18), math.gcd(4, 6, 8), math.gcd(), math.lcm(4, 6), math.isqrt(10 ** 20), math.factorial(20), math.comb(10, 3), math.perm(5, 2), math.prod([1, 2, 3])
(lambda h: [heapq.heapify(h), heapq.heappush(h, 0), heapq.heappop(h), heapq.heapreplace(h, 9), heapq.heappushpop(h, 1), heapq.heappushpop(h, 99), [heapq.heappop(h) for _ in range(len(h))]])([5, 3, 8, 1])
(lambda h: [heapq.heappush(h, (x * 7 % 5, (x, "a"))) for x in range(20)] and [heapq.heappop(h) for _ in range(20)])([])
heapq.nlargest(2, [1, 3, 2]), heapq.nsmallest(1, ["bb", "a"], key=len), heapq.nlargest(2, iter([1, 5]))
bisect.bisect([1, 2, 3], 2), bisect.bisect_left([1, 2], 2), (lambda xs: [bisect.insort(xs, 2), xs])([1, 3]), bisect.bisect([[1], [2]], 1, key=lambda r: r[0])
sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)), functools.reduce(lambda a, b: a * b, [1, 2, 3]), functools.reduce(max, [1, 3, 2], 0), functools.cmp_to_key(lambda a, b: a - b)(1) < functools.cmp_to_key(lambda a, b: a - b)(2)
list(itertools.accumulate([1, 2, 3])), list(itertools.accumulate([1, 5, 2], max)), list(itertools.accumulate([1, 2], initial=5)), list(itertools.accumulate("ab"))
list(itertools.chain([1], "a")), list(itertools.islice(itertools.count(5), 3)), list(itertools.takewhile(lambda x: x < 2, [1, 2])), list(itertools.zip_longest([1], [2, 3], fillvalue=0)), list(itertools.product([1, 2], "a")), list(itertools.combinations("abc", 2)), list(itertools.permutations([1, 2]))
(lambda it: [list(itertools.islice(it, 2)), next(it), list(it)])(iter([1, 2, 3, 4])), (lambda it: [list(itertools.takewhile(lambda x: x < 3, it)), list(it)])(iter([1, 2, 3, 4]))
list(itertools.repeat(1, 3)), list(zip(itertools.repeat("a"), [1, 2])), list(map(pow, [2, 3], itertools.repeat(2))), list(itertools.islice(itertools.cycle("ab"), 5)), [(k, list(g)) for k, g in itertools.groupby("aabb")], list(itertools.starmap(pow, [(2, 3)])), list(itertools.pairwise([1, 2, 3]))
statistics.mean([1, 2, 4]), statistics.median([3, 1]), statistics.mode("aab"), statistics.stdev([1.0, 2.0]), statistics.quantiles([1, 2, 3], n=4)
json.dumps({"a": [1, None]}), json.dumps([1, [2]], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")), json.dumps({1, 2}, default=sorted), json.loads("[1, {}]"), json.dumps("é", ensure_ascii=False)
textwrap.wrap("the quick brown fox", 10), textwrap.fill("a b c", 3), textwrap.indent("a\nb", "> "), textwrap.shorten("hello big world", 12), textwrap.fill("a b", 6, initial_indent="* "), textwrap.dedent("  a\n  b")
(lambda a: [list(a), a == a, a == deque([1]), len(a)])(deque([1, 2], 5)), (lambda x, y=[3]: x + y)([1]), [[0] * 2 for _ in range(2)], "ab" * 2, 3 * [1], (1,) * 2
str([1, "a"]), repr({"a": (1,)}), str(1), str(None), str(), ascii("é"), [str, repr][0](5), str(ValueError("x")), "".join(sorted("ba"))
(lambda t: [t[0], t[-1], t[1:], t.count(1), t == (1, 2), t + (3,), t * 2, t in [(1, 2)], {t: 1}[t]])((1, 2))
(lambda x: [x.count, x.index][0](1))([1, 1]), list(map([1, 2, 2].count, [2])), list(map({"a": 1}.get, ["a", "b"])), [*map("abc".find, "cb")], (lambda add: [add(1), add(2)])(set().add)
""".strip().split("\n")
"""Expressions that every guard lets through as Python has them."""

PYTHON = {
    "Counter": Counter, "OrderedDict": OrderedDict, "defaultdict": defaultdict, "deque": deque,
    "bisect": bisect, "functools": functools, "heapq": heapq, "itertools": itertools, "json": json,
    "math": math, "statistics": statistics, "textwrap": textwrap,
}  # fmt: skip


@pytest.mark.parametrize("expression", LIKE_PYTHON, ids=range(len(LIKE_PYTHON)))
def test_result_is_that_of_python(expression: str, world: Any) -> None:
    result, _ = world.call(f"def m(self):\n    return [{expression}]")

    wanted = eval(f"[{expression}]", dict(PYTHON))
    assert to_json_value(result) == to_json_value(wanted)


STATEMENTS = [
    ("a = {1}\na |= {2}\na &= {1, 2}\na -= {1}\na ^= {5}", {2, 5}),
    ("a = b = {1}\na |= {2}\na = b", {1, 2}),
    ("a = {'x': 1}\na |= [('y', 2)]", {"x": 1, "y": 2}),
    ("a = [1, 2]\na[0] += 5\na[1] -= 1\na[-1] *= 7", [6, 7]),
    ("a = {(1, 2): 3}\na[1, 2] += 1\na[(1, 3)] = 5\ndel a[(1, 2)]", {(1, 3): 5}),
    ("a = 17\na //= 3\na %= 3\na <<= 4\na -= 1\na |= 64\na ^= 1", 94),
    ("a = 7.5\na //= 2\na -= 0.5\na %= 2", 0.5),
    ("a = 'x%s'\na %= 5", "x5"),
    (
        "a, x = [], 0\nwhile x < 5:\n    x += 1\n    if x in (2, 3):\n        continue\n    a += [x]",
        [1, 4, 5],
    ),
    ("a = []\nfor x, y in {(1, 2): 3}.items():\n    a += [x, y]\na.sort(key=str)", [(1, 2), 3]),
    (
        "a = []\ndef f(x, y=[1]):\n    return x == y, x in [y], {(1, 2)} <= {(1, 2)}\na = f([1])",
        (True, True, True),
    ),
    (
        "x = {'a': 1}\nmatch x:\n    case {'a': int() as n} if n in [1]:\n        a = n\n    case list():\n        a = 0",
        1,
    ),
    ("try:\n    raise AttributeError('no')\nexcept AttributeError as e:\n    a = str(e)", "no"),
    (
        "try:\n    raise AttributeError\nexcept (AttributeError, KeyError) as e:\n    a = isinstance(e, AttributeError)",
        True,
    ),
    ("a: dict[str, list[int]] = {}\na['x'] = [1]", {"x": [1]}),
    ("convert = str\na = [convert(x) for x in (1, 2)]", ["1", "2"]),
    (
        "a = getattr([1, 1], 'count')(1), getattr({'a': 1}, 'get')('a'), getattr(5, 'update', 7)",
        (2, 1, 7),
    ),
]


@pytest.mark.parametrize(("body", "wanted"), STATEMENTS, ids=range(len(STATEMENTS)))
def test_statements_do_what_python_does(body: str, wanted: Any, world: Any) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))

    assert world.call(f"def m(self):\n{lines}    return a\n")[0] == wanted


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "sum([1] * 100000)",
            "sum([[1]] * 50000, [])",
            "list(map(str, [1] * 100000))",
            "set([1] * 100000)",
        ),
        *(
            "list(filter(None, [1] * 100000))",
            "sorted([1] * 100000, key=str)",
            "max([1] * 100000, key=str)",
        ),
        *(
            "dict.fromkeys([1] * 100000)",
            "Counter([1] * 100000)",
            "frozenset([1] * 100000)",
            "math.prod([1] * 100000)",
        ),
        *(
            "dict([(1, 2)] * 100000)",
            "{1}.union([1] * 100000)",
            "functools.reduce(max, [1] * 100000)",
        ),
        *(
            "list(itertools.accumulate([1] * 100000))",
            "itertools.takewhile(str, iter([1] * 100000))",
        ),
        *("itertools.filterfalse(str, [1] * 100000)", "list(itertools.groupby([1] * 100000, str))"),
        *(
            "heapq.nlargest(1, [1] * 100000)",
            "math.gcd(*[0] * 90000)",
            "math.lcm(*[1] * 90000)",
            "json.dumps([[1] * 50000], indent=1)",
        ),
        *(
            "d = {}\n    for i in range(3000):\n        d[i] = i\n    [d.copy(), dict(d), set(d), copy.copy(d), {1}.union(d)] * 9 and list(map(dict, [d] * 90))",
            "list(map(pow, [3] * 90, [(1 << 99) - 1] * 90, [101] * 90))",
        ),
        "[1] * 100000 == [1] * 100000 and sorted([1] * 100000) and [1] * 60001 < [1] * 60000 and sorted([1] * 90000)",
    ],
)
def test_long_step_looks_at_the_clock(
    expression: str, make_world: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Time passes by looking at it.
    seconds = iter(range(10**9))
    monkeypatch.setattr("batos.guardian.dialect.budget.time.monotonic", lambda: next(seconds))
    world = make_world(seconds=3.5 if "==" in expression else 60.0)

    with pytest.raises(BudgetExceededError, match="ran for too long"):
        world.call(f"def m(self):\n    {expression}\n    return 1")

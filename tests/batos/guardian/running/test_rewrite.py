# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import ast
from typing import Any

import pytest

from batos.errors import BudgetExceededError, MethodError
from batos.guardian.audit.audit import audited_subject
from batos.guardian.running.rewrite import rewritten


def _rewritten(body: str, parameters: str = "self, a, b, f=None") -> str:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    verdict, subject = audited_subject(f"def m({parameters}):\n{lines}\n")
    assert subject is not None, verdict.as_feedback()
    return ast.unparse(rewritten(subject))


@pytest.mark.parametrize(
    "body",
    [
        "while a:\n    a = b",
        "for x in a:\n    pass",
        "for x in range(a):\n    pass",
        "return [x for x in range(a)]",
        "return lambda: 1",
        "return [x for x in a]",
        "return {x: 1 for x in a}",
        "def f():\n    return 1\nreturn f()",
    ],
)
def test_every_loop_and_function_ticks(body: str) -> None:
    text = _rewritten(body)

    head, _, body = text.partition("\n")
    assert head == "def _bind(_tick, _ticks):"
    ticks = body.count("_tick()") + body.count("_ticks)") + body.count(" _ticks:")
    assert ticks == 2  # the method's own, and the inner one


def test_hot_arithmetic_on_counters_has_no_guards() -> None:
    text = _rewritten("t = 0\nfor i in range(a):\n    t += i * i % 7\nreturn t")

    assert "_add" not in text
    assert "_mul" not in text
    assert "_mod" not in text


@pytest.mark.parametrize(
    ("expression", "guard"),
    [
        ("a + b", "_add"),
        ("a * b", "_mul"),
        ("a % b", "_mod"),
        ("a ** b", "_pow"),
        ("a << b", "_lshift"),
        ("a.join(b)", "_guard_join"),
        ("a.extend(b)", "_guard_extend"),
        ("f'{a}{b}'", "_text"),
        ("f'{a:{b}}'", "format("),
        ("[*a, *b]", "_items"),
        ("'{}'.format(a)", "_format_text"),
        ("isinstance(a, date)", "_isinstance"),
        ("getattr(a, 'x', b)", "_getattr"),
        ("(x for x in a)", "_iter"),
        ("str(a)", "_str"),
        ("a // b", "_floordiv"),
        ("a | b", "_or_"),
        ("a - b", "_sub"),
        ("a == b", "_light"),
        ("a < b < a", "_light"),
        ("a in b", "_contains"),
        ("a in {1}", "_contains"),
        ("a[b]", "_light"),
        ("{a: 1}", "_light"),
        ("{a, 1}", "_light"),
        ("{*a}", "_keys"),
        ("{x: 1 for x in a}", "_light"),
        ("a.get(b)", "_light"),
        ("a.get(*b)", "_guard_get"),
        ("a.count(b)", "_guard_count"),
        ("[a.get][0](b)", "_guard_get"),
        ("getattr(a, 'count')(b)", "_guard_count"),
        ("a.encode(b)", "_guard_encode"),
        ("set(a)", "_set"),
        ("dict(a)", "_dict"),
        ("f(*a)", "_share"),
        ("{**a, **b}", "_share"),
        ("f'{a}{a}{a}{a}{a}{a}{a}{a}{a}'", "_show"),
        ("max(a, b)", "_light"),
        ("sum(a)", "sum(a)"),
        ("AttributeError(a)", "_attribute_error"),
        ("[x for x in (a == b)]", "_light(a) == b"),
        ("[x for x in (a not in b)]", "not _contains(a, b)"),
    ],
)
def test_operation_that_may_grow_is_guarded(expression: str, guard: str) -> None:
    assert guard in _rewritten(f"return {expression}")


@pytest.mark.parametrize(
    "expression",
    [
        *("a == 1", "a in (1, 2)", "a in 'aeiou'", "a in string.digits", "'a' in b", "len(a) < b"),
        *("a[1]", "a['x']", "a[1:2]", "a.get('x')", "{'x': a}", "a.strip('.,')", "a.count('x')"),
        *("a // 2", "a - 1", "1 | a", "a.decode('utf-8')", "[1, 2].index(3)"),
    ],
)
def test_operation_that_surely_does_no_harm_is_as_it_was(expression: str) -> None:
    assert f"return {expression}" in _rewritten(f"return {expression}")


@pytest.mark.parametrize(
    ("statement", "times"),
    [
        ("a[b] = a.get(b, 0) + 1", 1),
        ("a[b] = a[b] + 1", 1),
        ("a[b] = f(a.get(b))", 2),
        ("a[b] = f and a.get(b)", 2),
        ("a[b] = [a.get(b) for b in f]", 2),
        ("a[b] = a.get(b, (b := f))", 3),
        ("def g():\n    nonlocal b\n    b = f\na[b] = a.get(b) + g()", 2),
        ("a[f] = a.get(b)", 2),
    ],
)
def test_key_is_weighed_once_where_nothing_can_come_between(statement: str, times: int) -> None:
    assert _rewritten(statement).count("_light(") == times


def test_type_is_itself_only_where_nothing_can_be_done_with_it() -> None:
    assert "isinstance(a, _list_type)" in _rewritten("return isinstance(a, list)")
    assert "defaultdict(_list_type)" in _rewritten("return defaultdict(list)")
    assert "return _list_type(a)" in _rewritten("return list(a)")
    assert "kind = list\n" in _rewritten("kind = list\nreturn kind(a)")
    assert "kind = list\n" in _rewritten("kind = list[int]\nreturn kind(a)")


def test_store_into_other_things_than_self_is_checked() -> None:
    text = _rewritten("a.x = 1\nself.y = 2\nself._p_changed = True")

    assert "_writable(a).x = 1" in text
    assert "self.y = 2" in text


def test_annotations_are_stripped() -> None:
    text = _rewritten("x: int = 1\ny: str\nreturn x", "self, a: int, *b: str")

    assert "int" not in text
    assert "str" not in text


def test_generator_used_up_at_once_stays_lazy() -> None:
    assert "_iter" not in _rewritten("return sum(x for x in a), ''.join(x for x in b)")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("while x < 5:\n        x += 1\n    return x", 5),
        ("while x:\n        x += 1\n    else:\n        x = 7\n    return x", 7),
        (
            "while x < 5:\n        x += 1\n        if x == 3:\n            break\n    else:\n        x = 9\n    return x",
            3,
        ),
        (
            "while True:\n        x += 1\n        if x % 2:\n            continue\n        if x > 6:\n            return x",
            8,
        ),
        (
            "while 1:\n        while True:\n            break\n        x += 1\n        if x > 2:\n            break\n    return x",
            3,
        ),
        ("while False:\n        x = 1\n    return x", 0),
        ("for i in [1, 2]:\n        x += i\n    else:\n        x *= 10\n    return x", 30),
        ("for i in [1, 2]:\n        break\n    else:\n        x = 10\n    return x, i", (0, 1)),
        (
            "for i, (a, *b) in [(1, (2, 3, 4))]:\n        x = [i, a, b]\n    return x",
            [1, 2, [3, 4]],
        ),
        (
            "for self.last in [1, 2]:\n        pass\n    self._p_changed = True\n    return self.last",
            2,
        ),
        (
            "xs = [1, 2]\n    for i in xs:\n        if i < 3:\n            xs.append(i + 2)\n    return xs",
            [1, 2, 3, 4],
        ),
        ("for i in range(3):\n        pass\n    return i", 2),
        ("return [(a, b) for a in range(2) for b in range(a) if b < 9]", [(1, 0)]),
        ("return {a: b for a, b in zip('ab', [1, 2])}", {"a": 1, "b": 2}),
        ("return next(a for a in [1, 2] if a > 1)", 2),
        ("return sum([1, 2]), sum([[1], [2]], []), sum(*[[1, 2]])", (3, [1, 2], 3)),
        ("return sum(range(x, 200)), [i for i in range(700)][-1]", (19900, 699)),
        ("for i in range(1000, 0, -3):\n        x += i\n    return x, i", (167167, 1)),
        ("for i in range(70):\n        if i == 66:\n            break\n    return i", 66),
        ("d = {'n': 2}\n    return d['n'] * d['n'], d['n'] * 'ab', d['n'] + 0.5", (4, "abab", 2.5)),
        ("return x * (x := 5), x", (0, 5)),
        ("x = 3\n    return x * (x := 5) + (x := 7), x", (22, 7)),
        ("return [y * y for y in [a * a for a in [1, 2]]]", [1, 16]),
        ("return [y for y in [len('ab') * len('abc')] * len('ab')]", [6, 6]),
        ("return round(2.567, 1), round(2.5), round(1250, -2), round(x)", (2.6, 2, 1200, 0)),
    ],
)
def test_loops_mean_what_they_did(world: Any, body: str, wanted: Any) -> None:
    assert world.call(f"def m(self, x=0):\n    {body}\n")[0] == wanted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("for i in 3:\n        pass", "'int' object is not iterable"),
        ("return [i for i in None]", "'NoneType' object is not iterable"),
        ("for i in range('a'):\n        pass", "cannot be interpreted as an integer"),
        ("for a, b in [1]:\n        pass", "cannot unpack non-iterable int"),
        ("d = {1: 1}\n    for i in d:\n        d[i + 1] = 1", "changed size during iteration"),
    ],
)
def test_errors_of_loops_are_those_of_python(world: Any, source: str, text: str) -> None:
    with pytest.raises(MethodError, match=text):
        world.call(f"def m(self):\n    {source}\n")


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n        pass",
        "while x == 0:\n        x = 0",
        "while x:\n        pass\n    else:\n        return [i for i in range(10**9)]",
        "for i in range(10**30):\n        pass",
        "return [i for i in range(10**30)]",
        "return sum(i for i in range(10**30))",
        "return any(i < 0 for i in range(10**30))",
    ],
)
def test_loops_without_end_use_up_the_fuel(small_world: Any, body: str) -> None:
    with pytest.raises(BudgetExceededError, match="fuel"):
        small_world.call(f"def m(self, x=0):\n    {body}\n")


def test_loops_that_end_with_their_ticks_are_a_breach(small_world: Any) -> None:
    # At the bottom of a recursion the budget itself cannot go on, and then no loop turns.
    source = """
def m(self):
    def dive(depth):
        try:
            return dive(depth + 1)
        except Exception:
            return sum([1 for i in range(2000)])
    dive(0)
    return [1 for i in range(10)]
"""
    try:
        result, _ = small_world.call(source)
    except BudgetExceededError:
        return
    assert result == [1] * 10

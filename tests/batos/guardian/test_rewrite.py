from __future__ import annotations

import ast

import pytest

from batos.guardian.audit import audited_subject
from batos.guardian.rewrite import rewritten


def _rewritten(body: str, parameters: str = "self, a, b") -> str:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    verdict, subject = audited_subject(f"def m({parameters}):\n{lines}\n")
    assert subject is not None, verdict.as_feedback()
    return ast.unparse(rewritten(subject))


@pytest.mark.parametrize(
    "body",
    [
        "while a:\n    a = b",
        "for x in a:\n    pass",
        "return lambda: 1",
        "return [x for x in a]",
        "return {x: 1 for x in a}",
        "def f():\n    return 1\nreturn f()",
    ],
)
def test_every_loop_and_function_ticks(body: str) -> None:
    assert _rewritten(body).count("_tick()") == 2  # the method's own and the inner one


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
    ],
)
def test_operation_that_may_grow_is_guarded(expression: str, guard: str) -> None:
    assert guard in _rewritten(f"return {expression}")


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

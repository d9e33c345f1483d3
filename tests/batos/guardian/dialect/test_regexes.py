# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

from typing import Any

import pytest

from batos.errors import BudgetExceededError, MethodError


def test_text_too_long_for_the_pattern_stops_the_method(world: Any) -> None:
    with pytest.raises(BudgetExceededError, match="too long for this pattern"):
        world.call("def m(self):\n    return re.search('.*,.*,.*,.*=', 'a' * 10000)")


def test_refused_pattern_is_an_ordinary_error(world: Any) -> None:
    source = "def m(self):\n    try:\n        return re.match('(a+)+$', 'a')\n    except re.error as e:\n        return str(e)"

    assert "for ever" in world.call(source)[0]


def test_compiled_pattern_is_checked_at_every_use(world: Any) -> None:
    source = "def m(self, n):\n    p = re.compile('.*,.*,.*,.*=')\n    return p.search('a' * n)"

    assert world.call(source, 5)[0] is None
    with pytest.raises(BudgetExceededError):
        world.call(source, 10000)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("re.split('[,;]', 'a,b;c')", ["a", "b", "c"]),
        ("re.sub('(a)(b)', r'\\2\\1', 'ab')", "ba"),
        ("re.sub('a', lambda m: m.group(0).upper(), 'aba', count=1)", "Aba"),
        ("re.subn('a', 'b', 'aa')", ("bb", 2)),
        ("[m.span() for m in re.finditer('a', 'aba')]", [(0, 1), (2, 3)]),
        ("re.findall('A', 'aA', re.IGNORECASE)", ["a", "A"]),
        ("re.findall('^a', 'a\\na', flags=re.M)", ["a", "a"]),
        ("re.escape('a.b')", "a\\.b"),
        ("re.compile('a').pattern", "a"),
        ("re.match('(?P<x>a)', 'a').groupdict()", {"x": "a"}),
        ("re.search('b', 'abc').start()", 1),
    ],
)
def test_results_are_those_of_re(expression: str, wanted: Any, world: Any) -> None:
    assert world.call(f"def m(self):\n    return {expression}")[0] == wanted


def test_pattern_must_be_a_text(world: Any) -> None:
    with pytest.raises(MethodError, match="TypeError"):
        world.call("def m(self):\n    return re.match(1, 'a')")

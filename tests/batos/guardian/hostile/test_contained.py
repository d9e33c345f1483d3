# ruff: noqa: E501 - sources of methods read best on one line
"""Attempts that pass the audit, as they may: nothing comes of them when they run."""

from __future__ import annotations

from typing import Any

import pytest

from batos.errors import BatosError, BudgetExceededError, MethodError


@pytest.mark.parametrize(
    "body",
    [
        'return self.send("_p_jar")',
        'return self.send("slots")',
        'return self.send("parents")',
        'return self.send("__class__")',
        'f = getattr(self, "send")\n    return f("_p_jar")',
        'return self.send(*{"_p_changed": 1})',
        'return list(map(self.send, ["_p_jar"]))',
        "self.kept = self.send\n    self._p_changed = True",
        "self.kept = [lambda: 1]\n    self._p_changed = True",
        "self.kept = (x for x in [1])\n    self._p_changed = True",
        "self.kept = ValueError('x')\n    self._p_changed = True",
        "self.m = 1\n    self._p_changed = True",
        "self.kept = json\n    self._p_changed = True",
        "c = Counter()\n    c.missing = 1",
        "f = print\n    f.x = 1",
        "f = re\n    f.match = 1",
        "f = random.random\n    f.x = 1",
        're.compile("a").compiled',
        "return json.dumps(self)",
        "return copy.deepcopy(self).unknown",
        "def f():\n        return 1\n    f.x = 1",
        "f = lambda: 1\n    f.x = 1",
        "return isinstance(1, math)",
        "return int(self)",
        "return [1].x",
        "return sum(self)",
    ],
)
def test_attempt_ends_with_an_error(body: str, world: Any) -> None:
    with pytest.raises((BatosError, AttributeError)):
        world.call(f"def m(self):\n    {body}\n")

    assert world.call("def one(self):\n    return 1\n")[0] == 1


def test_pattern_of_a_match_is_checked_too(world: Any) -> None:
    source = "def m(self):\n    p = re.match('[ab]*z' * 40, 'z' * 40).re\n    return p.search('a' * 500000)\n"

    with pytest.raises(BudgetExceededError, match="too long for this pattern"):
        world.call(source)


def test_object_with_a_slot_named_like_a_guarded_method_keeps_it(world: Any) -> None:
    other = world.object(join=3, re=4)

    assert world.call("def m(self, o):\n    return o.join + o.re\n", other)[0] == 7


def test_text_of_self_tells_nothing_of_the_host(world: Any) -> None:
    result, _ = world.call("def m(self):\n    return repr(self) + f'{self}' + '%s' % self\n")

    assert "0x" not in result
    assert "batos" not in result


def test_swallowed_stop_iteration_does_not_hide_a_breach(make_world: Any) -> None:
    world = make_world(fuel=1000)
    source = "def m(self):\n    while True:\n        try:\n            [x for x in range(100)]\n        except Exception:\n            pass\n"

    with pytest.raises(BudgetExceededError):
        world.call(source)


def test_caught_error_gives_its_text_only(world: Any) -> None:
    source = "def m(self):\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        raise ValueError(str(e), e.args) from e\n"

    with pytest.raises(MethodError, match="division by zero"):
        world.call(source)

"""Rewriting proven methods: what comes out is a method that does what it says."""

import pytest

from batos.guardian.audit.audit import audit
from batos.learning.candidates import sources

ADD = 'def add(self, a, b=1):\n    """Add."""\n    # first\n    return a + b\n'
PUSH = (
    "def push(self, item):\n"
    '    if not hasattr(self, "items"):\n'
    "        self.items = []\n"
    "    self.items.append(item)\n"
    "    self._p_changed = True\n"
    "    return self.size()\n"
)


def accepted(source, selector):
    verdict = audit(source, selector=selector)
    assert verdict.accepted, verdict.as_feedback()
    return source


def call(source, name, *args):
    """Run a plain method; the guardian is no part of these tests."""
    namespace = {}
    exec(source, namespace)
    return namespace[name](None, *args)


def test_parameters():
    assert sources.parameters_of(ADD) == (("a", "b"), 1)
    assert sources.parameters_of("def f(self):\n    return 1\n") == ((), 0)


def test_rename():
    renamed = sources.rename(ADD, "plus", 'adds "two"')
    assert renamed == (
        'def plus(self, a, b=1):\n    """Adds "two"."""\n    # first\n    return a + b\n'
    )
    accepted(renamed, "plus")


@pytest.mark.parametrize(
    "doc", ['it is """quoted"""', "back \\ slash", 'ends in quote"', "\u00fc", ""]
)
def test_rename_with_any_words(doc):
    assert call(accepted(sources.rename(ADD, "plus", doc), "plus"), "plus", 2) == 3


def test_rename_follows_its_own_calls():
    source = "def f(self, n):\n    return 1 if n < 2 else n * self.f(n - 1)\n"
    assert "self.g(n - 1)" in sources.rename(source, "g", "")


def test_reorder():
    source = "def minus(self, a, b):\n    return a - b\n"
    assert call(sources.reorder(source, (1, 0)), "minus", 1, 5) == 4
    assert call(sources.reorder(source, (0, 1)), "minus", 1, 5) == -4


@pytest.mark.parametrize(("position", "answer"), [(0, 6), (1, 3)])
def test_bind_parameter(position, answer):
    source = "def f(self, a, b):\n    return a * 3 - b\n"
    bound = sources.bind_parameter(source, position, 3)
    assert call(accepted(bound, "f"), "f", 3 if position == 0 else 2) == answer


def test_slots():
    assert sources.slots_used(PUSH.replace("self.size()", "len(self.items)")) == ("items",)
    assert sources.slots_used(ADD) == ()


def test_sends_are_no_slots():
    assert sources.slots_used(PUSH) == ("items",)


def test_rename_slot():
    renamed = sources.rename_slot(PUSH, {"items": "stack"})
    assert "items" not in renamed
    assert 'hasattr(self, "stack")' in renamed
    assert "self.size()" in renamed


def test_combine():
    inner = "def rev(self, text):\n    return text[::-1]\n"
    outer = 'def up(self, text):\n    """Up."""\n    return text.upper()\n'
    both = accepted(sources.combine(outer, inner, "shout_back", "shout it back"), "shout_back")
    assert call(both, "shout_back", "abc") == "CBA"


def test_combine_under_a_name_of_its_own():
    inner = "def rev(self, text):\n    return text[::-1]\n"
    both = sources.combine("def up(self, text):\n    return text.upper()\n", inner, "rev", "x")
    assert call(accepted(both, "rev"), "rev", "abc") == "CBA"


def test_the_shape_of_a_method_is_what_the_memory_holds_of_it():
    shape = sources.Shape.of(ADD)
    assert shape == sources.Shape(("a", "b"), 1, ())
    assert sources.Shape.of(PUSH).slots == ("items",)
    assert sources.shape_of({"shape": shape.to_plain(), "source": "no method"}) == shape
    assert sources.shape_of({"source": ADD}) == shape

"""Where a function ends, and how a crooked one is mended."""

import pytest

from batos.inference.layout import block_at, complete_function, parse


def test_a_block_ends_where_the_margin_is_reached_again():
    lines = ["x = 1", "  def f(self):", "      return 1", "", "  y = 2"]
    assert block_at(lines, 1) == ["def f(self):", "    return 1"]


def test_a_triple_quoted_text_may_reach_the_margin():
    lines = ["def f(self):", '    x = """a', "b (", '"""', "    return x", "z"]
    assert block_at(lines, 0) == lines[:-1]


def test_a_bracket_in_a_comment_or_text_opens_nothing():
    lines = ["def f(self):", "    # (", "    x = '('", "    return x", "z"]
    assert block_at(lines, 0) == lines[:-1]


@pytest.mark.parametrize("source", ["def f(:", "\x00", "(" * 5000, "x = 1\n  y = 2"])
def test_what_is_not_python_has_no_tree(source):
    assert parse(source) is None


def test_a_strange_escape_warns_nobody():
    assert parse("x = '\\d'") is not None


def test_nested_blocks_with_odd_steps_are_levelled():
    block = [
        "def f(self, xs):",
        "  n = 0",
        "  for x in xs:",
        "       if x:",
        "         n += 1",
        "   return n",
    ]
    assert complete_function(block, block[1:]) == (
        "def f(self, xs):\n    n = 0\n    for x in xs:\n        if x:\n            n += 1\n"
        "    return n\n"
    )

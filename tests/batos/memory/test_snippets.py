"""The part of a text that answers, with its words marked."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from batos.memory import snippets
from batos.memory.snippets import snippet

LONG = f"{'word ' * 100}The kernel never blocks. {'other ' * 100}"


def marked(found):
    return [found.text[begin:end] for begin, end in found.marks]


def test_the_example_runs():
    assert doctest.testmod(snippets).attempted


def test_a_short_text_is_shown_whole():
    found = snippet("Packing drops\nold things.", "packs")
    assert found.text == "Packing drops old things."
    assert marked(found) == ["Packing"]


def test_the_part_with_the_words_is_shown():
    found = snippet(LONG, "blocking kernels", length=60)
    assert marked(found) == ["kernel", "blocks"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")


def test_without_a_word_of_the_query_the_beginning_is_shown():
    found = snippet(LONG, "zebra", length=20)
    assert found.text == "word word word word…"
    assert not found.marks


@given(st.text(max_size=400), st.text(max_size=30), st.integers(min_value=5, max_value=80))
def test_any_text_gives_a_part_of_itself(text, query, length):
    found = snippet(text, query, length=length)
    assert len(found.text) <= length + 2
    assert found.text.strip("…") in " ".join(text.split())
    assert all(0 <= begin < end <= len(found.text) for begin, end in found.marks)

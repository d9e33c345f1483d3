"""What a file says of itself before it begins."""

import doctest
import sys

import pytest

from batos.memory.documents import front_matter as module
from batos.memory.documents.front_matter import front_matter


def test_the_example_runs():
    assert doctest.testmod(module).attempted


def test_texts_numbers_and_lists_are_read():
    text = (
        '---\ntitle: "Roses: a life"\nyear: 2024 # first\ntags:\n  - red\n  - climbing roses\n'
        "draft:\n---\nThey climb.\n"
    )
    known, rest = front_matter(text)
    assert known == {"title": "Roses: a life", "year": "2024", "tags": ["red", "climbing roses"]}
    assert rest == "They climb.\n"
    assert front_matter("+++\nyear = 2024\n+++\nText") == ({"year": 2024}, "Text")


@pytest.mark.parametrize(
    "text",
    [
        "No rule at all.\n",
        "---\nBetween two rules.\n---\nBelow.\n",
        "---\nauthor: Ann\n\nIt never ends.\n",
        "+++\nno toml\n+++\n",
        "Later:\n---\na: 1\n---\n",
        f"---\na{19_000 * ' '}b\n---\nx",
        f"+++\na={9_000 * '['}{9_000 * ']'}\n+++\nx",
    ],
)
def test_what_is_none_stays_text(text):
    assert front_matter(text) == ({}, text)


def test_a_number_of_too_many_digits_leaves_the_text_as_it_is():
    allowed = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(4_300)
    try:
        test_what_is_none_stays_text(f"+++\na={5_000 * '1'}\n+++\nx")
    finally:
        sys.set_int_max_str_digits(allowed)

"""How alike two descriptions are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.memory import is_about, likeness

_TEXTS = st.text(alphabet="abcdefgh é.", max_size=40)


def test_the_same_words_are_wholly_alike_whatever_their_order() -> None:
    assert likeness("count the vowels in a text", ["vowels in a string, counted"]) == 1.0


def test_no_shared_word_is_no_likeness() -> None:
    assert likeness("count vowels", ["boil an egg"]) == 0.0


@pytest.mark.parametrize(
    ("query", "wordings"), [("", ["a b"]), ("the", ["of"]), ("egg", []), ("", [])]
)
def test_nothing_is_like_nothing(query: str, wordings: list[str]) -> None:
    assert likeness(query, wordings) == 0.0


def test_the_best_wording_counts() -> None:
    wordings = ["boil an egg", "count the vowels", "vowels"]
    assert likeness("count vowels", wordings) == likeness("count vowels", ["count the vowels"])


@pytest.mark.parametrize("common", ["value", "values", "compute", "calculates", "number", "texts"])
def test_a_word_that_all_missions_have_says_little(common: str) -> None:
    told = likeness(f"vowels {common}", [f"eggs {common}"])
    assert 0 < told < likeness("vowels sheep", ["eggs sheep"])


@pytest.mark.parametrize("telling", ["put", "ord", "e", "tem", "mpu"])
def test_a_part_of_a_common_word_tells_as_much_as_any_other(telling: str) -> None:
    told = likeness(f"vowels {telling}", [f"eggs {telling}"])
    assert told == likeness("vowels sheep", ["eggs sheep"])


@given(_TEXTS, _TEXTS)
@settings(max_examples=200, deadline=None)
def test_it_lies_between_none_and_whole_and_is_the_same_both_ways(first: str, second: str) -> None:
    there, back = likeness(first, [second]), likeness(second, [first])
    assert there == pytest.approx(back)
    assert 0.0 <= there <= 1.0


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("is there waste in the house and in the garden?", True),
        ("I waste nothing", True),
        ("who are you?", False),
        ("", False),
    ],
)
def test_what_has_half_of_the_words_of_a_question_is_about_it(text: str, is_one: bool) -> None:
    assert is_about(text, "What is your method for waste?") is is_one
    assert not is_about(text, "")

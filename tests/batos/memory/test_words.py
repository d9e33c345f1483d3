"""Words: what people mean by them, and the same in every thread."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from batos.memory import words_of
from batos.memory.words import STOP_WORDS, WordSteps, _stem


@pytest.mark.parametrize(
    "forms",
    [
        "text texts string strings phrase phrases",
        "number numbers integer integers int",
        "letter letters character characters chars",
        "dict dicts dictionary dictionaries",
        "reverse reverses reversed reversing flip flips flipped backwards",
        "remove removes removing drop drops delete deletes deleting strip stripped",
        "compute computes calculate calculates calculating determine determines",
        "largest biggest greatest maximum max highest",
        "smallest minimum min lowest least",
        "average averages mean means",
        "sum sums total totals add adds adding",
        "turn turns convert converts converting transform transforms changes",
        "value values",
        "count counts counting counted many",
    ],
)
def test_words_that_mean_the_same_are_one(forms: str) -> None:
    assert len({tuple(words_of(form)) for form in forms.split()}) == 1, forms


@pytest.mark.parametrize(
    "pair",
    ["initials first", "capitalize upper", "map dict", "largest smallest", "sum average"],
)
def test_words_that_do_not_mean_the_same_are_two(pair: str) -> None:
    first, second = pair.split()
    assert words_of(first) != words_of(second)


def test_words_that_say_nothing_are_left_out() -> None:
    assert words_of("write a method that gives me the") == []
    assert words_of("The METHOD for VOWELS") == words_of("vowels")
    assert words_of(" ".join(STOP_WORDS)) == []


def test_words_are_split_at_what_is_no_letter() -> None:
    assert words_of("snake_case-word2.5") == ["snake", "case", "word", "2", "5"]
    assert words_of("") == []
    assert words_of("?!") == []


def test_case_and_accents_do_not_count() -> None:
    assert words_of("CAFÉ") == words_of("cafe\u0301") == words_of("cafe")
    assert words_of("Straße") == words_of("STRASSE")
    assert words_of("число") == ["число"]


def test_the_lexicons_steps_are_the_same() -> None:
    assert WordSteps().process(["Count the vowels", "", "in texts"]) == [
        *words_of("count vowels"),
        *words_of("texts"),
    ]


def test_threads_do_not_mix_up_their_words() -> None:
    """A stemmer keeps the word that it works on; shared, it gave one thread another's word."""
    ends = ("ing", "ed", "s", "ation", "er", "ness", "ally", "ization", "able", "fulness")
    stems = ("calculat", "multipli", "happi", "connect", "relat", "organiz", "gener", "oper")
    words = [stem + end for stem in stems for end in ends]
    expected = [_stem.__wrapped__(word) for word in words]
    results: list[list[str]] = []
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [
            threading.Thread(
                target=lambda: results.append([_stem.__wrapped__(word) for word in words * 5])
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert results == [expected * 5] * 4


def test_importing_the_room_loads_no_stemmer() -> None:
    program = "import sys, batos.memory; print('snowballstemmer' in sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

"""From a sentence to the name of a method."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.learning.request.naming import explicit_call, selector_from, spoken
from batos.objects import is_slot_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("counts the vowels in a text", "count_vowels"),
        ("report the current system time", "report_current_system_time"),
        ("a method called shout that is loud", "shout"),
        ("name it `to_snake`", "to_snake"),
        ("how many words a text has", "count_words"),
        ("counts how often each word occurs", "count_each_word"),
        ("tells how many days are left in a year", "count_days_left"),
        ("squeezes runs of blanks into one", "squeeze_runs_of_blanks"),
        ("returns the sum of the squares of the even numbers", "return_sum_of_squares"),
        ("calculates the least common multiple of two numbers", "calculate_least_common_multiple"),
        ("converts years to days", "convert_years_to_days"),
        ("sorts by the last name", "sort_by_last_name"),
        ("the seconds since the start", "seconds_since_start"),
        ("list names, sorted", "list_names"),
        ("find the first record whose field is empty", "find_first_record_whose_field_is_empty"),
        ("count the words that end with a letter", "count_words_that_end"),
        ("remove the characters that are not ASCII", "remove_characters_that_are_not_ascii"),
        ("check whether a text can be a name", "can_be_name"),
        ("says hello hello to a person", "say_hello_to_person"),
        ("checks whether a number is prime", "is_prime"),
        ("tells me if two texts are anagrams", "are_anagrams"),
        ("whether a word has more than 3 letters", "has_more_than_3_letters"),
        ("checks if a text contains a digit", "check_whether_text_contains_digit"),
        ("check if there is a duplicate", "check_for_duplicate"),
        ("if a number is even, halves it", "number_even"),
        ("goes home", "go_home"),
        ("pushes an item on the stack", "push_item"),
        ("tries again", "try_again"),
        ("passes the test", "pass_test"),
        ("3 times a number", "do_3_times_number"),
        ("import", "do_import"),
        ("return", "do_return"),
        ("a method called send", "method_called_send"),
        ("", "answer"),
        ("the a of", "answer"),
        ("!!!", "answer"),
        ("\u00fcbersetze", "ubersetze"),
        ("reverse a list for me. then stop", "reverse_list"),
    ],
)
def test_selector(text, name):
    assert selector_from(text) == name


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("squeezes", "squeeze"),
        ("buzzes", "buzz"),
        ("quizzes", "quiz"),
        ("matches", "match"),
        ("caches", "cache"),
        ("washes", "wash"),
        ("passes", "pass"),
        ("mixes", "mix"),
        ("undoes", "undo"),
        ("focuses", "focus"),
        ("uses", "use"),
        ("parses", "parse"),
        ("copies", "copy"),
        ("ties", "tie"),
        ("does", "do"),
        ("guess", "guess"),
        ("minus", "minus"),
    ],
)
def test_a_verb_loses_the_s_of_the_third_person_and_no_more(said, verb):
    assert selector_from(f"{said} a knot") == f"{verb}_knot"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("add(a, b) adds", ("add", ("a", "b"))),
        ("write `clamp(x: int, low=0)`", ("clamp", ("x", "low"))),
        ("now()", ("now", ())),
        ("f(self, text)", ("f", ("text",))),
        ("f('a')", None),
        ("f(1)", None),
        ("send(x)", None),
        ("a (b)", None),
        ("", None),
    ],
)
def test_explicit_call(text, call):
    assert explicit_call(text) == call


@pytest.mark.parametrize(
    ("selector", "words"),
    [("count_vowels", "count vowels"), ("countVowels", "count vowels"), ("x", "x")],
)
def test_spoken(selector, words):
    assert spoken(selector) == words


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=50))
def test_every_text_gives_a_name_that_a_slot_can_have(text):
    assert is_slot_name(selector_from(text))

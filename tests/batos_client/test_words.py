"""The words of a line that is typed."""

import pytest

from batos.errors import UsageError
from batos_client.words import command_words, split_drops, split_words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("genesis count_vowels banana", ["genesis", "count_vowels", "banana"]),
        ('g f "banana split" -3', ["g", "f", '"banana split"', "-3"]),
        ('g f [1, 2] {"a": [1]}', ["g", "f", "[1, 2]", '{"a": [1]}']),
        ("g f '\"banana split\"' 'a b'", ["g", "f", '"banana split"', "a b"]),
        ("g f size=3 name='a b'", ["g", "f", "size=3", "name=a b"]),
        ("g f a\\ b", ["g", "f", "a b"]),
        ("", []),
        ("   ", []),
        (f"g f {'[' * 5000}", ["g", "f", "[" * 5000]),
    ],
)
def test_words_are_json_or_as_in_a_shell(line, words):
    assert split_words(line) == words


@pytest.mark.parametrize("line", ["g 'x", "it's", 'g f "a', "a\\"])
def test_an_open_quotation_mark_is_told(line):
    with pytest.raises(UsageError, match="quotation mark is not closed"):
        split_words(line)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('add "tell me of the sea" talk', ["add", "tell me of the sea", "talk"]),
        ("add it's talk", ["add", "it's", "talk"]),
        (" ", []),
    ],
)
def test_words_of_a_command_are_as_in_a_shell(line, words):
    assert command_words("memory", line) == words


def test_words_of_a_command_that_takes_values_are_json():
    assert command_words("set", 'genesis size {"a": 1}') == ["genesis", "size", '{"a": 1}']


def test_examples_are_taken_off_at_the_head_of_a_text():
    assert split_drops("--drop-example 2 --drop-example all do it") == (("2", "all"), "do it")
    assert split_drops("do --drop-example 2") == ((), "do --drop-example 2")

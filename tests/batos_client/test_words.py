"""The words of a line that is typed."""

import pytest

from batos.errors import UsageError
from batos_client.words import shell_words, split_words


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
def test_words_as_in_a_shell(line, words):
    assert shell_words(line) == words

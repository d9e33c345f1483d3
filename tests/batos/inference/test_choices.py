"""A choice between texts, asked for by a JSON schema and taken out of it again."""

import doctest
import json

import pytest

from batos.errors import BackendError
from batos.inference import CompletionRequest, DoneChunk, TextChunk, choices
from batos.inference.choices import as_schema, choices_of, taken_off


def done(reason="stop"):
    return DoneChunk(finish_reason=reason, prompt_tokens=1, completion_tokens=1, seconds=0.0)


def test_the_examples_run():
    assert doctest.testmod(choices).failed == 0


@pytest.mark.parametrize(
    ("grammar", "texts"),
    [
        ('root ::= " "? ("alfred" | "brick" | "robin")', ("alfred", "brick", "robin")),
        ('root ::= "action" | "value"', ("action", "value")),
        ('root ::= "one"', ("one",)),
        (r'root ::= " \"a\"" | "b\n"', (' "a"', "b\n")),
        ('root ::= "a" [0-9]', None),
        ('root ::= ("a" | "b"', None),
        ('root ::= "a"\nb ::= "c"', None),
        ("", None),
    ],
)
def test_a_grammar_is_a_choice_or_it_is_none(grammar, texts):
    assert choices_of(grammar) == texts


def test_every_grammar_that_the_core_asks_for_is_a_choice():
    from batos.learning.cycle import judge

    assert choices_of(judge._GRAMMAR) == ("allow", "veto")


def test_it_is_asked_for_with_room_for_what_stands_around_it():
    request = CompletionRequest(prompt="x", grammar='root ::= "a" | "b"', max_tokens=2)
    asked = as_schema(request, ("a", "b"))
    assert asked.grammar is None
    assert asked.json_schema["properties"]["choice"]["enum"] == ["a", "b"]
    assert asked.max_tokens > 20
    assert asked.prompt == "x"


def test_the_choice_is_taken_off_in_one_piece():
    said = [(0, TextChunk('{"choice"')), (1, TextChunk(json.dumps({"choice": "b"})))]
    said += [(1, done()), (0, TextChunk(': " a"}')), (0, done())]
    got = list(taken_off(iter(said), (" a", "b")))
    assert got == [(1, TextChunk("b")), (1, done()), (0, TextChunk(" a")), (0, done())]


def test_what_was_cut_off_says_nothing():
    said = [(0, TextChunk('{"choice": "a')), (0, done("length"))]
    assert list(taken_off(iter(said), ("a",))) == [(0, done("length"))]


@pytest.mark.parametrize("text", ['{"choice": "c"}', "a", "{}", "[]"])
def test_another_answer_is_an_error(text):
    with pytest.raises(BackendError, match="none of 'a', 'b'"):
        list(taken_off(iter([(0, TextChunk(text)), (0, done())]), ("a", "b")))

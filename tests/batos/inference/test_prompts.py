"""Assembly and naming of prompts."""

import ast
import hashlib

import pytest

from batos.inference.prompts import prompt_hash, prompt_text, render_messages, skeleton
from batos.inference.requests import CompletionRequest, Message

TALK = (
    Message("system", "You are helpful.\n"),
    Message("user", "Hi"),
    Message("assistant", "Hello."),
    Message("user", "Who?"),
)


def test_a_conversation_becomes_a_text_to_continue():
    assert render_messages(TALK) == (
        "You are helpful.\n\nUser: Hi\n\nAssistant: Hello.\n\nUser: Who?\n\nAssistant:"
    )


def test_the_text_of_a_request_is_its_prompt_or_its_conversation():
    assert prompt_text(CompletionRequest(prompt="")) == ""
    assert prompt_text(CompletionRequest(messages=TALK)) == render_messages(TALK)


def test_a_prompt_is_named_by_its_sha256_even_with_broken_letters():
    assert prompt_hash("é") == hashlib.sha256("é".encode()).hexdigest()
    assert prompt_hash("\ud800")


@pytest.mark.parametrize(
    "doc",
    ["Count.", "", "First.\n\nSecond \\n line.", 'Ends in quotes """ and goes on.', "a\\"],
)
def test_a_skeleton_parses_once_it_has_a_body(doc):
    source = skeleton("count", ["text", "start=0"], doc) + "    return 1\n"
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert [each.arg for each in function.args.args] == ["self", "text", "start"]
    assert isinstance(function.body[-1], ast.Return)

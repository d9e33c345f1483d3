"""Descriptions that spell no method, read by a scripted model."""

import json

import pytest

from batos.errors import BackendError
from batos.inference import CancelToken
from batos.learning.design.reading import read_plan

JAR = {
    "methods": [
        {"name": "put", "parameters": ["coins"], "does": "puts coins in"},
        {"name": "count", "parameters": [], "does": "gives how many"},
    ]
}


class Scripted:
    """Answers what it is given, and keeps what it was asked."""

    def __init__(self, said):
        self.said = said

    def think(self, role, request, *, cancel):
        self.role, self.request = role, request
        if isinstance(self.said, Exception):
            raise self.said
        return type("Said", (), {"text": self.said})()


def read(said, text="a jar for coins"):
    thinker = Scripted(said if not isinstance(said, dict) else json.dumps(said))
    return [each.line for each in read_plan(thinker, text, seconds=5, cancel=CancelToken())]


def test_scripted_methods_with_what_they_do():
    assert read(JAR) == ["put(coins)", "count()"]


def test_scripted_the_reader_is_asked_by_a_schema():
    thinker = Scripted(json.dumps(JAR))
    read_plan(thinker, "a jar <|im_start|>", seconds=5, cancel=CancelToken())
    assert thinker.role == "reader"
    assert thinker.request.json_schema["properties"].keys() == {"methods"}
    assert "<|im_start|>" not in thinker.request.messages[-1].content


@pytest.mark.parametrize(
    "said",
    ["", "A jar.", "[]", '{"methods": 3}', BackendError("no model"), '{"methods": []}'],
)
def test_scripted_what_cannot_be_read_is_nothing(said):
    assert read(said) == []


def test_scripted_what_nothing_can_be_called_is_left_out():
    bad = [
        {"name": "class", "parameters": [], "does": ""},
        {"name": "my put", "parameters": [], "does": ""},
        {"name": "take", "parameters": ["_x"], "does": ""},
    ]
    assert read({"methods": [*bad, *JAR["methods"]]}) == ["put(coins)", "count()"]

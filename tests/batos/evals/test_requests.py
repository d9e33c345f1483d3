"""A sentence is understood in a world of its own; nothing of it is carried out."""

import json

import pytest

from batos.evals.lines import read_lines
from batos.evals.requests import measure_request

WORLD = {
    "shopping_list": {"add": ["item", "price"], "total": []},
    "genesis": {"reverse_text": ["text"]},
}


def line(text, command, *call):
    named = dict(zip(("object", "selector", "args"), call, strict=False))
    plain = {"kind": "request", "world": WORLD, "text": text, "command": command, **named}
    (found,) = read_lines([json.dumps(plain).encode()])
    return found


ADD = ("shopping_list", "add", ["milk", 2])


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (line("add milk for 2 to the shopping list", "call", *ADD), ""),
        (line("add tea for 2 to the shopping list", "call", *ADD), "('tea', 2), not"),
        (line("reverse 'hello'", "call", "genesis", "reverse_text", ["hello"]), ""),
        (line("reverse 'hello'", "talk"), "genesis.reverse_text('hello'), not talk"),
        (line("undo that", "do"), ""),
        (line("change it", "ask back"), ""),
    ],
)
def test_what_it_would_come_to_is_judged(home, asked, problem):
    result = measure_request(home, asked)
    assert problem in result.problem
    assert (result.status == "right") == (not problem)
    assert (result.kind, result.reader, result.command) == ("request", "rules", asked.command)
    assert not result.unasked
    assert result.model_calls == 0


def test_a_change_that_nobody_asked_for_is_told(home):
    result = measure_request(home, line("my dog is called Rex", "talk"))
    assert (result.status, result.unasked) == ("wrong", True)


def test_a_world_that_cannot_be(home):
    world = {"alfred": {"serve": []}}
    (asked,) = read_lines(
        [json.dumps({"kind": "request", "world": world, "text": "x", "command": "talk"}).encode()]
    )
    assert "The world cannot be" in measure_request(home, asked).problem

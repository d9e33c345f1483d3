"""The commands as plain data and back, and as they are written."""

import pytest

from batos.learning.model.commands import AskBack, Call, Do, command_from, word_of


@pytest.mark.parametrize(
    "command", [Call("todo", "add", ("read", 2)), Do("undo"), AskBack("what?")]
)
def test_plain_data_say_which_command_it_is(command):
    assert command.to_plain()["command"] == word_of(command)


def test_a_call_as_it_is_written():
    assert Call("todo", "add", ("read", 2)).line == "todo.add('read', 2)"


@pytest.mark.parametrize("command", [Call("todo", "add", ("read", [1, None])), Do("undo", "a.b")])
def test_back_from_plain_data(command):
    assert command_from(command.to_plain()) == command


@pytest.mark.parametrize("plain", [None, {}, {"command": "sing"}, {"command": "call", "object": 3}])
def test_what_is_none(plain):
    assert command_from(plain) is None

"""The commands as plain data, and as they are written."""

import pytest

from batos.learning.model.commands import AskBack, Call, Do, word_of


@pytest.mark.parametrize(
    "command", [Call("todo", "add", ("read", 2)), Do("undo"), AskBack("what?")]
)
def test_plain_data_say_which_command_it_is(command):
    assert command.to_plain()["command"] == word_of(command)


def test_a_call_as_it_is_written():
    assert Call("todo", "add", ("read", 2)).line == "todo.add('read', 2)"

"""The commands as plain data, and back."""

import pytest

from batos.dialogue.commands import AskBack, Call, Do, command_from, command_plain, word_of
from batos.errors import UsageError


@pytest.mark.parametrize(
    "command", [Call("todo", "add", ("read", [1, 2.5], None)), Do("undo", "a.b"), AskBack("what?")]
)
def test_there_and_back(command):
    plain = command_plain(command)
    assert plain["command"] == word_of(command)
    assert command_from(plain) == command


def test_a_call_as_it_is_written():
    assert Call("todo", "add", ("read", 2)).line == "todo.add('read', 2)"


@pytest.mark.parametrize("plain", [{}, {"command": "sing"}, {"command": "call", "object": 3}])
def test_what_is_none(plain):
    with pytest.raises(UsageError, match="The command cannot be read"):
        command_from(plain)

"""A command that a sentence gives is shown, and done after the person's word."""

import pytest

from batos.cli.talk.confirming import let_confirm, told_call
from batos.errors import UsageError
from batos.learning.model.commands import Do
from batos.learning.model.outcome import Reply
from batos.wire.messages.talk.missions import Ask

SHOWN = Reply("confirm", "batos undo", command=Do("undo"))


class Client:
    def __init__(self):
        self.asked = []

    def request(self, asked, on_event=None):
        assert on_event is not None
        self.asked.append(asked)
        return Reply("done", "Taken back.")


@pytest.mark.parametrize(
    ("said", "kind"), [("y\n", "done"), ("n\n", "ask_back"), ("\n", "ask_back"), ("", "ask_back")]
)
def test_only_yes_is_a_yes(monkeypatch, capsys, said, kind):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    client = Client()
    reply = let_confirm(client, Ask("undo that", attended=True), SHOWN, quiet=True)
    assert reply.kind == kind
    confirmed = [each.confirmed for each in client.asked]
    assert confirmed == ([SHOWN.command] if kind == "done" else [])
    assert "batos undo" in capsys.readouterr().err


def test_where_nobody_is_the_command_to_type_is_said():
    with pytest.raises(UsageError) as told:
        let_confirm(Client(), Ask("undo that"), SHOWN)
    assert told.value.hint == "Type it: batos undo"


def test_what_a_call_has_cost():
    assert told_call(Reply("value", "a.b()")) == "(a.b(), no model call)"
    assert told_call(Reply("value", "a.b()", model_calls=1)) == "(a.b(), 1 model call)"

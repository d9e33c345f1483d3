"""What a line that is typed means."""

import pytest

from batos.errors import UsageError
from batos.wire.messages.objects import SendMessage
from batos.wire.messages.talk.missions import MakeObject
from batos_client.parlor import typed
from batos_client.parlor.typed import read_line


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("who are you?", typed.Say("who are you?")),
        ("/ask --drop-example 1 again, please", typed.Say("again, please", ("1",))),
        (
            "/send genesis double 4 by=2",
            typed.Send(SendMessage("double", "genesis", (4,), {"by": 2}, None, attended=True)),
        ),
        (
            "/send --learn genesis double",
            typed.Send(SendMessage("double", "genesis", (), {}, True, attended=True)),
        ),
        ("/make 'a list'", typed.Make(MakeObject("a list", attended=True))),
        ("/make it 'a list'", typed.Make(MakeObject("a list", "it", attended=True))),
        ("/to", typed.To("")),
        ("/to robin", typed.To("robin")),
        ("/approve", typed.Decide(True)),
        ("/refuse genesis.f it is wrong", typed.Decide(False, "genesis.f", "it is wrong")),
        ("/answer 2", typed.Answer("", ("2",))),
        ("/answer value 2.5", typed.Answer("", ("value", "2.5"))),
        ("/answer q unknown", typed.Answer("q", ("unknown",))),
        ('/answer q value "a b"', typed.Answer("q", ("value", '"a b"'))),
        ("/resume chat-2", typed.Resume("chat-2")),
        ("/help", typed.Help()),
        ("/quit", typed.Leave()),
        ("/undo genesis.f", typed.Program(("undo", "genesis.f"))),
        ("/show", typed.Program(("show", "robin"))),
        ("/example genesis.f 'a' -> 'b'", typed.Program(("example", "genesis.f", "'a' -> 'b'"))),
        ("/edit genesis.f", typed.Program(("edit", "genesis.f"), has_terminal=True)),
        ("/approvals edit x", typed.Program(("approvals", "edit", "x"), has_terminal=True)),
        ("/approvals", typed.Program(("approvals",))),
    ],
)
def test_a_line_is_read(line, meant):
    assert read_line(line, receiver="robin") == meant


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/shwo genesis", "Did you mean '/show'?"),
        ("/chat", ""),
        ("/ask", "Usage: /ask"),
        ("/send genesis", "Usage: /send"),
        ("/answer", "Usage: /answer"),
        ("/to a b", "Usage: /to"),
    ],
)
def test_a_wrong_line_says_what_to_type(line, hint):
    with pytest.raises(UsageError) as caught:
        read_line(line)
    assert hint in (caught.value.hint or "")


def test_every_command_of_the_chat_is_here():
    from batos_client.console import Console

    with_slash = {*Console(None)._names, "/exit"}
    assert with_slash - {*typed.command_names()} == set()

"""What the person is asked."""

from batos.learning.model.commands import Call
from batos.learning.model.question import Choice, Question
from batos.wire.messages.talk.missions import Ask
from batos_client.parlor.model.pending import Asked, Confirmation, Decision
from batos_client.parlor.widgets.pending_panel import panel_of

CHANGE = {
    "address": "genesis.f",
    "signature": "(self)",
    "source": "def f(self):\n    return 1\n",
    "previous": None,
    "diff": "",
    "selector": "f",
    "examples": [{"args": [], "result": 1}],
    "stale": "It is out of date.",
}


def test_a_question_has_numbers():
    question = Question(id="q", selector="f", args=(1,), choices=(Choice(result=2, votes=3),))
    panel = panel_of(Asked(question)).plain
    assert panel.startswith("f(1) gives …?\n  1  2  (3 candidates)")


def test_a_new_method_is_shown_whole_with_its_examples():
    panel = panel_of(Decision("c", CHANGE)).plain
    assert "return 1" in panel
    assert "It is out of date." in panel
    assert panel.endswith("y install it   n refuse it   r run it   e edit it   l later")


def test_a_change_that_was_not_looked_at_is_named():
    assert "(id c1)" in panel_of(Decision("c1")).plain


def test_a_command_is_shown_as_it_is_typed():
    panel = panel_of(Confirmation("batos undo", Call("genesis", "f"), Ask("undo"))).plain
    assert panel.startswith("batos undo\n")

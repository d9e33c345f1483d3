"""Who does what in a conversation, by role and by prompt."""

from batos.dialogue.who import judge_of
from batos.plugins import PluginSet


def test_the_judge_is_whom_the_state_names(home):
    assert judge_of(home.open()._host).name == "robin"


def test_nobody(home):
    assert judge_of(home.open(plugins=PluginSet())._host) is None

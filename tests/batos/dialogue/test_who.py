"""Who does what in a conversation, by role and by prompt."""

import pytest

from batos.dialogue.who import addressed, judge_of
from batos.plugins import PluginSet


def test_the_judge_is_whom_the_state_names(home):
    assert judge_of(home.open()._host).name == "robin"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ROBIN, why?", "robin"),
        ("  «Robin»: why?", ""),
        ("  (robin: why?", "robin"),
        ("Is Robin, the heart, at home?", ""),
        ("robins, why?", ""),
        ("robin why?", ""),
    ],
)
def test_who_is_spoken_to_by_name(text, name):
    assert addressed(text, ["alfred", "robin"]) == name
    assert addressed(text, []) == ""


def test_nobody(home):
    assert judge_of(home.open(plugins=PluginSet())._host) is None

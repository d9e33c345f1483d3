"""Who does what, by role and by prompt."""

import pytest

from batos.dialogue.who import addressed, judge_of, persona_names, persona_with, steward_of
from batos.plugins import PluginSet


def test_by_role_whatever_the_name(home, m):
    keeper = m.persona("zita", role="steward", prompts={"recall": "{facts}"})
    host = home.open(plugins=m.small_plugins(m.plugin(keeper, name="zita")))._host
    assert persona_names(host) == ["alfred", "brick", "robin", "zita"]
    assert steward_of(host).name == "zita"
    assert persona_with(host, "recall").name == "zita"
    assert persona_with(host, "sing") is None
    assert judge_of(host).name == "robin"


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
    host = home.open(plugins=PluginSet())._host
    assert (steward_of(host), judge_of(host), persona_names(host)) == (None, None, [])

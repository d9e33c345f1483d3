"""Who lives in the image, by role and by prompt."""

from dataclasses import replace

from batos.learning.cycle.personas import (
    persona_names,
    persona_with,
    personas_with,
    silent_personas,
    steward_of,
)
from batos.plugins import PluginSet, PluginState


def host_of(image):
    return image._host


def test_by_role_and_by_prompt_whatever_the_name(home, m):
    keeper = m.persona("zita", role="steward", prompts={"recall": "{facts}"})
    host = host_of(home.open(plugins=m.small_plugins(m.plugin(keeper, name="zita"))))
    assert persona_names(host) == ["alfred", "brick", "robin", "zita"]
    assert steward_of(host).name == "zita"
    assert persona_with(host, "recall").name == "zita"
    assert persona_with(host, "sing") is None
    assert [each.name for each in personas_with(host, "talk")] == ["alfred", "brick"]


def test_nobody(home):
    host = host_of(home.open(plugins=PluginSet()))
    assert (steward_of(host), persona_with(host, "talk"), persona_names(host)) == (None, None, [])


def test_one_that_is_switched_off_is_silent_and_one_whose_package_is_gone_is_not(home, m):
    guests = [m.plugin(m.persona(name), name=name) for name in ("gone", "off")]
    home.open(plugins=m.small_plugins(*guests)).close()
    info = replace(guests[1].info, state=PluginState.DISABLED)
    off = replace(guests[1], info=info, contributions=())
    host = host_of(home.open(plugins=m.small_plugins(off)))
    assert persona_names(host) == ["alfred", "brick", "gone", "robin"]
    assert silent_personas(host) == ["off"]

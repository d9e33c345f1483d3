"""What became of personas that live in an image."""

from dataclasses import replace

from batos.plugins import PluginSet, PluginState
from batos.stewardship.natives import persona_state


def test_a_persona_is_active_switched_off_or_orphaned_by_what_became_of_its_package(home, m):
    there, off, gone = (m.plugin(m.persona(name), name=name) for name in ("there", "off", "gone"))
    home.open(plugins=PluginSet([there, off, gone])).close()
    info = replace(off.info, state=PluginState.DISABLED)
    plugins = PluginSet([there, replace(off, info=info, contributions=())])
    states = {line["name"]: line["state"] for line in home.open(plugins=plugins).personas()}
    assert states == {"there": "active", "off": "switched off", "gone": "orphaned"}
    assert persona_state("gone", "", plugins) == "orphaned"

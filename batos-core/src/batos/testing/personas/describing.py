"""How a persona comes: by its entry point, and complete."""

from __future__ import annotations

import pytest

from batos.plugins import PersonaSpec, PluginSet, PluginState
from batos.testing.persona_faults import faults_of_persona
from batos.testing.personas.base import PersonaBase

__all__ = ["DescribingTests"]


class DescribingTests(PersonaBase):
    """What an author has written down."""

    def test_its_plugin_is_active(self, plugins: PluginSet) -> None:
        """The package is found by its entry point, and nothing keeps it out.

        If this fails: the reason is the one that ``batos plugins`` tells.
        """
        found = [each for each in plugins.listing() if not each.built_in]
        wanted = self.plugin or self.name
        [info] = [each for each in found if each.name == wanted]
        assert (info.state, info.reason) == (PluginState.ACTIVE, "")
        assert f"persona {self.name}" in info.provides

    def test_what_it_says_of_itself_is_whole(self, spec: PersonaSpec) -> None:
        """Tone, pillars, protocols, prompts, codex and methods are there, of a size for a prompt.

        If this fails: each line is a fault; :func:`batos.testing.faults_of_persona` returns them.
        """
        faults = faults_of_persona(spec)
        if faults:
            pytest.fail("\n".join(faults), pytrace=False)

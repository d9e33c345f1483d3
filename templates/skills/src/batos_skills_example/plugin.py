"""The plugin of a pack of skills."""

from __future__ import annotations

from importlib.resources import files

from batos.plugins import SkillPackSpec, hookimpl


@hookimpl
def batos_skill_packs() -> list[SkillPackSpec]:
    """Return the pack that this package's files hold."""
    return [
        SkillPackSpec(
            name="workshop",
            summary="Holes for screws, and tools on loan",
            folder=files(__package__) / "skills",
        )
    ]

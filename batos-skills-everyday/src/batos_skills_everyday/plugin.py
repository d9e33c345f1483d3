"""The plugin of the everyday skills."""

from __future__ import annotations

from importlib.resources import files

from batos.plugins import SkillPackSpec, hookimpl


@hookimpl
def batos_skill_packs() -> list[SkillPackSpec]:
    """Return the pack that this package's files hold."""
    return [
        SkillPackSpec(
            name="everyday",
            summary="Dates, money, text, lists, statistics, checks and small records",
            folder=files(__package__) / "skills",
        )
    ]

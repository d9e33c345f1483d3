"""The plugin of EXAMPLE, the Keeper of Tools."""

from __future__ import annotations

from importlib.resources import files

from batos.plugins import PersonaSpec, hookimpl, load_persona


@hookimpl
def batos_personas() -> list[PersonaSpec]:
    """Return the persona that this package's files describe."""
    return [load_persona(files(__package__))]

"""Who was born with the image: objects that every image has, and its personas."""

from __future__ import annotations

from batos.image import Root
from batos.learning.model.machine import STATES
from batos.plugins import PluginSet

__all__ = ["NATIVE", "is_native", "persona_state"]

NATIVE = frozenset(
    ["traits", "pllm", "genesis", "state_machine", "cycle", "memory", "orchestrator"]
    + [f"state_{state.name.lower()}" for state in STATES]
)
"""Objects that every image has, beside the personas."""


def persona_state(name: str, package: str, plugins: PluginSet) -> str:
    """Return what became of a persona that lives in the image.

    Args:
        name: It.
        package: The package that it came with, and its version.
        plugins: What is installed.

    Returns:
        ``active``, ``switched off`` where its package is, or ``orphaned`` where that is gone.
    """
    if package.partition(" ")[0] in plugins.switched_off():
        return "switched off"
    is_there = any(spec.name == name for spec in plugins.personas())
    return "active" if is_there else "orphaned"


def is_native(root: Root, name: str) -> bool:
    """Return whether an object of that name belongs to the image itself."""
    return name in NATIVE or f"persona-{name}" in root.genesis

"""Who was born with the image: objects that every image has, and its personas."""

from __future__ import annotations

from batos.image import Root
from batos.learning.model.machine import STATES
from batos.plugins import PluginSet

__all__ = ["is_native", "orphans"]

_NATIVE = frozenset(
    ["traits", "pllm", "genesis", "state_machine", "cycle", "memory", "orchestrator"]
    + [f"state_{state.name.lower()}" for state in STATES]
)
"""Objects that every image has, beside the personas."""


def orphans(root: Root, plugins: PluginSet) -> list[str]:
    """Return the personas that live in the image but whose package is not installed."""
    present = {spec.name for spec in plugins.personas()}
    return [
        name.removeprefix("persona-")
        for name in root.genesis
        if name.startswith("persona-") and name.removeprefix("persona-") not in present
    ]


def is_native(root: Root, name: str) -> bool:
    """Return whether an object of that name belongs to the image itself."""
    return name in _NATIVE or f"persona-{name}" in root.genesis

"""Who lives in the image, by role and by prompt: nobody is known by name."""

from __future__ import annotations

from batos.image import Root
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView, persona_view

__all__ = ["persona_names", "persona_with", "personas_with", "silent_personas", "steward_of"]

_STEWARD = "steward"
_STEP = "persona-"
"""What the steps of genesis are called that brought a persona to life, before its name."""


def persona_names(host: Host) -> list[str]:
    """Return the personas that live in the image, without those whose package is disabled."""
    with host.session.read() as root:
        return _names(host, root)


def silent_personas(host: Host) -> list[str]:
    """Return the personas that live in the image and whose package is disabled."""
    with host.session.read() as root:
        return _names(host, root, silent=True)


def steward_of(host: Host) -> PersonaView | None:
    """Return who keeps the house: of the role ``steward``, or else the first; None for nobody."""
    views = _views(host)
    return next((each for each in views if each.role == _STEWARD), views[0] if views else None)


def persona_with(host: Host, prompt: str) -> PersonaView | None:
    """Return the first persona that has a prompt, or None."""
    return next(iter(personas_with(host, prompt)), None)


def personas_with(host: Host, prompt: str) -> list[PersonaView]:
    """Return the personas that have a prompt, in the order of their names."""
    return [each for each in _views(host) if each.prompts.get(prompt)]


def _views(host: Host) -> list[PersonaView]:
    with host.session.read() as root:
        return [persona_view(root, name) for name in _names(host, root)]


def _names(host: Host, root: Root, *, silent: bool = False) -> list[str]:
    # One whose package is gone goes on living; one whose package is switched off is silent.
    off = host.plugins.switched_off()
    found = {
        step.removeprefix(_STEP): str(record.get("package", "")).partition(" ")[0]
        for step, record in root.genesis.items()
        if step.startswith(_STEP)
    }
    return [
        name
        for name, package in found.items()
        if (package in off) is silent and name in root.objects
    ]

"""Variables of the environment that switch something on."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["is_set", "without_plugins"]


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Return whether a variable is there and does not say no, as ``0`` or ``off`` do."""
    return environ.get(name, "").strip().lower() not in {"", "0", "false", "no", "off"}


def without_plugins(environ: Mapping[str, str]) -> bool:
    """Return whether no plugin is wanted, nor a command of one: ``BATOS_NO_PLUGINS=1``."""
    return is_set(environ, "BATOS_NO_PLUGINS")

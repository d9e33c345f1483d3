"""Variables of the environment that switch something on."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["is_set"]


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Return whether a variable is there and does not say no, as ``0`` or ``off`` do."""
    return environ.get(name, "").strip().lower() not in {"", "0", "false", "no", "off"}

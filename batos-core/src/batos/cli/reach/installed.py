"""The plugins of this installation, as the configuration has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from batos.config import Loaded

if TYPE_CHECKING:
    from batos.plugins import PluginSet

__all__ = ["installed"]


def installed(loaded: Loaded, own: Mapping[str, object] = MappingProxyType({})) -> PluginSet:
    """Return the plugins of this installation, with some of the core's own before them."""
    from batos.plugins import load_plugins

    chosen = loaded.config.plugins
    return load_plugins(enabled=chosen.enabled, disabled=chosen.disabled, own=own)

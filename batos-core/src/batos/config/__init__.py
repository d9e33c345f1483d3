"""One validated configuration that knows where each value came from.

Order: command line, ``BATOS_*`` in the environment, ``config.toml``, the defaults here. In the
environment a double underscore stands for a dot: ``BATOS_KERNEL__PORT=5600`` is ``kernel.port``.

A name is loaded when it is first used: who asks where the files are needs nothing that checks
values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.config.paths import Paths
from batos.lazy import attributes_of

if TYPE_CHECKING:
    from batos.config.loading import (
        RESERVED,
        Loaded,
        check_config,
        load_config,
        public_uri,
        read_config_text,
    )
    from batos.config.sections import (
        AUTO,
        IN_IMAGE,
        MODEL_SETTINGS,
        ApprovalConfig,
        BackendConfig,
        Config,
        CycleConfig,
        GuardianConfig,
        HeartbeatConfig,
        ImageConfig,
        InferenceConfig,
        KernelConfig,
        MemoryConfig,
        PersonaConfig,
        PluginsConfig,
        RetentionConfig,
    )

__all__ = [
    "AUTO",
    "IN_IMAGE",
    "MODEL_SETTINGS",
    "RESERVED",
    "ApprovalConfig",
    "BackendConfig",
    "Config",
    "CycleConfig",
    "GuardianConfig",
    "HeartbeatConfig",
    "ImageConfig",
    "InferenceConfig",
    "KernelConfig",
    "Loaded",
    "MemoryConfig",
    "Paths",
    "PersonaConfig",
    "PluginsConfig",
    "RetentionConfig",
    "check_config",
    "load_config",
    "public_uri",
    "read_config_text",
]

_LOADING = frozenset(
    {"RESERVED", "Loaded", "check_config", "load_config", "public_uri", "read_config_text"}
)

__getattr__ = attributes_of(
    __name__,
    {
        name: f"batos.config.{'loading' if name in _LOADING else 'sections'}"
        for name in __all__
        if name != "Paths"
    },
)

"""One validated configuration that knows where each value came from.

Order: command line, ``BATOS_*`` in the environment, ``config.toml``, the defaults here. In the
environment a double underscore stands for a dot: ``BATOS_KERNEL__PORT=5600`` is ``kernel.port``.
"""

from batos.config.loading import (
    RESERVED,
    Loaded,
    check_config,
    load_config,
    public_uri,
    read_config_text,
)
from batos.config.paths import Paths
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

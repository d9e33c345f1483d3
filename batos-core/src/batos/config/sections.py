"""Everything that can be configured, section by section, with its defaults."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from batos.errors import ConfigError, near

__all__ = [
    "AUTO",
    "IN_IMAGE",
    "MODEL_SETTINGS",
    "ApprovalConfig",
    "BackendConfig",
    "Config",
    "CycleConfig",
    "GuardianConfig",
    "HeartbeatConfig",
    "ImageConfig",
    "InferenceConfig",
    "KernelConfig",
    "MemoryConfig",
    "PersonaConfig",
    "PluginsConfig",
    "RetentionConfig",
]


AUTO = "auto"
"""What stands for the best backend of this machine, wherever the alias of one can stand."""

IN_IMAGE = "image:"
"""What stands before the name of a model that is kept in the image."""

MODEL_SETTINGS = ("default_backend", "backends", "roles", "personas", "inference")
"""What says which models answer whom: a running system can take these again."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KernelConfig(_Section):
    """The kernel process and its port."""

    host: str = Field("127.0.0.1", description="Address to listen on; keep it on loopback.")
    port: int = Field(5555, ge=0, le=65535, description="Port; 0 takes any free one.")
    line_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port of the founding line protocol on 127.0.0.1, such as 8888; it has no "
        "keys. 0 is none.",
    )
    drain_s: float = Field(30.0, gt=0, description="Seconds that running work gets at a stop.")
    threads: int = Field(4, ge=1, le=64, description="Messages an image worker runs at once.")
    learned_per_minute: int = Field(
        30, ge=1, description="Methods that one client may begin to have learned in a minute."
    )
    image_workers: int = Field(
        1,
        ge=1,
        le=32,
        description="Processes that run messages; more than one needs a shared storage.",
    )


class ImageConfig(_Section):
    """Where the image is."""

    uri: str = Field(
        "",
        description="Storage URI (file, sqlite, zeo, postgres); empty is live_image.fs in the "
        "data folder.",
    )
    cache_size: int = Field(10_000, ge=1_000, description="Objects kept in memory a connection.")


class BackendConfig(_Section):
    """One inference backend under a name of your choice."""

    provider: str = Field(description="Name of the backend plugin, such as llamacpp.")
    model: str = Field(
        "",
        description="Model file or name, or image:NAME of one in the image; empty is the "
        "provider's default.",
    )
    options: dict[str, Any] = Field(default_factory=dict, description="Options of the provider.")


class PersonaConfig(_Section):
    """What one persona overrides."""

    backend: str = Field("", description="Backend alias; empty is the role's.")


class InferenceConfig(_Section):
    """How models are held, and what is kept of what they are asked."""

    memory_mb: int = Field(
        0,
        ge=0,
        description="Memory in MiB that loaded models may take; 0 is whatever is free. The one "
        "that was asked longest ago leaves for another.",
    )
    gpu_memory_mb: int = Field(
        0, ge=0, description="The same of graphics cards: MiB, or 0 for whatever is free."
    )
    read_ahead: bool = Field(
        True,
        description="Whether a model of this machine reads, while nobody is at work, what stands "
        "before every sentence, so that the first ones are answered sooner.",
    )
    log_prompts: bool = Field(
        False,
        description="Whether prompts.jsonl has prompts and answers in full; else each prompt's "
        "sha256 alone.",
    )


class CycleConfig(_Section):
    """Budgets of a cognitive cycle."""

    model_calls: int = Field(24, ge=0, description="Completions a cycle may ask for.")
    seconds: float = Field(120.0, gt=0, description="Seconds a cycle may take.")
    candidates: int = Field(4, ge=1, le=16, description="Candidates sampled at once, at most.")
    repairs: int = Field(2, ge=0, le=5, description="Rounds of repair.")
    depth: int = Field(3, ge=0, le=10, description="Learning within learning.")
    max_tokens: int = Field(512, ge=32, description="Tokens a candidate may have.")
    veto: bool = Field(True, description="Whether the judge is asked before an installation.")
    discussion: bool = Field(
        False,
        description="Whether the personas discuss a method before it is written, so that the "
        "steward writes the first one; objects (batos make) are made without.",
    )
    without: tuple[str, ...] = Field(
        (), description="Levers that are left out, to measure what each is worth (batos eval)."
    )
    unattended: Literal["tentative", "wait", "refuse"] = Field(
        "tentative",
        description="What becomes of a question that nobody is there to answer: the likeliest "
        "method is installed as tentative, or waits for the answer, or nothing is installed.",
    )


class ApprovalConfig(_Section):
    """Whether a person is asked before what was learned is installed."""

    policy: Literal["", "auto", "ask", "never"] = Field(
        "",
        description=(
            "auto, ask or never; empty asks for shared prototypes when a person is attached."
        ),
    )


class RetentionConfig(_Section):
    """What is kept of what cycles leave behind; 0 keeps everything for ever."""

    cycles: int = Field(
        5_000, ge=0, description="Records of cycles; those of methods that live always stay."
    )
    days: float = Field(0.0, ge=0, description="Days that a record of a cycle is kept at most.")
    trail: int = Field(50_000, ge=0, description="Entries of the audit trail in the image.")
    log_mb: int = Field(16, ge=0, description="MiB of the trail's log before a new file begins.")
    log_files: int = Field(3, ge=1, le=100, description="Full log files of the trail to keep.")


class HeartbeatConfig(_Section):
    """When the image looks after itself, and how far that may go."""

    interval: float = Field(
        24.0, ge=0, description="Hours from one heartbeat to the next; 0 switches them off."
    )
    idle: float = Field(
        300.0,
        ge=0,
        description="Seconds without a message before one begins; where people are at work for a "
        "whole interval it does not wait for that.",
    )
    seconds: float = Field(
        600.0, gt=0, description="Seconds of work; what is left is for the next one."
    )
    model_calls: int = Field(
        48, ge=0, description="Completions that failed missions are tried again with; 0 tries none."
    )
    tries: int = Field(2, ge=0, le=20, description="How often a failed mission is tried again.")
    unused_days: float = Field(
        90.0,
        ge=0,
        description="Days without a use after which it is proposed to archive a method; 0 never.",
    )
    keep_days: float = Field(
        90.0, ge=0, description="Days that reports are kept; 0 keeps them for ever."
    )


class GuardianConfig(_Section):
    """Limits of running methods."""

    fuel: int = Field(3_000_000, ge=1_000, description="Loop steps and calls a message may use.")
    seconds: float = Field(5.0, gt=0, description="Seconds a message may run.")
    trial_seconds: float = Field(2.0, gt=0, description="Seconds a trial of one example may run.")
    trial_memory_mb: int = Field(512, ge=64, description="Memory of the trial child in MiB.")
    worker_memory_mb: int = Field(
        4096, ge=512, description="Memory in MiB that the image worker may take after its start."
    )
    confine: bool = Field(
        True, description="Whether kernel and workers give up what they do not need of the system."
    )
    writable: list[str] = Field(
        default_factory=list,
        description="Further folders that workers may write, such as a backend's own cache.",
    )


class MemoryConfig(_Section):
    """How the memory finds, and what it takes in."""

    embedder: str = Field(
        "auto",
        description="What makes vectors of texts, so that they are found by their meaning: an "
        "embedder by name, backend for a model of your own, none for words alone; auto takes the "
        "first that is installed.",
    )
    options: dict[str, Any] = Field(
        default_factory=dict, description="Options of the embedder, such as backend: an alias."
    )
    max_file_mb: int = Field(
        64, ge=1, le=1024, description="MiB that a document may have to be taken in."
    )


class PluginsConfig(_Section):
    """Which plugins are used."""

    enabled: list[str] | None = Field(None, description="Names to load; absent means all.")
    disabled: list[str] = Field(default_factory=list, description="Names not to load.")


def _default_backends() -> dict[str, BackendConfig]:
    return {"embedded": BackendConfig(provider="llamacpp", model="")}


class Config(_Section):
    """Everything that can be configured."""

    default_backend: str = Field(
        "embedded", description="Backend alias for every role; auto takes what is there."
    )
    roles: dict[str, str] = Field(
        default_factory=dict,
        description="Backend alias by role (steward, coder, heart, curator, reader).",
    )
    backends: dict[str, BackendConfig] = Field(default_factory=_default_backends)
    personas: dict[str, PersonaConfig] = Field(default_factory=dict)
    inference: InferenceConfig = Field(default_factory=InferenceConfig)
    kernel: KernelConfig = Field(default_factory=KernelConfig)
    image: ImageConfig = Field(default_factory=ImageConfig)
    cycle: CycleConfig = Field(default_factory=CycleConfig)
    approval: ApprovalConfig = Field(default_factory=ApprovalConfig)
    retention: RetentionConfig = Field(default_factory=RetentionConfig)
    heartbeat: HeartbeatConfig = Field(default_factory=HeartbeatConfig)
    guardian: GuardianConfig = Field(default_factory=GuardianConfig)
    memory: MemoryConfig = Field(default_factory=MemoryConfig)
    plugins: PluginsConfig = Field(default_factory=PluginsConfig)

    def backend_for(self, role: str, persona: str = "") -> str:
        """Return the alias of the backend that serves a role, for one persona, or ``auto``.

        Raises:
            ConfigError: The alias is not defined under ``[backends]``.
        """
        own = self.personas.get(persona.lower())
        alias = (own.backend if own else "") or self.roles.get(role) or self.default_backend
        if alias not in self.backends and alias != AUTO:
            raise ConfigError(
                f"No backend named {alias!r} is configured.",
                hint=near(alias, self.backends) or f"Add a [backends.{alias}] table.",
            )
        return alias

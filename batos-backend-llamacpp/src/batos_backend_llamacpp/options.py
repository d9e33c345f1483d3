"""The options of the backend, checked once when the backend is made."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Self

from pydantic import Field, model_validator

from batos.inference import BackendOptions

__all__ = ["LlamaOptions", "usable_cores"]

_SMALLEST_SLOT = 256
_MOST_THREADS = 16
"""More threads than this only wait for each other when one token is computed."""


class LlamaOptions(BackendOptions):
    """Options of one backend."""

    provider: ClassVar[str] = "llamacpp"

    model: str = Field(
        "",
        description="A name of 'batos models', or the path of a GGUF file or its folder; empty "
        "takes the best one.",
    )
    n_ctx: int = Field(
        8192, ge=1, description="Tokens of context in total, shared evenly by the slots."
    )
    parallel: int = Field(
        4, ge=1, description="Slots: requests that are worked on at the same time."
    )
    threads: int = Field(
        0,
        ge=0,
        description="Threads to compute with; 0 takes every core that this process may use.",
    )
    cache_dir: str = Field(
        "", description="Folder under which fetched models live; empty takes the user's cache."
    )
    adapters_dir: str = Field(
        "",
        description="Folder with a folder for each LoRA adapter, named like it; empty takes those "
        "of the image.",
    )
    n_gpu_layers: int = Field(
        -1, ge=-1, description="Layers to put on a GPU; -1 takes as many as fit."
    )

    embeddings: bool = Field(
        False,
        description="Whether texts can be made into vectors as well, by the same model: its state "
        "behind their last token.",
    )

    @model_validator(mode="after")
    def _slots_have_room(self) -> Self:
        share = self.n_ctx // self.parallel
        if share < _SMALLEST_SLOT:
            raise ValueError(
                f"Option 'n_ctx' of backend 'llamacpp' gives each of {self.parallel} slots "
                f"{share} tokens; a slot needs {_SMALLEST_SLOT} or more."
            )
        return self

    @property
    def models_dir(self) -> Path:
        """Folder that fetched models live in."""
        return self._cache / "models"

    @property
    def adapter_cache(self) -> Path:
        """Folder that adapters live in which were brought into llama.cpp's form."""
        return self._cache / "adapters"

    @property
    def _cache(self) -> Path:
        from batos.config import Paths

        return Path(self.cache_dir).expanduser() if self.cache_dir else Paths.find().cache_dir

    @property
    def thread_count(self) -> int:
        """Threads to compute with."""
        return self.threads or min(usable_cores(), _MOST_THREADS)


def usable_cores() -> int:
    """Return the number of cores this process may use, container limits included."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    # llama.cpp's threads spin while they wait for each other: one more than the quota allows
    # makes each token many times slower.
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        if quota != "max":
            cores = min(cores, max(1, int(quota) // int(period)))
    except (OSError, ValueError):
        pass  # no such limit, or not Linux
    return cores

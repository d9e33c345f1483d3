"""The options of the backend, checked once when the backend is made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from batos.errors import ConfigError, near

__all__ = ["OPTION_HELP", "LlamaOptions", "usable_cores"]

OPTION_HELP: Mapping[str, str] = {
    "model": "A name of 'batos models', or the path of a GGUF file; empty takes the best one.",
    "n_ctx": "Tokens of context in total, shared evenly by the slots.",
    "parallel": "Slots: requests that are worked on at the same time.",
    "threads": "Threads to compute with; 0 takes every core that this process may use.",
    "cache_dir": "Folder under which fetched models live; empty takes the user's cache.",
    "n_gpu_layers": "Layers to put on a GPU; -1 takes as many as fit.",
}

_SMALLEST_SLOT = 256
_MOST_THREADS = 16
"""More threads than this only wait for each other when one token is computed."""


@dataclass(frozen=True, kw_only=True)
class LlamaOptions:
    """Options of one backend; see ``OPTION_HELP`` for what each means."""

    model: str = ""
    n_ctx: int = 8192
    parallel: int = 4
    threads: int = 0
    cache_dir: str = ""
    n_gpu_layers: int = -1

    @classmethod
    def read(cls, options: Mapping[str, object]) -> LlamaOptions:
        """Return the options of a config table.

        Raises:
            ConfigError: An option is unknown, of the wrong type, or out of range.
        """
        known = {each.name: type(each.default) for each in fields(cls)}
        for name, value in options.items():
            if name not in known:
                raise ConfigError(
                    f"Backend 'llamacpp' has no option {name!r}.", hint=near(name, known)
                )
            fits = isinstance(value, known[name]) and not isinstance(value, bool)
            if not fits and not (isinstance(value, Path) and known[name] is str):
                raise ConfigError(
                    f"Option {name!r} of backend 'llamacpp' must be "
                    f"{'a whole number' if known[name] is int else 'a text'}, not {value!r}."
                )
        plain = {
            name: str(value) if isinstance(value, Path) else value
            for name, value in options.items()
        }
        made = cls(**plain)  # type: ignore[arg-type]  # each was checked above
        made._check_ranges()
        return made

    def _check_ranges(self) -> None:
        for name, least in (("parallel", 1), ("threads", 0), ("n_gpu_layers", -1)):
            if getattr(self, name) < least:
                raise ConfigError(f"Option {name!r} of backend 'llamacpp' must be {least} or more.")
        if self.n_ctx // self.parallel < _SMALLEST_SLOT:
            raise ConfigError(
                f"Option 'n_ctx' of backend 'llamacpp' gives each of {self.parallel} slots "
                f"{self.n_ctx // self.parallel} tokens; a slot needs {_SMALLEST_SLOT} or more."
            )

    @property
    def models_dir(self) -> Path:
        """Folder that fetched models live in."""
        # Imported here: the plugin lists its options without the config's own libraries.
        from batos.config import Paths

        base = Path(self.cache_dir).expanduser() if self.cache_dir else Paths.find().cache_dir
        return base / "models"

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

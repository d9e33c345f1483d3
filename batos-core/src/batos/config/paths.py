"""Where the files of one user of BAT OS are."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from batos.errors import ConfigError

__all__ = ["Paths"]


@dataclass(frozen=True)
class Paths:
    """The folders of one user of BAT OS."""

    config_dir: Path
    data_dir: Path
    state_dir: Path
    runtime_dir: Path
    cache_dir: Path

    @property
    def config_file(self) -> Path:
        """The configuration file."""
        return self.config_dir / "config.toml"

    @property
    def log_dir(self) -> Path:
        """The folder of logs."""
        return self.state_dir / "logs"

    @property
    def adapters_dir(self) -> Path:
        """The folder of LoRA adapters that are taken into the image at start."""
        return self.state_dir / "lora_adapters"

    @property
    def environments_dir(self) -> Path:
        """The folder of environments that upgrades make; no part of what the kernel may write."""
        return self.data_dir.with_name(f"{self.data_dir.name}-environments")

    @property
    def image_file(self) -> Path:
        """The default image."""
        return self.data_dir / "live_image.fs"

    def make(self) -> None:
        """Create the folders, private to the user.

        Raises:
            ConfigError: One of them cannot be created.
        """
        for folder in (
            self.config_dir,
            self.data_dir,
            self.state_dir,
            self.log_dir,
            self.runtime_dir,
            self.cache_dir,
        ):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigError(
                    f"The folder {str(folder)!r} cannot be created: {error.strerror}.",
                    hint="Set BATOS_HOME to a folder of yours.",
                ) from error

    @classmethod
    def find(cls, environ: Mapping[str, str] | None = None) -> Paths:
        """Return the user's folders, or those under ``BATOS_HOME``.

        ``BATOS_CACHE`` moves the cache alone: homes may share a model file of a quarter of a
        gigabyte.
        """
        env = os.environ if environ is None else environ
        import platformdirs

        own = env.get("BATOS_CACHE")
        cache = Path(own).expanduser().absolute() if own else None
        if home := env.get("BATOS_HOME"):
            root = Path(home).expanduser().absolute()
            cache = cache or root / "cache"
            return cls(root / "config", root / "data", root / "state", root / "run", cache)
        shared = platformdirs.PlatformDirs("batos", appauthor=False)
        # Without a session's own runtime folder, platformdirs would fall back to one in /tmp.
        has_session = sys.platform != "linux" or "XDG_RUNTIME_DIR" in env
        runtime = shared.user_runtime_path if has_session else shared.user_state_path / "run"
        return cls(
            shared.user_config_path,
            shared.user_data_path,
            shared.user_state_path,
            runtime,
            cache or shared.user_cache_path,
        )

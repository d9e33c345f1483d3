"""What the kernel and its workers leave themselves of the system.

Everything may be read, and sockets may be used. Files can be written only in the image's, the
state and the runtime folder (and in the cache by what loads models), and no program can be
started but Python itself, by those that start child processes: the kernel its workers, the image
worker the zygote of its trials. What they start inherits the limits, so that a program is no way
around them.

Landlock reaches only the thread that asks for it and what that thread starts. A worker therefore
asks as the first thing in its main function, after its imports and before its other threads; the
kernel asks in its only Python thread, when its workers are up.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from batos.config import Loaded
from batos.errors import BatosError, ConfigError
from batos.guardian.trial.confine import confine_worker
from batos.image.storage import folders_of
from batos.plugins import PluginSet, load_plugins

__all__ = ["confine_image_worker", "confine_inference_worker", "early_plugins", "kernel_folders"]

_DEVICES = Path("/dev")
"""Graphics processors are files there, which have to be opened for writing."""
_OFF = "none: switched off by guardian.confine"


def early_plugins(loaded: Loaded) -> PluginSet | None:
    """Return the plugins, to be loaded before the confinement.

    After it Python cannot keep what it has compiled, and would compile it at every start. None
    where they cannot be loaded: who loads them again gets the reason, and knows whom to tell.
    """
    chosen = loaded.config.plugins
    try:
        return load_plugins(enabled=chosen.enabled, disabled=chosen.disabled)
    except BatosError:
        return None


def kernel_folders(loaded: Loaded) -> tuple[Path, ...] | None:
    """Return what the kernel and everything that it starts may write; None for all.

    Raises:
        ConfigError: A folder cannot be made.
    """
    if not loaded.config.guardian.confine:
        return None
    return tuple(dict.fromkeys((*_image_folders(loaded), *_model_folders(loaded))))


def confine_image_worker(loaded: Loaded) -> str:
    """Confine the process that has the image open; return the walls in words.

    It may start Python, because a zygote that died has to be started again.

    Raises:
        ConfigError: A folder cannot be made.
    """
    memory = loaded.config.guardian.worker_memory_mb << 20
    return _confine(loaded, _image_folders(loaded), (Path(sys.executable),), memory)


def confine_inference_worker(loaded: Loaded) -> str:
    """Confine the process that holds models; return the walls in words.

    Raises:
        ConfigError: A folder cannot be made.
    """
    # A model is as large as it is; what is not a method needs no limit.
    return _confine(loaded, _model_folders(loaded), (), None)


def _confine(
    loaded: Loaded,
    writable: tuple[Path, ...],
    programs: tuple[Path, ...],
    memory_bytes: int | None,
) -> str:
    if not loaded.config.guardian.confine:
        return _OFF
    # The system's own folder for temporary files cannot be written any more; ZODB keeps what a
    # savepoint sets aside in such a file.
    tempfile.tempdir = str(_made(loaded.paths.state_dir / "tmp"))
    walls = confine_worker(writable, programs=programs, memory_bytes=memory_bytes)
    return walls.describe()


def _image_folders(loaded: Loaded) -> tuple[Path, ...]:
    image = (_made(folder) for folder in folders_of(loaded.image_uri))
    return (*image, *_common_folders(loaded))


def _model_folders(loaded: Loaded) -> tuple[Path, ...]:
    return (_made(loaded.paths.cache_dir), *_common_folders(loaded), _DEVICES)


def _common_folders(loaded: Loaded) -> tuple[Path, ...]:
    further = (Path(each).expanduser().absolute() for each in loaded.config.guardian.writable)
    return (_made(loaded.paths.state_dir), _made(loaded.paths.runtime_dir), *further)


def _made(folder: Path) -> Path:
    """Return a folder that exists: Landlock holds folders, not names."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"The folder {str(folder)!r} cannot be created: {error.strerror}.",
            hint="Set BATOS_HOME to a folder of yours.",
        ) from error
    return folder

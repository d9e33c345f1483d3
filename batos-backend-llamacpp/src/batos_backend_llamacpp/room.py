"""How much room there is for a model: on a disk, and in the memory."""

from __future__ import annotations

import shutil
from pathlib import Path

from batos.errors import BackendError
from batos.inference import free_memory

__all__ = ["check_memory", "free_disk"]


def free_disk(folder: Path) -> int:
    """Return the bytes that are free where a folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def check_memory(path: Path) -> None:
    """Refuse a model that surely does not fit: it would be read from the disk for each token.

    Raises:
        BackendError: Its file is larger than the memory that is free.
    """
    size, free = path.stat().st_size, free_memory()
    if size > free:
        raise BackendError(
            f"The model {path.stem!r} takes {size / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB "
            "are free.",
            hint="Take a smaller model, or one of fewer bits.",
        )

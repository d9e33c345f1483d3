"""How much room there is on this machine for a model."""

from __future__ import annotations

import shutil
from pathlib import Path

from batos.inference import within_container

__all__ = ["free_disk", "free_memory"]


def free_memory() -> int:
    """Return the bytes of memory that a model may take, container limits included."""
    import psutil

    return within_container(int(psutil.virtual_memory().available))


def free_disk(folder: Path) -> int:
    """Return the bytes that are free where a folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free

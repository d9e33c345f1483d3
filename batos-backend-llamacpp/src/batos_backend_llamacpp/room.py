"""How much room there is on a disk for a model."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["free_disk"]


def free_disk(folder: Path) -> int:
    """Return the bytes that are free where a folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free

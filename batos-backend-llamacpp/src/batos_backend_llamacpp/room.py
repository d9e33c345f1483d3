"""How much room there is on this machine for a model."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["free_disk", "free_memory"]

_GROUP = Path("/sys/fs/cgroup")


def free_memory() -> int:
    """Return the bytes of memory that a model may take, container limits included."""
    import psutil

    free = int(psutil.virtual_memory().available)
    try:
        most = (_GROUP / "memory.max").read_text(encoding="ascii").strip()
        if most != "max":
            used = int((_GROUP / "memory.current").read_text(encoding="ascii"))
            lines = (_GROUP / "memory.stat").read_text(encoding="ascii").splitlines()
            # What is kept of files gives way to whoever needs the memory.
            kept = {name: int(value) for name, value in (line.split() for line in lines)}
            free = min(free, int(most) - used + kept.get("file", 0))
    except (OSError, ValueError):
        pass  # no such limit, or not Linux
    return max(free, 0)


def free_disk(folder: Path) -> int:
    """Return the bytes that are free where a folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free

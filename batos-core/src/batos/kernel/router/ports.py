"""Who listens on a port, as far as the system tells."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["holder_of"]

_LISTEN = "0A"


def holder_of(port: int) -> str:
    """Return ``name (pid N)`` of the program that listens on a TCP port, or an empty text.

    Linux only, and only for processes of the same user; elsewhere the text is empty.
    """
    if sys.platform != "linux":
        return ""
    inodes = {inode for table in ("tcp", "tcp6") for inode in _listeners(table, port)}
    if not inodes:
        return ""
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _has_socket(process, wanted):
            try:
                name = (process / "comm").read_text("utf-8", "replace").strip()
            except OSError:
                continue
            return f"{name} (pid {process.name})"
    return ""


def _listeners(table: str, port: int) -> list[str]:
    try:
        lines = Path(f"/proc/net/{table}").read_text("ascii", "replace").splitlines()[1:]
    except OSError:
        return []
    rows = [line.split() for line in lines]
    return [
        row[9]
        for row in rows
        if len(row) > 9 and row[3] == _LISTEN and int(row[1].rpartition(":")[2], 16) == port
    ]


def _has_socket(process: Path, wanted: set[str]) -> bool:
    try:
        return any(_target(link) in wanted for link in (process / "fd").iterdir())
    except OSError:
        return False  # another user's process, or one that has just ended


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""

"""Blobs that are on the disk before the transaction that names them is.

Neither ZODB nor RelStorage waits for the disk to have a blob's bytes and its name: after a loss
of power a committed record could name a file that is empty, or is not there.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["sync_file", "sync_folders"]


def sync_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    # For reading only on POSIX: a committed blob may not be written any more.
    flags = os.O_RDONLY if os.name == "posix" else os.O_RDWR | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except PermissionError:
        if os.name == "posix":
            raise
        return  # Windows flushes only what may be written
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(path: Path, top: Path) -> None:
    """Wait until the names of a file and of the folders above it are on the disk.

    Args:
        path: The file.
        top: The last folder to care for; the ones above it were there before.
    """
    if os.name != "posix":
        return  # a folder cannot be opened there
    for folder in path.parents:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if folder == top:
            return

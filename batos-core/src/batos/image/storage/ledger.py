"""What is remembered of an image beside it: last backup, last pack, digests, ends that were torn.

The ledger is a convenience: an image without one is as good as any other. It is a JSON file next
to a file image, so that a file that moves takes it along, and in the state folder for others.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

__all__ = ["ledger_of", "note_in_ledger", "read_ledger", "write_whole"]


def ledger_of(file: Path) -> Path:
    """Return where the ledger of a file image is."""
    return Path(f"{file}.care.json")


def read_ledger(path: Path) -> dict[str, Any]:
    """Return what is noted about an image; nothing where it cannot be read.

    Args:
        path: The ledger.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def note_in_ledger(path: Path, **entries: Any) -> None:
    """Note something about an image; None forgets an entry.

    Where nothing can be written, as on a medium for reading, nothing is noted.

    Args:
        path: The ledger.
        entries: Plain data by names.
    """
    content = {**read_ledger(path), **entries}
    kept = {name: value for name, value in content.items() if value is not None}
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps(kept, indent=1).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a loss of power.

    Raises:
        OSError: It cannot be written.
    """
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)

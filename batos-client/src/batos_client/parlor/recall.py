"""What was typed before, and getting it back with the arrow keys."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from batos.errors import BatosError

__all__ = ["Recall"]

_MOST = 1000


class Recall:
    """Lines that were typed, the latest last, in a file that only its owner reads.

    Args:
        file: Where they are kept; one that cannot be read is begun anew.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.lines: list[str] = _read(file)
        self._at = len(self.lines)
        self._draft = ""

    def add(self, line: str) -> None:
        """Keep a line, unless it is the latest one again."""
        if not self.lines or self.lines[-1] != line:
            self.lines = [*self.lines, line][-_MOST:]
            from batos.wire.keys import write_private  # brings the socket's library

            # Where nothing can be written, it is remembered until the end.
            with contextlib.suppress(OSError, BatosError):
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_private(self._file, json.dumps(self.lines, ensure_ascii=False))
        self._at, self._draft = len(self.lines), ""

    def step(self, by: int, present: str) -> str:
        """Return an earlier line, or a later one; behind the latest stands what is being typed.

        Args:
            by: -1 or 1.
            present: What is in the editor now.
        """
        if self._at == len(self.lines):
            self._draft = present
        self._at = min(max(self._at + by, 0), len(self.lines))
        return self._draft if self._at == len(self.lines) else self.lines[self._at]


def _read(file: Path) -> list[str]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

"""The log of what models were asked: one JSON line each, named by the prompt's sha256."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from batos.inference.prompts import prompt_hash, prompt_text
from batos.inference.requests import Completion, CompletionRequest

__all__ = ["PromptLog"]


class PromptLog:
    """Writes who was asked and what it cost to a file that never grows past its limit.

    When the file would become larger than ``max_bytes`` it is renamed to ``<name>.1``, replacing
    the one before; so at most twice that much is kept. The file is readable by its owner only.

    Args:
        path: The file; its folder is made if need be.
        in_full: Whether prompts and answers themselves are written, which is what people typed;
            else the prompt's sha256 alone.
        max_bytes: Size at which a new file is begun.

    Attributes:
        dropped: Entries that could not be written, such as on a full disk.
    """

    def __init__(
        self, path: Path, *, in_full: bool = False, max_bytes: int = 16 * 1024 * 1024
    ) -> None:
        self.path = path
        self.dropped = 0
        self._in_full = in_full
        self._max_bytes = max_bytes
        self._lock = threading.Lock()

    def record(self, role: str, request: CompletionRequest, completion: Completion) -> str:
        """Write one entry and return the prompt's sha256."""
        prompt = prompt_text(request)
        digest = prompt_hash(prompt)
        entry: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "sha256": digest,
            "role": role,
            "backend": completion.backend,
            "model": completion.model,
            **({"adapter": completion.adapter} if completion.adapter else {}),
            "finish_reason": completion.finish_reason,
            "prompt_tokens": completion.prompt_tokens,
            "completion_tokens": completion.completion_tokens,
            "seconds": round(completion.seconds, 3),
            "temperature": request.temperature,
            "seed": request.seed,
        }
        if self._in_full:
            entry |= {"prompt": prompt, "text": completion.text}
        line = json.dumps(entry).encode("ascii") + b"\n"
        with self._lock:
            try:
                self._append(line)
            except OSError:
                # An answer that was paid for is worth more than its log entry; the count tells.
                self.dropped += 1
        return digest

    def _append(self, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size + len(line) > self._max_bytes:
            self.path.replace(self.path.with_name(self.path.name + ".1"))
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line)

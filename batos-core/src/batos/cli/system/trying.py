"""Trying a backend: three prompts, and what came of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from batos.errors import BackendError
from batos.inference import (
    Backend,
    CancelToken,
    CompletionRequest,
    ExtractionError,
    Message,
    TextChunk,
    extract_method,
)

__all__ = ["PromptTried", "tried"]

_SECONDS = 120.0
_SCHEMA = {
    "type": "object",
    "properties": {"sum": {"type": "integer"}},
    "required": ["sum"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True)
class PromptTried:
    """What came of one prompt.

    Attributes:
        prompt: Its name.
        first_s: Seconds until the first text; 0 where none came.
        tokens: Tokens of the answer.
        seconds: Seconds until its end.
        ended: Why it ended, or what went wrong.
        answer: The answer, in one line.
        ok: Whether it was what it should be.
    """

    prompt: str
    first_s: float = 0.0
    tokens: int = 0
    seconds: float = 0.0
    ended: str = ""
    answer: str = ""
    ok: bool = False

    @property
    def speed(self) -> float:
        """Tokens a second, from the first text on."""
        rest = self.seconds - self.first_s
        return (self.tokens - 1) / rest if self.tokens > 1 and rest > 0 else 0.0

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "tokens_per_s": round(self.speed, 2)}

    def as_line(self) -> dict[str, Any]:
        """Return it as a line of a table."""
        return {
            "prompt": self.prompt,
            "first token": f"{self.first_s:.2f} s",
            "tokens/s": f"{self.speed:.1f}",
            "tokens": self.tokens,
            "ended": self.ended if self.ok else f"{self.ended}, and is wrong",
            "answer": self.answer,
        }


def tried(backend: Backend) -> Iterator[PromptTried]:
    """Send three prompts to a loaded backend and yield what came of each."""
    text, tried_text = _asked(backend, "text", prompt="1, 2, 3, 4, 5,", max_tokens=24)
    yield _judged(tried_text, "6" in text)
    wish = "Write a Python function double(number) that returns twice the number. Only the code."
    code, tried_code = _asked(backend, "code", messages=(Message("user", wish),), max_tokens=96)
    yield _judged(tried_code, _is_code(code))
    if not backend.capabilities().schema:
        yield PromptTried(prompt="json", ended="not declared", ok=True)
        return
    asked = (Message("user", "What is the sum of 2 and 3? Answer as JSON."),)
    said, tried_said = _asked(backend, "json", messages=asked, json_schema=_SCHEMA, max_tokens=32)
    yield _judged(tried_said, _is_bound(said))


def _asked(backend: Backend, name: str, **fields: Any) -> tuple[str, PromptTried]:
    began, first = time.monotonic(), 0.0
    pieces: list[str] = []
    request = CompletionRequest(deadline_s=_SECONDS, **fields)
    try:
        for chunk in backend.complete(request, CancelToken()):
            if isinstance(chunk, TextChunk):
                first = first or time.monotonic() - began
                pieces.append(chunk.text)
            else:
                done = chunk
    except BackendError as error:
        return "", PromptTried(prompt=name, ended=error.message)
    text = "".join(pieces)
    return text, PromptTried(
        prompt=name,
        first_s=first,
        tokens=done.completion_tokens,
        seconds=time.monotonic() - began,
        ended=done.finish_reason,
        answer=" ".join(text.split())[:60],
    )


def _judged(found: PromptTried, ok: bool) -> PromptTried:
    return replace(found, ok=ok and found.ended in ("stop", "length"))


def _is_code(text: str) -> bool:
    try:
        return bool(extract_method(text, "double"))
    except ExtractionError:
        return False


def _is_bound(text: str) -> bool:
    try:
        return isinstance(json.loads(text)["sum"], int)
    except (ValueError, KeyError, TypeError):
        return False

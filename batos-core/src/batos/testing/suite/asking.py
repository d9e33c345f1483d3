"""Asking a backend, and looking at the form of what comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batos.inference.backend import Backend, CancelToken, no_progress
from batos.inference.requests import CompletionRequest, DoneChunk, TextChunk

__all__ = ["WORD", "Heard", "ask", "load_and_ask", "words"]

WORD = "word "


@dataclass(frozen=True)
class Heard:
    """An answer with the pieces that it came in."""

    pieces: tuple[str, ...]
    done: DoneChunk

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(self.pieces)


def ask(backend: Backend, cancel: CancelToken | None = None, **fields: Any) -> Heard:
    """Ask, and look at the form of what comes."""
    fields.setdefault("deadline_s", 120.0)
    chunks = list(backend.complete(CompletionRequest(**fields), cancel or CancelToken()))
    *pieces, done = chunks
    assert isinstance(done, DoneChunk), "the last chunk is the end"
    texts = [each.text for each in pieces if isinstance(each, TextChunk)]
    assert len(texts) == len(pieces), "there is exactly one end"
    assert all(texts), "no piece is empty"
    return Heard(tuple(texts), done)


def words(backend: Backend, tokens: int) -> str:
    """Return a prompt with about as many tokens, by what the backend counts."""
    few, many = (
        ask(backend, prompt=WORD * count, max_tokens=1).done.prompt_tokens for count in (16, 32)
    )
    each = max((many - few) / 16, 1.0)
    return WORD * int((tokens - (few - 16 * each)) / each)


def load_and_ask(backend: Backend) -> None:
    """Load a backend, and ask it for a word."""
    backend.load(no_progress)
    ask(backend, prompt="Hello", max_tokens=2, deadline_s=60)

"""One answer on its way from the thread that computes it to the reader's."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from batos.errors import BackendError
from batos.inference import Chunk, DoneChunk, FinishReason, TextChunk
from batos.inference.limits import Limits

__all__ = ["Answer"]

_LOOK_EVERY_S = 0.05
"""How often the reader looks at its limits while no text comes."""


@dataclass(frozen=True)
class _Piece:
    """What comes of one sample: its number, more text, its tokens so far, and why it has ended."""

    number: int
    text: str
    tokens: int
    reason: FinishReason | None


class Answer:
    """The samples of one request.

    Args:
        count: How many.
        prompt_tokens: Tokens of the prompt.
        limits: When to give up on them.
    """

    def __init__(self, count: int, prompt_tokens: int, limits: Limits) -> None:
        self._prompt_tokens = prompt_tokens
        self._limits = limits
        self._left = threading.Event()
        self._queue: queue.SimpleQueue[_Piece | Exception | None] = queue.SimpleQueue()
        self._open = dict.fromkeys(range(count), 0)

    # Called by the thread that computes.

    def is_wanted(self) -> bool:
        """Return whether anybody still waits for more."""
        # The limits too, because a reader may be slow.
        return not self._left.is_set() and self._limits.ended_early() is None

    def add(self, number: int, text: str, tokens: int, reason: FinishReason | None) -> None:
        """Add to a sample, and say why it has ended if it has."""
        self._queue.put(_Piece(number, text, tokens, reason))

    def fail(self, error: Exception) -> None:
        """Hand an error to the reader."""
        self._queue.put(error)

    def no_more(self) -> None:
        """Say that nothing more comes."""
        self._queue.put(None)

    # Called by the reader.

    def leave(self) -> None:
        """Want no more: the work ends at its next layer."""
        self._left.set()

    def chunks(self) -> Iterator[tuple[int, Chunk]]:
        """Yield what comes, until every sample has its end.

        Raises:
            BackendError: The model failed.
        """
        while self._open and self._limits.ended_early() is None:
            try:
                piece = self._queue.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                continue
            if piece is None:
                break
            if isinstance(piece, Exception):
                raise piece
            if piece.text:
                yield piece.number, TextChunk(piece.text)
            self._open[piece.number] = piece.tokens
            if piece.reason is not None:
                yield piece.number, self._done(piece.number, piece.reason)
        yield from self.endings()

    def endings(self) -> Iterator[tuple[int, Chunk]]:
        """Yield the end of each sample that the model did not end itself.

        Raises:
            BackendError: There is no reason why they have ended.
        """
        reason = self._limits.ended_early()
        if self._open and reason is None:
            raise BackendError("The model ended the request without an answer.")
        for number in list(self._open):
            assert reason is not None
            yield number, self._done(number, reason)

    def _done(self, number: int, reason: FinishReason) -> DoneChunk:
        return DoneChunk(
            finish_reason=reason,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._open.pop(number),
            seconds=self._limits.seconds,
        )

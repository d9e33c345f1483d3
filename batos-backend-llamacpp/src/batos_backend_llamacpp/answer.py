"""One answer on its way from llama.cpp's thread to the reader's."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from batos.errors import BackendError
from batos.inference.backend import CancelToken
from batos.inference.bound import is_unbound
from batos.inference.limits import Limits
from batos.inference.requests import Chunk, CompletionRequest, DoneChunk, FinishReason, TextChunk

__all__ = ["AnswerStream"]

_LOOK_EVERY_S = 0.05
"""How often the reader looks at its cancel token while no text comes."""


class AnswerStream:
    """The chunks of one request, which may be several samples, and when to give up on them.

    Args:
        request: What was asked.
        count: Samples of it.
        cancel: Ends the answer when it is cancelled.
        closing: Set when the backend is being closed.
    """

    def __init__(
        self,
        request: CompletionRequest,
        count: int,
        cancel: CancelToken,
        closing: threading.Event,
    ) -> None:
        self._limits = Limits(cancel, request.deadline_s, closing)
        self._bound_by_schema = request.json_schema is not None
        self._stopped = threading.Event()
        self._queue: queue.SimpleQueue[Mapping[str, Any] | Exception | None] = queue.SimpleQueue()
        self._texts: list[list[str]] = [[] for _ in range(count)]
        self._prompt_tokens = 0
        self._open = dict.fromkeys(range(count))

    # Called by llama.cpp's thread.

    def hear(self, chunk: Mapping[str, Any]) -> bool:
        """Take a chunk; true when no more are wanted, which ends the request."""
        # Asked here too, because a reader may be slow or gone.
        if self._stopped.is_set() or self.ended_early() is not None:
            return True
        self._queue.put(chunk)
        return False

    def fail(self, error: Exception) -> None:
        """Hand an error of the native library to the reader."""
        self._queue.put(error)

    def no_more(self) -> None:
        """Say that the request is over."""
        self._queue.put(None)

    # Called by the reader.

    def stop(self) -> None:
        """Want no more: llama.cpp ends the request at its next token or batch of the prompt."""
        self._stopped.set()

    def ended_early(self) -> FinishReason | None:
        """Return why the answer should end before the model is done, if it should."""
        return self._limits.ended_early()

    def raw_chunks(self) -> Iterator[Mapping[str, Any]]:
        """Yield llama.cpp's chunks until it is done or the answer should end early.

        Raises:
            BackendError: The native library failed.
        """
        while self.ended_early() is None:
            try:
                item = self._queue.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                raise BackendError(f"llama.cpp failed: {item}") from item
            yield item

    def parse(self, raw: Mapping[str, Any]) -> Iterator[tuple[int, Chunk]]:
        """Yield what one of llama.cpp's chunks says.

        Raises:
            BackendError: An answer was to follow a JSON schema and is not JSON.
        """
        progress = raw.get("prompt_progress")
        if progress:
            self._prompt_tokens = int(progress["total"])
        for choice in raw.get("choices", ()):
            number = int(choice.get("index", 0))
            text = choice.get("text") or choice.get("delta", {}).get("content") or ""
            if text:
                self._texts[number].append(text)
                yield number, TextChunk(text)
            reason = choice.get("finish_reason")
            if reason is not None and number in self._open:
                yield number, self._done(number, raw.get("usage", {}), reason)

    def endings(self) -> Iterator[tuple[int, Chunk]]:
        """Yield the end of each sample that the model did not end itself.

        Raises:
            BackendError: The request ended early for no reason of ours.
        """
        reason = self.ended_early()
        if self._open and reason is None:
            raise BackendError("llama.cpp ended the request without an answer.")
        for number in list(self._open):
            assert reason is not None
            yield number, self._done(number, {}, reason)

    def _done(self, number: int, usage: Mapping[str, Any], reason: str) -> DoneChunk:
        del self._open[number]
        text = "".join(self._texts[number])
        # llama.cpp says nothing when it cannot read the schema.
        if self._bound_by_schema and is_unbound(text, whole=reason == "stop"):
            raise BackendError("llama.cpp could not bind the answer to the JSON schema.")
        return DoneChunk(
            finish_reason="length" if reason == "length" else _reason(reason),
            prompt_tokens=int(usage.get("prompt_tokens", self._prompt_tokens)),
            # An interrupted answer has no count of its own; a chunk is a token but for letters
            # that take several.
            completion_tokens=int(usage.get("completion_tokens", len(self._texts[number]))),
            seconds=self._limits.seconds,
        )


def _reason(reason: str) -> FinishReason:
    return reason if reason in ("cancelled", "deadline") else "stop"  # type: ignore[return-value]

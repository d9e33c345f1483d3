"""Asking for several answers at once, and reading each to its end."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from batos.errors import BackendError, CancelledError
from batos.inference.backend import Backend, BatchBackend
from batos.inference.requests import Chunk, Completion, CompletionRequest, TextChunk

__all__ = ["AdapterFit", "chains_of", "close_stream", "collect"]

_logger = logging.getLogger(__name__)


class AdapterFit:
    """Asks a backend without adapters for the bare model's answer, and warns of it once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def __call__(self, backend: Backend, request: CompletionRequest) -> CompletionRequest:
        """Return a request as a backend can answer it."""
        if request.adapter is None or backend.capabilities().adapters:
            return request
        if (backend.name, request.adapter) not in self._told:
            self._told.add((backend.name, request.adapter))
            _logger.warning(
                "Backend %r has no adapters: it answers without %r, with the bare model.",
                backend.name,
                request.adapter,
            )
        return replace(request, adapter=None)


def collect(
    backend: Backend,
    chunks: Iterator[tuple[int, Chunk]],
    count: int,
    hear: Callable[[str], None] | None,
    adapter: str = "",
) -> list[Completion]:
    """Read the chunks of ``count`` answers to their ends.

    Raises:
        CancelledError: One of them was cancelled.
        BackendError: The backend stopped before an answer was complete.
    """
    texts: list[list[str]] = [[] for _ in range(count)]
    done: dict[int, Completion] = {}
    for number, chunk in chunks:
        if isinstance(chunk, TextChunk):
            texts[number].append(chunk.text)
            if hear is not None:
                hear(chunk.text)
            continue
        if chunk.finish_reason == "cancelled":
            raise CancelledError("The model was stopped because the work was cancelled.")
        done[number] = Completion(
            text="".join(texts[number]),
            finish_reason=chunk.finish_reason,
            prompt_tokens=chunk.prompt_tokens,
            completion_tokens=chunk.completion_tokens,
            seconds=chunk.seconds,
            backend=backend.name,
            model=backend.model,
            adapter=adapter,
        )
    if len(done) != count:
        raise BackendError(f"Backend {backend.name!r} ended an answer without saying why.")
    return [done[number] for number in range(count)]


def close_stream(chunks: Iterator[object]) -> None:
    """Close a stream of chunks, which stops the work behind one that was left early."""
    close = getattr(chunks, "close", None)
    if close is not None:
        close()


def chains_of(
    backend: Backend, requests: Sequence[CompletionRequest]
) -> Iterator[list[list[CompletionRequest]]]:
    """Yield what is asked at the same time: chains of what is asked one after the other.

    Each link of a chain is a list of requests that are drawn together.
    """
    if not isinstance(backend, BatchBackend):
        yield from ([[each]] for each in requests)
        return
    most = backend.capabilities().parallel
    for _, run in itertools.groupby(requests, lambda each: (each.prompt, each.messages)):
        chain: list[list[CompletionRequest]] = []
        for each in run:
            last = chain[-1] if chain else None
            # What is left of a budget differs from one request to the next by a blink.
            if (
                last
                and len(last) < most
                and replace(each, seed=last[0].seed, deadline_s=last[0].deadline_s) == last[0]
            ):
                last.append(each)
            else:
                chain.append([each])
        yield chain

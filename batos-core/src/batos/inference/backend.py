"""The contract of an inference backend: one request type in, a stream of typed chunks out.

A backend is anything with the shape of :class:`Backend`; nothing needs to be inherited. What only
some backends can do is a protocol of its own, so that asking is an ``isinstance``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from batos.errors import CancelledError
from batos.inference.requests import Chunk, CompletionRequest

__all__ = [
    "Backend",
    "BatchBackend",
    "CancelToken",
    "Capabilities",
    "DescribedBackend",
    "EmbeddingBackend",
    "FileBackend",
    "Progress",
    "no_progress",
]

Progress: TypeAlias = Callable[[str, float | None], None]
"""Called with what is going on and the share that is done (0 to 1), or ``None`` if unknown."""


def no_progress(what: str, share: float | None) -> None:
    """Ignore progress; for callers with nobody to show it to."""


class CancelToken:
    """A thread-safe wish that some work should stop.

    Args:
        parents: Tokens whose cancelling also cancels this one.
    """

    def __init__(self, *parents: CancelToken) -> None:
        # Nobody waits for it, so that a plain value does: it is set once and only read then. An
        # Event costs several microseconds, and each message has a token.
        self._cancelled = False
        self._parents = parents

    def cancel(self) -> None:
        """Ask for the work to stop; asking again changes nothing."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked, here or at a parent."""
        return self._cancelled or any(parent.cancelled for parent in self._parents)

    def raise_if_cancelled(self) -> None:
        """Raise ``CancelledError`` if somebody asked."""
        if self.cancelled:
            raise CancelledError("The work was cancelled.")


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a backend can do with its model.

    Attributes:
        streaming: Text arrives while it is made, not all at the end.
        embeddings: It can turn texts into vectors; see :class:`EmbeddingBackend`.
        grammar: ``grammar`` of a request binds the answer.
        choices: A ``grammar`` that is a choice between a few texts binds the answer, if no other.
        schema: ``json_schema`` of a request binds the answer.
        seeds: A request with a ``seed`` gets the same answer again.
        adapters: ``adapter`` of a request is applied to its answer and to no other.
        chat: The model has a chat template of its own; without one, messages are rendered as
            plain text.
        context_window: Tokens that prompt and answer of one request may have together.
        parallel: Requests that are worked on at the same time.
    """

    streaming: bool = True
    embeddings: bool = False
    grammar: bool = False
    choices: bool = False
    schema: bool = False
    seeds: bool = False
    adapters: bool = False
    chat: bool = False
    context_window: int
    parallel: int = 1


class Backend(Protocol):
    """One model, ready to answer. Every method may be called from any thread."""

    @property
    def name(self) -> str:
        """Name of the kind of backend, such as ``llamacpp``."""

    @property
    def model(self) -> str:
        """Name of the model."""

    def capabilities(self) -> Capabilities:
        """Return what the backend can do; exact once it is loaded."""

    def load(self, progress: Progress) -> None:
        """Make the model ready. A second call returns at once.

        Raises:
            ModelFileError: The model's files are missing or damaged.
            BackendError: The model cannot be loaded.
        """

    def complete(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Answer a request: text chunks, then exactly one ``DoneChunk``.

        Cancelling, a passed deadline, and closing the iterator stop the work itself and free
        its place, not only the output.

        Raises:
            PromptTooLongError: The prompt does not fit; it is never cut. ``details`` has its
                ``prompt_tokens`` and the ``context_window``.
            AdapterError: It declares ``adapters``, and the one that is asked for is not there, is
                damaged, or was made for another model.
            BackendError: The backend cannot answer, or not as the request binds it: what it
                cannot bind is refused, and never answered unbound.
        """

    def close(self) -> None:
        """Stop running requests and give the model's memory back."""


@runtime_checkable
class BatchBackend(Protocol):
    """A backend that draws several samples of one request and reads its prompt only once."""

    def complete_many(
        self, request: CompletionRequest, count: int, cancel: CancelToken
    ) -> Iterator[tuple[int, Chunk]]:
        """Draw ``count`` samples; yields the sample's number with each chunk.

        Each sample ends with its own ``DoneChunk``. ``count`` may not be larger than
        ``capabilities().parallel``.
        """


@runtime_checkable
class EmbeddingBackend(Protocol):
    """A backend that can turn texts into vectors."""

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> Sequence[Sequence[float]]:
        """Return one vector for each text, in order and all of one length.

        Raises:
            PromptTooLongError: A text does not fit; it is never cut.
            CancelledError: It was cancelled.
            BackendError: The backend or its model cannot do it.
        """


@runtime_checkable
class DescribedBackend(Protocol):
    """A backend that can tell more about its model, for provenance."""

    def details(self) -> Mapping[str, str]:
        """Return facts about the loaded model, such as its ``quantisation``."""


@runtime_checkable
class FileBackend(Protocol):
    """A backend whose model is a file of this machine."""

    def model_file(self) -> Path:
        """Return the model's file, as it is or as it will be once it is fetched."""

    def check_files(self) -> None:
        """Do nothing where :meth:`Backend.load` would find what it needs; nothing is loaded.

        Raises:
            ModelFileError: A file is missing, or is no model.
        """

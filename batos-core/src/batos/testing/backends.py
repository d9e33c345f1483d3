"""Backends without a model: one follows a script, one says back what it was asked.

Both keep the whole contract of a backend — window, stops, token limit, cancel, deadline — with
words for tokens, so that what works with them works with a model.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from batos.errors import BackendError, PromptTooLongError
from batos.inference.backend import CancelToken, Capabilities, Progress
from batos.inference.prompts import prompt_text
from batos.inference.requests import Chunk, CompletionRequest, DoneChunk, FinishReason, TextChunk

__all__ = ["EchoBackend", "ScriptedBackend"]

_WORDS = re.compile(r"(?:\A\s++)?\S++\s*+")


class ScriptedBackend:
    """Answers from a list, in order, or from a function of the request.

    Args:
        answers: The answers, or what makes one. A ``BackendError`` in the list, or raised by the
            function, is raised in place of an answer.
        name: Name of the backend.
        model: Name of the model.
        context_window: Words that prompt and answer may have together.
        parallel: Requests that are worked on at the same time.
        binds: Whether the script answers as grammars and schemas bind it; without, a request that
            has one is refused, as by a backend that cannot bind.

    Attributes:
        requests: Every request so far, in the order they came.
        words_told: Words of all answers so far.

    Example:
        >>> from batos.inference import CancelToken, CompletionRequest
        >>> backend = ScriptedBackend(["a fine answer"])
        >>> request = CompletionRequest(prompt="Say something.")
        >>> chunks = list(backend.complete(request, CancelToken()))
        >>> "".join(chunk.text for chunk in chunks[:-1])
        'a fine answer'
        >>> chunks[-1].finish_reason
        'stop'
    """

    def __init__(
        self,
        answers: Sequence[str | BackendError] | Callable[[CompletionRequest], str],
        *,
        name: str = "scripted",
        model: str = "script",
        context_window: int = 4096,
        parallel: int = 1,
        binds: bool = True,
    ) -> None:
        self.name = name
        self.model = model
        self.requests: list[CompletionRequest] = []
        self._answer = answers if callable(answers) else None
        self._script = [] if callable(answers) else list(answers)
        self._capabilities = Capabilities(
            grammar=binds, schema=binds, context_window=context_window, parallel=parallel
        )
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self.words_told = 0

    def capabilities(self) -> Capabilities:
        """Return what was given at construction; no embeddings, seeds, adapters or chat."""
        return self._capabilities

    def load(self, progress: Progress) -> None:
        """Say that the backend is ready.

        Raises:
            BackendError: It is closed.
        """
        if self._closed.is_set():
            raise BackendError(f"Backend {self.name!r} is closed.")
        progress(f"Loaded {self.model}", 1.0)

    def close(self) -> None:
        """Stop running requests and answer no more."""
        self._closed.set()

    def complete(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Answer with the next text of the script, word by word.

        Raises:
            PromptTooLongError: The prompt has as many words as the window, or more.
            BackendError: The script says so or has come to its end, the request binds the answer
                and the backend does not, or it is closed.
        """
        began = time.monotonic()
        if self._closed.is_set():
            raise BackendError(f"Backend {self.name!r} is closed.")
        if (request.grammar or request.json_schema) and not self._capabilities.grammar:
            raise BackendError(f"Backend {self.name!r} cannot bind an answer.")
        asked = len(_WORDS.findall(prompt_text(request)))
        window = self._capabilities.context_window
        if asked >= window:
            raise PromptTooLongError(
                f"The prompt has {asked} tokens and the model's window holds {window}.",
                details={"prompt_tokens": asked, "context_window": window},
            )
        text, reason = _until_stop(self._next(request), request.stop)
        told = 0
        for word in _WORDS.findall(text):
            early = self._early(cancel, began + request.deadline_s)
            if early is None and told == min(request.max_tokens, window - asked):
                early = "length"
            if early is not None:
                reason = early
                break
            told += 1
            self.words_told += 1
            yield TextChunk(word)
        yield DoneChunk(
            finish_reason=reason,
            prompt_tokens=asked,
            completion_tokens=told,
            seconds=time.monotonic() - began,
        )

    def _early(self, cancel: CancelToken, until: float) -> FinishReason | None:
        if cancel.cancelled or self._closed.is_set():
            return "cancelled"
        return "deadline" if time.monotonic() >= until else None

    def _next(self, request: CompletionRequest) -> str:
        with self._lock:
            self.requests.append(request)
            if self._answer is None:
                if not self._script:
                    raise BackendError("The script has no further answer.")
                answer = self._script.pop(0)
                if isinstance(answer, BackendError):
                    raise answer
                return answer
        return self._answer(request)


class EchoBackend(ScriptedBackend):
    """Answers with its prompt, or with the last message of a conversation.

    Args:
        context_window: Words that prompt and answer may have together.
        parallel: Requests that are worked on at the same time.
    """

    def __init__(self, *, context_window: int = 4096, parallel: int = 4) -> None:
        super().__init__(
            lambda request: (
                request.prompt if request.prompt is not None else request.messages[-1].content
            ),
            name="echo",
            model="echo",
            context_window=context_window,
            parallel=parallel,
            binds=False,
        )


def _until_stop(text: str, stops: Sequence[str]) -> tuple[str, FinishReason]:
    ends = [at for at in (text.find(stop) for stop in stops) if at >= 0]
    return text[: min(ends, default=len(text))], "stop"

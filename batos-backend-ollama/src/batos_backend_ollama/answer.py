"""One answer, put together from what a server streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from batos.errors import BackendError
from batos.inference.bound import is_unbound
from batos.inference.counting import asked_tokens, check_whole
from batos.inference.limits import Limits
from batos.inference.requests import Chunk, CompletionRequest, DoneChunk, FinishReason, TextChunk
from batos.inference.stops import StopScanner
from batos_backend_ollama.refusals import WINDOW_HINT

__all__ = ["AnswerStream"]


class AnswerStream:
    """What came so far.

    Args:
        request: What was asked.
        limits: When to give up.
        window: Tokens that prompt and answer may have together.
    """

    def __init__(self, request: CompletionRequest, limits: Limits, window: int) -> None:
        self._request = request
        self._limits = limits
        self._window = window
        self._scanner = StopScanner(request.stop)
        self._texts: list[str] = []
        self._pieces = 0
        self._last: Any = None

    @property
    def over(self) -> bool:
        """Whether a stop text was met that the server went past."""
        return self._scanner.stopped

    @property
    def counted(self) -> int:
        """Tokens of the prompt by the server's count; 0 where it has told none yet."""
        return int(getattr(self._last, "prompt_eval_count", None) or 0)

    @property
    def is_doubtful(self) -> bool:
        """Whether the count is what servers leave of a prompt that they cut to half a window.

        Half of it and two tokens have been seen (ollama 17427, 17889), also with status 200.
        """
        half = self._window // 2
        return half <= self.counted <= half + 2

    def parse(self, part: Any) -> Iterator[Chunk]:
        """Yield what one of the server's objects says."""
        message = getattr(part, "message", None)
        piece = (message.content if message is not None else getattr(part, "response", "")) or ""
        if piece:
            self._pieces += 1
            if text := self._scanner.feed(piece):
                self._texts.append(text)
                yield TextChunk(text)
        if part.done:
            self._last = part

    def ending(self) -> Iterator[Chunk]:
        """Yield the end.

        Raises:
            PromptTooLongError: The server has cut the prompt.
            BackendError: The stream ended in the middle or for a reason that is no end of an
                answer, or nothing has bound it to its schema.
        """
        asked = asked_tokens(self._request)
        counted = self.counted
        made = int(getattr(self._last, "eval_count", None) or 0)
        check_whole(asked, counted, self._window, WINDOW_HINT)
        if rest := self._scanner.rest():
            self._texts.append(rest)
            yield TextChunk(rest)
        reason = self._reason(counted + made)
        if self._request.json_schema is not None and is_unbound(
            "".join(self._texts), whole=reason == "stop"
        ):
            raise BackendError("Ollama did not bind the answer to the JSON schema.")
        yield DoneChunk(
            finish_reason=reason,
            prompt_tokens=counted or (asked if self._pieces else 0),
            completion_tokens=made or self._pieces,
            seconds=self._limits.seconds,
        )

    def _reason(self, tokens: int) -> FinishReason:
        if self._scanner.stopped:
            return "stop"
        if self._last is not None:
            said = str(self._last.done_reason or "stop")  # the oldest versions say nothing
            # An older server goes on past its window, and drops the beginning of the prompt.
            if said == "length" or tokens > self._window:
                return "length"
            if said == "stop":
                return "stop"
            raise BackendError(f"Ollama ended the answer for a reason {said!r}.")
        early = self._limits.ended_early()
        if early is None:
            raise BackendError("Ollama ended the answer in the middle, without saying why.")
        return early

"""The samples of one request, put together from what a server streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from batos.errors import BackendError
from batos.inference.bound import is_unbound
from batos.inference.counting import asked_tokens, check_whole
from batos.inference.limits import Limits
from batos.inference.requests import Chunk, CompletionRequest, DoneChunk, FinishReason, TextChunk
from batos.inference.stops import StopScanner
from batos_backend_openai.refusals import WINDOW_HINT

__all__ = ["AnswerStream"]

_REASONS: dict[str, FinishReason] = {
    "stop": "stop",
    "length": "length",
    "eos": "stop",
    "tool_calls": "stop",
    "function_call": "stop",
}


class _Sample:
    def __init__(self, stops: tuple[str, ...]) -> None:
        self.scanner = StopScanner(stops)
        self.texts: list[str] = []
        self.pieces = 0
        self.reason = ""

    def hear(self, piece: str) -> str:
        self.pieces += 1
        text = self.scanner.feed(piece)
        self.texts.append(text)
        return text

    def rest(self) -> str:
        text = self.scanner.rest()
        self.texts.append(text)
        return text


class AnswerStream:
    """What came so far.

    Args:
        request: What was asked.
        numbers: The samples that are drawn.
        limits: When to give up.
        window: Tokens that prompt and answer may have together.
    """

    def __init__(
        self, request: CompletionRequest, numbers: list[int], limits: Limits, window: int
    ) -> None:
        self._request = request
        self._numbers = numbers
        self._limits = limits
        self._window = window
        self._samples = [_Sample(request.stop) for _ in numbers]
        self._prompt_tokens = 0
        self._completion_tokens: int | None = None

    @property
    def over(self) -> bool:
        """Whether every sample has met a stop text, so that nothing more is wanted.

        Servers end an answer at a stop text themselves; some take four of them at most, and some
        none.
        """
        return all(sample.scanner.stopped for sample in self._samples)

    @property
    def missing(self) -> list[int]:
        """The samples of which nothing came, because the server draws one at a time."""
        pairs = zip(self._numbers, self._samples, strict=True)
        return [number for number, each in pairs if not (each.reason or each.pieces)]

    def parse(self, raw: Any) -> Iterator[tuple[int, Chunk]]:
        """Yield what one of the server's chunks says."""
        usage = getattr(raw, "usage", None)
        if usage is not None:
            self._prompt_tokens = int(usage.prompt_tokens or 0)
            self._completion_tokens = int(usage.completion_tokens or 0)
        for choice in getattr(raw, "choices", None) or ():
            if not 0 <= choice.index < len(self._samples):
                continue
            sample = self._samples[choice.index]
            delta = getattr(choice, "delta", None)
            piece = (delta.content if delta is not None else getattr(choice, "text", "")) or ""
            if piece and (text := sample.hear(piece)):
                yield self._numbers[choice.index], TextChunk(text)
            if choice.finish_reason:
                sample.reason = str(choice.finish_reason)

    def endings(self) -> Iterator[tuple[int, Chunk]]:
        """Yield the end of each sample of which something came, or that ended early.

        Raises:
            PromptTooLongError: The server has cut the prompt.
            BackendError: The stream ended in the middle, the server withheld the answer, or it
                did not bind it.
        """
        early = self._limits.ended_early()
        asked = asked_tokens(self._request)
        check_whole(asked, self._prompt_tokens, self._window, WINDOW_HINT)
        missing = set(self.missing) if early is None and len(self._numbers) > 1 else set()
        for number, sample in zip(self._numbers, self._samples, strict=True):
            if number in missing:
                continue
            if rest := sample.rest():
                yield number, TextChunk(rest)
            reason = self._reason(sample, early)
            text = "".join(sample.texts)
            if self._request.json_schema is not None and is_unbound(text, whole=reason == "stop"):
                raise BackendError(
                    "The server did not bind the answer to the JSON schema.",
                    hint="Set json_schema to false where it cannot do that.",
                )
            yield (
                number,
                DoneChunk(
                    finish_reason=reason,
                    prompt_tokens=self._prompt_tokens or asked,
                    completion_tokens=self._tokens(sample),
                    seconds=self._limits.seconds,
                ),
            )

    def _tokens(self, sample: _Sample) -> int:
        # The server's count is of all samples together; a piece is a token but for letters that
        # take several.
        if self._completion_tokens is not None and len(self._samples) == 1:
            return self._completion_tokens
        return sample.pieces

    def _reason(self, sample: _Sample, early: FinishReason | None) -> FinishReason:
        if sample.scanner.stopped:
            return "stop"
        if sample.reason in _REASONS:
            return _REASONS[sample.reason]
        if early is not None:
            return early
        if sample.reason == "content_filter":
            raise BackendError("The server withheld the answer: its filter of contents objects.")
        if sample.reason:
            raise BackendError(f"The server ended the answer for a reason {sample.reason!r}.")
        raise BackendError("The server ended the answer in the middle, without saying why.")

"""One sample while it is written: tokens become text, up to a stop text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from tokenizers.decoders import DecodeStream

from batos.inference import StopScanner

__all__ = ["Writing"]


class Writing:
    """Turns the tokens of one sample into text, letters of several tokens whole.

    Args:
        tokenizer: The library's tokenizer.
        prompt: Tokens before the answer; some tokenizers give the first word of a text no blank.
        stops: Texts that end the answer.
        ends: Tokens that end it.

    Attributes:
        tokens: Tokens so far, without the one that has ended it.
        ended: Whether the model has ended it, or a stop text was met.
    """

    def __init__(
        self, tokenizer: Any, prompt: Sequence[int], stops: Sequence[str], ends: Collection[int]
    ) -> None:
        self.tokens = 0
        self.ended = False
        self._tokenizer = tokenizer.backend_tokenizer
        self._decoder = DecodeStream(ids=list(prompt), skip_special_tokens=True)
        self._scanner = StopScanner(stops)
        self._ends = ends

    def take(self, token: int) -> str:
        """Take the next token and return what may be passed on."""
        if token in self._ends:
            self.ended = True
            return self._scanner.rest()
        self.tokens += 1
        piece = self._decoder.step(self._tokenizer, token) or ""
        text = self._scanner.feed(piece)
        self.ended = self._scanner.stopped
        return text

    def rest(self) -> str:
        """Return what was held back for a stop text, once no more tokens come."""
        return self._scanner.rest()

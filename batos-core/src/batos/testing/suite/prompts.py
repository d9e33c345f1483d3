"""Prompts of many tokens: read whole or refused."""

from __future__ import annotations

import pytest

from batos.errors import PromptTooLongError
from batos.inference.backend import Backend
from batos.inference.requests import Message
from batos.testing.suite.asking import WORD, ask, words
from batos.testing.suite.base import SuiteBase

__all__ = ["PromptTests"]


class PromptTests(SuiteBase):
    """What becomes of a prompt that is nearly too long, and of one that is."""

    def test_a_prompt_that_does_not_fit_is_refused_with_both_numbers(
        self, backend: Backend
    ) -> None:
        """It is never cut in silence: the error tells how long it is and what there is room for.

        If this fails: a server that answers has cut the prompt. Compare what it counted with
        ``batos.inference.counting``, and tell it not to cut where it can be told.
        """
        window = backend.capabilities().context_window
        for prompt in (WORD * (2 * window), words(backend, window + 24)):
            with pytest.raises(PromptTooLongError) as caught:
                ask(backend, prompt=f"The secret is bat. {prompt}", max_tokens=4, deadline_s=240)
            details = caught.value.details
            assert details["context_window"] == window
            assert details["prompt_tokens"] >= window
            assert str(details["prompt_tokens"]) in caught.value.message
            assert str(window) in caught.value.message

    def test_a_conversation_that_does_not_fit_is_refused(self, backend: Backend) -> None:
        """No turn is dropped in silence either.

        If this fails: servers drop the oldest turns of a conversation, and their own count is of
        what is left.
        """
        window = backend.capabilities().context_window
        said = [
            Message("user" if number % 2 == 0 else "assistant", WORD * (window // 4))
            for number in range(8)
        ]
        turns = (Message("system", "The secret is bat."), *said, Message("user", "Tell it."))
        with pytest.raises(PromptTooLongError):
            ask(backend, messages=turns, deadline_s=240)

    def test_a_prompt_that_fits_is_read_whole(self, backend: Backend) -> None:
        """Three quarters of the window are read, and not half of it.

        If this fails: the server uses a part of the window that it was told to have.
        """
        window = backend.capabilities().context_window
        prompt = words(backend, window * 3 // 4)
        heard = ask(backend, prompt=prompt, max_tokens=2, deadline_s=240)
        assert heard.done.prompt_tokens >= prompt.count(WORD.strip())

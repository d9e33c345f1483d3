"""The form of an answer, and why it ends."""

from __future__ import annotations

import pytest

from batos.inference.backend import Backend
from batos.inference.requests import Message
from batos.testing.suite.asking import ask, words
from batos.testing.suite.base import SuiteBase

__all__ = ["AnswerTests"]

_FULL = 16
"""Tokens that are left of a window that is to be filled by an answer."""


class AnswerTests(SuiteBase):
    """What an answer looks like, and what its end says."""

    def test_it_says_what_it_is(self, backend: Backend) -> None:
        """A backend names its kind and its model, and a window that can hold something.

        If this fails: ``name`` is the name in the configuration, ``model`` what provenance keeps.
        """
        assert backend.name
        assert backend.model
        assert backend.capabilities().context_window > 0
        assert backend.capabilities().parallel >= 1

    def test_an_answer_is_text_and_then_exactly_one_end(self, backend: Backend) -> None:
        """Text chunks that are not empty, then one ``DoneChunk`` with what it cost.

        If this fails: look for a server's last message that carries both text and counts, or
        counts that come in a message of their own after the end.
        """
        heard = ask(backend, prompt=self.counting, max_tokens=8)
        assert heard.text
        assert heard.done.prompt_tokens > 0
        assert heard.done.completion_tokens > 0
        assert heard.done.seconds >= 0

    def test_text_arrives_while_it_is_made(self, backend: Backend) -> None:
        """With ``streaming`` an answer comes in pieces.

        If this fails: the request does not ask for a stream, or it is collected before it is
        passed on. Declare ``streaming=False`` where there is no such thing.
        """
        heard = ask(backend, prompt=self.counting, max_tokens=12)
        if not backend.capabilities().streaming:
            pytest.skip("the backend does not declare streaming")
        assert len(heard.pieces) > 1

    def test_a_conversation_is_answered(self, backend: Backend) -> None:
        """Messages go through the model's own template, or are rendered plainly.

        If this fails: marks of the template in the answer mean that it was applied twice or that
        its stop texts are missing.
        """
        said = (Message("system", "Answer in one short sentence."), Message("user", "Hello there"))
        heard = ask(backend, messages=said, max_tokens=24)
        assert heard.text.strip()
        assert "<|im_" not in heard.text

    def test_letters_of_several_bytes_are_whole(self, backend: Backend) -> None:
        """No piece holds half a letter, wherever tokens and packets were cut.

        If this fails: decode the bytes incrementally, and hold back what is incomplete.
        """
        for most in (1, 2, 3, 24):
            heard = ask(backend, prompt=self.unicode_prompt, max_tokens=most)
            assert "\ufffd" not in heard.text
            heard.text.encode("utf-8")  # no lone halves of a pair
        assert any(ord(letter) > 127 for letter in heard.text)

    def test_a_stop_text_ends_the_answer_where_it_crosses_two_pieces(
        self, backend: Backend
    ) -> None:
        """The answer ends before the stop text, however it was cut into pieces.

        If this fails: what may be the beginning of a stop text has to be held back until that is
        known; ``batos.inference.stops.StopScanner`` does that.
        """
        whole = ask(backend, prompt=self.counting, max_tokens=24)
        if len(whole.pieces) < 2:
            pytest.skip("the answer came in one piece, which has no border")
        border = sum(len(piece) for piece in whole.pieces[: len(whole.pieces) // 2])
        stop = whole.text[border - 1 : border + 2]
        heard = ask(backend, prompt=self.counting, max_tokens=24, stop=("never said", stop))
        assert heard.text == whole.text[: whole.text.index(stop)]
        assert heard.done.finish_reason == "stop"

    def test_a_stop_text_that_never_comes_takes_nothing_away(self, backend: Backend) -> None:
        """What was held back for a stop text is passed on when it was none.

        If this fails: the held text is dropped. Only where the answer is cut off may what was held
        back last be missing: llama.cpp's server does not give it then.
        """
        whole = ask(backend, prompt=self.counting, max_tokens=12)
        middle = whole.text[len(whole.text) // 2]
        stop = f"{middle} never said"
        heard = ask(backend, prompt=self.counting, max_tokens=12, stop=(stop,))
        assert whole.text.startswith(heard.text)
        assert len(heard.text) > len(whole.text) // 2
        assert len(whole.text) - len(heard.text) < len(stop)

    def test_the_token_limit_is_a_length_and_never_a_stop(self, backend: Backend) -> None:
        """An answer that was cut off says so.

        If this fails: a finish reason is guessed, or a server's word for it is not known.
        """
        heard = ask(backend, prompt=self.long_prompt, max_tokens=3, temperature=1.0)
        assert heard.done.finish_reason == "length"
        assert heard.done.completion_tokens <= 3

    def test_a_full_window_is_a_length_and_never_a_stop(self, backend: Backend) -> None:
        """An answer that meets the end of the window is cut off there and says so.

        If this fails: the server shifts its window, which drops the beginning of the prompt, or
        calls it a stop.
        """
        window = backend.capabilities().context_window
        prompt = words(backend, window - _FULL)
        heard = ask(backend, prompt=prompt, max_tokens=8 * _FULL, deadline_s=240)
        if heard.done.finish_reason == "stop":
            pytest.skip("the model ended its answer before the window was full")
        assert heard.done.finish_reason == "length"
        assert heard.done.prompt_tokens + heard.done.completion_tokens <= window + 1

"""Ending early: a deadline, a cancel, a reader that leaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from batos.inference.backend import Backend, CancelToken
from batos.inference.requests import DoneChunk, TextChunk
from batos.testing.suite.asking import ask
from batos.testing.suite.base import SuiteBase

__all__ = ["EndingTests"]


class EndingTests(SuiteBase):
    """An answer that nobody waits for any more ends, and the work behind it."""

    def test_a_deadline_ends_the_answer_with_what_there_is(self, backend: Backend) -> None:
        """What came until then stays, and the end says ``deadline``.

        If this fails: the reader waits for the next piece without looking at the time.
        """
        heard = ask(backend, prompt=self.long_prompt, max_tokens=60, deadline_s=1e-6)
        assert heard.done.finish_reason == "deadline"
        whole = ask(backend, prompt=self.long_prompt, max_tokens=60, temperature=1.0)
        if whole.done.seconds > 0.4:
            heard = ask(
                backend,
                prompt=self.long_prompt,
                max_tokens=240,
                temperature=1.0,
                deadline_s=whole.done.seconds / 2,
            )
            assert heard.done.finish_reason in ("deadline", "stop")
            assert heard.done.seconds < whole.done.seconds + self.settles_s

    def test_what_is_cancelled_before_it_begins_says_nothing(self, backend: Backend) -> None:
        """A request of a cancelled token ends at once.

        If this fails: look at the token before the request is sent.
        """
        token = CancelToken()
        token.cancel()
        heard = ask(backend, token, prompt=self.counting)
        assert (heard.text, heard.done.finish_reason) == ("", "cancelled")

    def test_a_cancel_in_the_middle_ends_the_answer(self, backend: Backend) -> None:
        """The answer ends within a few pieces and says ``cancelled``.

        If this fails: the token is asked too seldom, or only when a piece comes.
        """
        token = CancelToken()
        pieces, last = 0, None
        for chunk in backend.complete(self.long_request(), token):
            last = chunk
            pieces += isinstance(chunk, TextChunk)
            if pieces == 2:
                token.cancel()
        assert isinstance(last, DoneChunk)
        assert last.finish_reason == "cancelled"
        assert last.completion_tokens < 60

    def test_a_cancel_stops_the_work_and_not_only_the_output(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """Given-up work ends within a second, by the count of whoever does it.

        If this fails: the connection is not closed, or a thread of the model runs on to its end.
        """
        count = self.given(request, "work_done", self.has_counter)
        token = CancelToken()
        stream = backend.complete(self.long_request(), token)
        next(stream)
        token.cancel()
        list(stream)
        _stands_still(count, self.settles_s)

    def test_leaving_the_stream_stops_the_work(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """A reader that goes away ends the work behind it.

        If this fails: end the work in a ``finally`` of the generator.
        """
        count = self.given(request, "work_done", self.has_counter)
        stream = backend.complete(self.long_request(), CancelToken())
        next(stream)
        stream.close()  # type: ignore[attr-defined]  # a generator
        _stands_still(count, self.settles_s)

    def test_a_cancel_is_heard_while_a_long_prompt_is_read(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """No text has come yet, and the work ends all the same.

        If this fails: the token is asked only when a piece of text comes.
        """
        count = self.given(request, "work_done", self.has_counter)
        window = backend.capabilities().context_window
        prompt = "".join(f"line {number}\n" for number in range(window // 8))
        token = CancelToken()
        timer = threading.Timer(0.1, token.cancel)
        timer.start()
        heard = ask(backend, token, prompt=prompt, max_tokens=60, temperature=1.0)
        timer.join()
        assert heard.done.finish_reason in ("cancelled", "stop", "length")
        _stands_still(count, self.settles_s)


def _stands_still(count: Callable[[], float], settles_s: float) -> None:
    """Look that a count does not move once the time to settle is over.

    The step that is under way then may still end: on a busy machine it takes longer than that.
    """
    time.sleep(settles_s)
    before = count()
    time.sleep(settles_s / 2)
    ended = count()
    assert ended <= before + 1, "the work went on"
    time.sleep(settles_s / 2)
    assert count() <= max(ended, before + 1), "the work went on"

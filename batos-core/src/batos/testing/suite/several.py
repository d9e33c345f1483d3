"""Several at once: samples, requests and texts."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from batos.errors import BackendError
from batos.inference.backend import Backend, BatchBackend, CancelToken, EmbeddingBackend
from batos.inference.requests import CompletionRequest, TextChunk
from batos.testing.suite.asking import ask
from batos.testing.suite.base import SuiteBase

__all__ = ["SeveralTests"]


class SeveralTests(SuiteBase):
    """What is asked for at once does not mix."""

    def test_samples_of_one_request_are_told_apart(self, backend: Backend) -> None:
        """Each sample has its text and its own end; more than fit are refused.

        If this fails: a server that does not know of several samples gives one and says nothing.
        """
        if not isinstance(backend, BatchBackend):
            pytest.skip("the backend draws one sample at a time")
        count = min(3, backend.capabilities().parallel)
        request = CompletionRequest(
            prompt=self.counting, max_tokens=6, temperature=0.7, seed=3, deadline_s=120
        )
        texts, ends = [""] * count, []
        for number, chunk in backend.complete_many(request, count, CancelToken()):
            if isinstance(chunk, TextChunk):
                assert number not in ends
                texts[number] += chunk.text
            else:
                ends.append(number)
        assert all(texts)
        assert sorted(ends) == list(range(count))
        most = backend.capabilities().parallel
        with pytest.raises(BackendError):
            list(backend.complete_many(request, most + 1, CancelToken()))

    def test_requests_of_several_threads_do_not_mix(self, backend: Backend) -> None:
        """More requests than there are places each get their own answer.

        If this fails: something of a request is kept in the backend instead of with the request.
        """
        heard: dict[int, str] = {}

        def work(tens: int) -> None:
            prompt = ", ".join(f"{tens}{ones}" for ones in range(1, 5)) + ","
            heard[tens] = ask(backend, prompt=prompt, max_tokens=8, deadline_s=120).text

        count = min(backend.capabilities().parallel + 2, 8)
        threads = [threading.Thread(target=work, args=(tens,)) for tens in range(1, count + 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(heard) == count
        for tens, text in heard.items():
            # A small model may count on or begin again; it never takes another's numbers.
            assert str(tens) in text

    def test_embeddings_are_vectors_in_order(self, backend: Backend) -> None:
        """Where ``embeddings`` is declared texts become vectors; else that is refused.

        If this fails: the order of a server's answers is that of their index, and a text that is
        cut has another vector than the whole.
        """
        if not isinstance(backend, EmbeddingBackend):
            pytest.skip("the backend makes no embeddings")
        texts = ["a bat in the night", "the price of milk"]
        if not backend.capabilities().embeddings:
            with pytest.raises(BackendError):
                backend.embed(texts, CancelToken())
            return
        assert list(backend.embed([], CancelToken())) == []
        both = backend.embed(texts, CancelToken())
        assert len({len(vector) for vector in both}) == 1
        for number, text in enumerate(texts):
            assert any(both[number])
            [alone] = backend.embed([text], CancelToken())
            # Not the same to the last digit: servers read a text beside others in other steps.
            assert _distance(alone, both[number]) < _distance(alone, both[1 - number])


def _distance(one: Any, other: Any) -> float:
    """Return the distance of two vectors, each brought to length 1."""

    def unit(vector: Any) -> list[float]:
        length = sum(float(each) ** 2 for each in vector) ** 0.5
        return [float(each) / length for each in vector]

    pairs = zip(unit(one), unit(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)

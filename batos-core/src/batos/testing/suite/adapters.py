"""Answers through adapters: each through its own, and through no other's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from batos.errors import BackendError
from batos.inference.backend import Backend
from batos.testing.suite.asking import ask
from batos.testing.suite.base import SuiteBase

__all__ = ["AdapterTests"]

_TOKENS = 3
"""Few, because the last digits of a sum depend on what else is computed at the time."""


class AdapterTests(SuiteBase):
    """Where ``adapters`` is declared, the adapter of a request is applied to its answer alone."""

    def test_an_adapter_that_is_not_there_is_refused_by_name(self, backend: Backend) -> None:
        """An unknown adapter is an error with its name, never an answer of the bare model.

        If this fails: raise ``AdapterError`` where the name is looked up.
        """
        if not backend.capabilities().adapters:
            pytest.skip("the backend does not declare adapters")
        with pytest.raises(BackendError, match="no-such-adapter"):
            ask(backend, prompt=self.counting, adapter="no-such-adapter")

    def test_an_answer_is_that_of_its_adapter_whoever_asked_before(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """One prompt through one adapter, another, and none, in any order: three answers.

        If this fails: what was read of the prompt through one adapter is taken up by another. Key
        what is kept of prompts by the adapter, also for requests that name none.
        """
        first, second = self.given(request, "adapters", self.has_adapters)
        alone = {name: self._said(backend, name) for name in (None, first, second)}
        assert len(set(alone.values())) == 3
        for name in (second, None, first, None, second, first):
            assert self._said(backend, name) == alone[name], f"through {name}"

    def test_answers_at_the_same_time_are_each_through_their_own(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """Two requests at once, each through another adapter, answer as they do alone.

        If this fails: an adapter is switched for the model, and not for the request.
        """
        first, second = self.given(request, "adapters", self.has_adapters)
        alone = {name: self._said(backend, name) for name in (None, first, second)}
        for names in ((first, second), (None, first), (second, None)):
            with ThreadPoolExecutor() as pool:
                heard = list(pool.map(lambda name: self._said(backend, name), names))
            assert heard == [alone[name] for name in names]

    def _said(self, backend: Backend, name: str | None) -> str:
        return ask(backend, prompt=self.counting, max_tokens=_TOKENS, adapter=name).text

"""Trouble: a server that goes, a model, a key or memory that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from batos.errors import BackendError, BatosError
from batos.inference.backend import CancelToken
from batos.inference.requests import Chunk
from batos.testing.suite.asking import ask, load_and_ask
from batos.testing.suite.base import SuiteBase

__all__ = ["TroubleTests"]


class TroubleTests(SuiteBase):
    """What goes wrong around a backend is an error that helps."""

    def test_a_server_that_goes_in_the_middle_is_an_error(
        self, request: pytest.FixtureRequest
    ) -> None:
        """Half an answer is no answer, and nobody waits for the rest of it.

        If this fails: a stream that ends without its last message has not ended well.
        """
        backend, kill = self.given(request, "kill_server", self.has_server)()
        try:
            stream = backend.complete(self.long_request(), CancelToken())
            next(stream)
            with pytest.raises(BackendError):
                _after(kill, stream)
            with pytest.raises(BackendError):
                ask(backend, prompt=self.counting, deadline_s=30)
        finally:
            backend.close()

    def test_a_model_that_does_not_exist_is_named(self, request: pytest.FixtureRequest) -> None:
        """The error tells which model is not there.

        If this fails: ask for it in ``load``, so that a person hears of it at once.
        """
        backend = self.given(request, "wrong_model", self.has_models)()
        try:
            with pytest.raises(BatosError) as caught:
                load_and_ask(backend)
            assert backend.model in f"{caught.value.message} {caught.value.hint}"
        finally:
            backend.close()

    def test_a_key_that_is_refused_is_an_error_that_does_not_tell_it(
        self, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
    ) -> None:
        """No key stands in an error or in a log, not even where a server repeats it.

        If this fails: take the key out of what servers say before it is passed on.
        """
        backend, key = self.given(request, "wrong_key", self.has_key)()
        with caplog.at_level("DEBUG"):
            try:
                with pytest.raises(BackendError) as caught:
                    load_and_ask(backend)
            finally:
                backend.close()
        error = caught.value
        assert error.hint
        assert key not in f"{error.message} {error.hint} {error.details} {backend!r}"
        assert key not in caplog.text

    def test_a_model_that_does_not_fit_the_memory_is_an_error(
        self, request: pytest.FixtureRequest
    ) -> None:
        """The process lives on, and the error has a hint.

        If this fails: libraries end the process where memory is short; ask before, or let another
        process load.
        """
        backend = self.given(request, "starved", self.has_limits)()
        try:
            with pytest.raises(BackendError) as caught:
                load_and_ask(backend)
            assert caught.value.hint
        finally:
            backend.close()


def _after(act: Callable[[], None], stream: Iterator[Chunk]) -> None:
    act()
    list(stream)

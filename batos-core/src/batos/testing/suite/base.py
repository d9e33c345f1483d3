"""What every part of the kit stands on: the author's fixtures and prompts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NoReturn

import pytest

from batos.inference.backend import Backend, no_progress
from batos.inference.requests import CompletionRequest

__all__ = ["SuiteBase"]


class SuiteBase:
    """The fixtures and prompts of a suite; see :class:`batos.testing.BackendSuite`."""

    has_counter: ClassVar[bool] = False
    has_server: ClassVar[bool] = False
    has_models: ClassVar[bool] = False
    has_key: ClassVar[bool] = False
    has_limits: ClassVar[bool] = False
    has_adapters: ClassVar[bool] = False

    counting: ClassVar[str] = "1, 2, 3, 4, 5,"
    long_prompt: ClassVar[str] = "Once upon a time"
    unicode_prompt: ClassVar[str] = "naïve 日本語 🦇 naïve 日本語 🦇 naïve 日本語 🦇 naïve"
    settles_s: ClassVar[float] = 1.0

    @pytest.fixture(scope="class")
    @classmethod
    def backend(cls, make_backend: Callable[[], Backend]) -> Iterator[Backend]:
        """One loaded backend for all tests that leave it as it is."""
        made = make_backend()
        made.load(no_progress)
        yield made
        made.close()

    @pytest.fixture
    def fresh(self, make_backend: Callable[[], Backend]) -> Iterator[Backend]:
        """A backend of a test's own, not loaded yet."""
        made = make_backend()
        yield made
        made.close()

    def long_request(self) -> CompletionRequest:
        """Return a request whose answer goes on until somebody ends it."""
        return CompletionRequest(
            prompt=self.long_prompt, max_tokens=240, temperature=1.0, deadline_s=120
        )

    def given(self, request: pytest.FixtureRequest, name: str, declared: bool) -> Any:
        """Return what a fixture of the author's gives; skip where there is none."""
        try:
            return request.getfixturevalue(name)
        except pytest.FixtureLookupError:
            _missing(name, declared)


def _missing(name: str, declared: bool) -> NoReturn:
    if declared:
        pytest.fail(f"The suite declares what the fixture {name!r} shows, and does not give it.")
    pytest.skip(f"there is no fixture {name!r}, and nothing declares that it could be given")

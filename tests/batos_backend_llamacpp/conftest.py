"""The embedded model, put together once in the user's cache and loaded once a session."""

from collections.abc import Iterator

import pytest

from batos.inference.backend import no_progress
from batos_backend_llamacpp.backend import LlamaBackend


@pytest.fixture(scope="session")
def llama() -> Iterator[LlamaBackend]:
    backend = LlamaBackend()
    backend.load(no_progress)
    yield backend
    backend.close()

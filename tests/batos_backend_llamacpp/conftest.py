"""The small model, loaded once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from batos.inference.backend import no_progress
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions


@pytest.fixture(scope="session")
def small_options(small_model: Path) -> dict[str, object]:
    """Options that take the small model."""
    return {
        "model": "qwen2.5-coder-0.5b",
        "cache_dir": str(small_model.parent.parent),
        # Beside other tests, two threads wait for each other more than they compute.
        "threads": 1,
    }


@pytest.fixture(scope="session")
def llama(small_options: dict[str, object]) -> Iterator[LlamaBackend]:
    backend = LlamaBackend(LlamaOptions.read(small_options))
    backend.load(no_progress)
    yield backend
    backend.close()

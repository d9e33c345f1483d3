"""The kit against a real Ollama server: make test-ollama OLLAMA_HOST=… MODEL=…"""

import os

import pytest

from batos.testing import BackendSuite
from batos_backend_ollama.backend import OllamaBackend
from batos_backend_ollama.options import OllamaOptions

MODEL = os.environ.get("BATOS_TEST_OLLAMA", "")
VECTORS = os.environ.get("BATOS_TEST_OLLAMA_VECTORS", "")

if not MODEL:
    pytest.skip(
        "needs a real Ollama: make test-ollama OLLAMA_HOST=… MODEL=…", allow_module_level=True
    )

pytestmark = pytest.mark.model


class TestAgainstARealServer(BackendSuite):
    has_models = True

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls):
        given = {"model": MODEL, "num_ctx": 512, "embedding_model": VECTORS, "pull": True}
        return lambda: OllamaBackend(OllamaOptions.read(given))

    @pytest.fixture
    def wrong_model(self):
        return lambda: OllamaBackend(OllamaOptions.read({"model": "a-model-of-nobody:1b"}))

"""The embedded backend passes the kit that every backend passes, with its real model."""

import pytest

from batos.testing import BackendSuite
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def options(small_options):
    return {**small_options, "n_ctx": 512, "parallel": 2, "embeddings": True}


class TestLlama(BackendSuite):
    has_counter = True
    has_models = True

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls, options):
        return lambda: LlamaBackend(LlamaOptions.read(options))

    @pytest.fixture
    def work_done(self, backend):
        return lambda: backend.metrics()["n_decode_total"]

    @pytest.fixture
    def wrong_model(self, options):
        return lambda: LlamaBackend(LlamaOptions.read({**options, "model": "qwen2.5-coder-7b"}))

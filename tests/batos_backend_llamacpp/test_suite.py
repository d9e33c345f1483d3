"""The embedded backend passes the kit that every backend passes, with its real model."""

import pytest

from batos.testing import BackendSuite
from batos_backend_llamacpp import room
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def options(small_options, tmp_path_factory, write_gguf, write_peft):
    folder = tmp_path_factory.mktemp("adapters")
    write_gguf(folder / "rude" / "rude.gguf", 1)
    write_peft(folder / "loud", 2)
    given = {"n_ctx": 512, "parallel": 2, "embeddings": True, "adapters_dir": str(folder)}
    return {**small_options, **given}


class TestLlama(BackendSuite):
    has_counter = True
    has_models = True
    has_limits = True
    has_adapters = True

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls, options):
        return lambda: LlamaBackend(LlamaOptions.read(options))

    @pytest.fixture
    def adapters(self):
        return "rude", "loud"

    @pytest.fixture
    def work_done(self, backend):
        return lambda: backend.metrics()["n_decode_total"]

    @pytest.fixture
    def wrong_model(self, options):
        return lambda: LlamaBackend(LlamaOptions.read({**options, "model": "qwen2.5-coder-7b"}))

    @pytest.fixture
    def starved(self, make_backend, monkeypatch):
        monkeypatch.setattr(room, "free_memory", lambda: 1_000_000)
        return make_backend

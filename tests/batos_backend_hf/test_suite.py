"""The Hugging Face backend passes the kit that every backend passes, with a real model."""

import shutil

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.testing import BackendSuite
from batos_backend_hf import weights
from batos_backend_hf.backend import HfBackend
from batos_backend_hf.options import HfOptions

pytestmark = pytest.mark.model


class _Kit(BackendSuite):
    has_counter = True
    has_models = True
    has_limits = True
    has_adapters = True

    kind = ""

    @pytest.fixture(scope="class")
    @classmethod
    def options(cls, hf_options, hf_folder, make_adapter, tmp_path_factory):
        folder = tmp_path_factory.mktemp("adapters")
        for seed, name in enumerate(("rude", "loud")):
            shutil.copytree(make_adapter(hf_folder, seed=seed), folder / name)
        given = {"weights": cls.kind, "n_ctx": 256, "parallel": 2, "adapters_dir": str(folder)}
        return {**hf_options, **given}

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls, options):
        return lambda: HfBackend(HfOptions.read(options))

    @pytest.fixture
    def adapters(self):
        return "rude", "loud"

    @pytest.fixture
    def work_done(self, backend):
        return lambda: backend.layers_computed

    @pytest.fixture
    def wrong_model(self, options):
        return lambda: HfBackend(HfOptions.read({**options, "model": "/models/nowhere"}))

    @pytest.fixture
    def starved(self, options, monkeypatch):
        monkeypatch.setattr(weights, "free_on", lambda _device: 1_000_000)
        return lambda: HfBackend(HfOptions.read(options))


class TestInBf16(_Kit):
    kind = "bf16"


@pytest.mark.long
class TestInFourBits(_Kit):
    kind = "nf4"

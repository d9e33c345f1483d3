"""What runs models may not be there."""

import importlib.util
import sys

import pytest

from batos.errors import BackendError
from batos.inference import no_progress
from batos_backend_hf.backend import HfBackend
from batos_backend_hf.libraries import require_libraries
from batos_backend_hf.options import HfOptions


@pytest.fixture
def missing(monkeypatch):
    """Takes libraries away, or has all but those found."""
    found = importlib.util.find_spec

    def without(*names):
        monkeypatch.setattr(
            importlib.util, "find_spec", lambda name: None if name in names else found(name) or 1
        )

    return without


def test_without_torch_it_is_one_sentence_with_the_command(missing):
    missing("torch", "bitsandbytes")
    with pytest.raises(BackendError) as caught:
        HfBackend().load(no_progress)
    assert caught.value.message == (
        "The backend 'hf' needs torch, bitsandbytes, which are not installed."
    )
    assert 'python -m pip install "batos-backend-hf[torch]"' in caught.value.hint


def test_what_the_options_do_not_need_is_not_asked_for(missing, monkeypatch):
    missing("bitsandbytes", "gguf")
    monkeypatch.setitem(sys.modules, "transformers", None)
    monkeypatch.setitem(sys.modules, "transformers.utils", None)
    with pytest.raises(BackendError, match="cannot be loaded"):
        require_libraries(HfOptions(model="a/b", weights="bf16"))
    with pytest.raises(BackendError, match="needs gguf, which is not"):
        require_libraries(HfOptions(model="a.gguf", weights="bf16"))


def test_no_library_fetches_machine_code_of_others(missing, monkeypatch):
    missing()
    monkeypatch.delitem(sys.modules, "kernels", raising=False)
    for name in ("transformers", "transformers.utils"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(BackendError):
        require_libraries(HfOptions(model="a/b"))
    with pytest.raises(ImportError):
        importlib.import_module("kernels")
    monkeypatch.delitem(sys.modules, "kernels")

"""A LoRA adapter over a model."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import ModelFileError
from batos.inference import CancelToken, CompletionRequest, TextChunk
from batos_backend_hf.loading import load_model
from batos_backend_hf.options import HfOptions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def adapter(make_adapter, tiny):
    return make_adapter(tiny)


def said(backend):
    request = CompletionRequest(prompt="a b c d e f", max_tokens=12)
    chunks = backend.complete(request, CancelToken())
    return "".join(each.text for each in chunks if isinstance(each, TextChunk))


@pytest.mark.parametrize("kind", ["nf4", "fp32"])
def test_it_changes_what_is_said_and_is_told(loaded_tiny, adapter, kind):
    plain = loaded_tiny(weights=kind)
    expert = loaded_tiny(weights=kind, adapter=str(adapter))
    assert said(expert) != said(plain)
    assert expert.details()["adapter"] == "an-expert"
    assert said(expert) == said(expert)


def test_what_is_none_or_is_damaged_is_refused_by_name(tiny, adapter, tmp_path):
    (tmp_path / "adapter_config.json").write_bytes((adapter / "adapter_config.json").read_bytes())
    options = HfOptions(device="cpu", weights="fp32", adapter=str(tmp_path))
    with pytest.raises(ModelFileError, match=r"has no adapter_model\.safetensors"):
        load_model(tiny, options)
    (tmp_path / "adapter_model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelFileError, match="cannot be laid over") as caught:
        load_model(tiny, options)
    assert str(tmp_path) in caught.value.message


def test_one_of_another_model_is_refused(make_tiny, adapter):
    other = make_tiny(hidden_size=32)
    with pytest.raises(ModelFileError, match="an-expert"):
        load_model(other, HfOptions(device="cpu", weights="fp32", adapter=str(adapter)))

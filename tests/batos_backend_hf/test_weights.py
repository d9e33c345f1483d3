"""What weights take, and what there is for them."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import BackendError
from batos_backend_hf import weights
from batos_backend_hf.weights import check_room, free_on, weight_bytes

pytestmark = pytest.mark.model


@pytest.mark.parametrize("kind", ["nf4", "bf16", "fp32"])
def test_what_a_model_takes_is_known_before_it_is_loaded(loaded_tiny, tiny, kind):
    model = loaded_tiny(weights=kind)._engine._loaded.model
    assert weight_bytes(tiny, kind) == pytest.approx(model.get_memory_footprint(), rel=0.02)


def test_there_is_memory_here():
    assert free_on("cpu") > 1 << 20


def test_what_does_not_fit_is_refused_with_both_numbers(tiny, monkeypatch):
    monkeypatch.setattr(weights, "free_on", lambda _device: 5_000_000)
    with pytest.raises(BackendError, match=r"take 0\.1 GB as fp32, and 0\.0 GB .* free on cpu"):
        check_room(tiny, "fp32", "cpu")

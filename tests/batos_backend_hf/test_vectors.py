"""Vectors of texts."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.inference import CompletionRequest
from batos_backend_hf.chat import prompt_ids
from batos_backend_hf.loading import load_model
from batos_backend_hf.options import HfOptions
from batos_backend_hf.vectors import text_vector

pytestmark = pytest.mark.model


def test_a_vector_has_the_length_one_and_is_the_same_again(tiny):
    loaded = load_model(tiny, HfOptions(weights="bf16", device="cpu"))
    ids = prompt_ids(loaded.tokenizer, CompletionRequest(prompt="a bat in the night"))
    vector = text_vector(loaded, ids)
    assert len(vector) == 64
    assert sum(each * each for each in vector) == pytest.approx(1, abs=1e-3)
    assert vector == text_vector(loaded, ids)

"""What is the memory's fault."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

import torch

from batos_backend_hf.memory import is_out_of_memory, no_memory


def test_what_torch_says_of_a_short_memory_is_known():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60)
    assert is_out_of_memory(caught.value)
    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory."))


def test_another_fault_is_none():
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    assert not is_out_of_memory(ValueError("out of memory"))
    assert no_memory().hint

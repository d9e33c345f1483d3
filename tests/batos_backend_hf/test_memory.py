"""What is the memory's fault, and what goes back to the system."""

import subprocess
import sys

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


ALONE = """
from pathlib import Path

import torch

from batos_backend_hf.memory import returning

MB = 1 << 20


def taken():
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return int(next(each for each in lines if each.startswith("RssAnon")).split()[1]) << 10


with returning():
    large, kept = [], []
    before = taken()
    for _ in range(30):
        large.append(torch.ones(4 * MB, dtype=torch.uint8))
        kept.append(torch.ones(50_000, dtype=torch.uint8))
    assert taken() - before > 100 * MB, taken() - before
    large.clear()
    assert taken() - before < 20 * MB, taken() - before
assert len(kept) == 30
"""
"""In a process of its own: what other tests have freed would be taken again instead."""


@pytest.mark.skipif(sys.platform != "linux", reason="reads how Linux counts memory")
def test_what_is_freed_between_what_stays_goes_back_at_once():
    done = subprocess.run(
        [sys.executable, "-c", ALONE], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr

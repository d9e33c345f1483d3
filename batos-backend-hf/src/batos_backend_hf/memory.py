"""Telling that the memory is short from every other fault."""

from __future__ import annotations

import gc
import re

import torch

from batos.errors import BackendError

__all__ = ["give_back", "is_out_of_memory", "no_memory"]

_SAID = re.compile(r"not enough memory|can't allocate memory|out of memory", re.I)
"""What torch says where a processor's memory is short: there is no class for that."""


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error is that of a memory that is short, on whatever device."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and _SAID.search(str(error)) is not None


def give_back() -> None:
    """Give the memory back that nothing holds any more, to the system and to other processes."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def no_memory() -> BackendError:
    """Return the error for a memory that is short, after what can be given back was."""
    give_back()
    return BackendError(
        "The memory is too short for the model or for this prompt.",
        hint="Take a smaller model, weights = 'nf4', fewer samples (parallel), or a smaller n_ctx.",
    )

"""The memory of the process: what is freed goes back, and one that is short is told."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import re
import sys
from collections.abc import Iterator
from typing import Any

import torch

from batos.errors import BackendError

__all__ = ["give_back", "is_out_of_memory", "no_memory", "returning"]

_SAID = re.compile(r"not enough memory|can't allocate memory|out of memory", re.I)
"""What torch says where a processor's memory is short: there is no class for that."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Names of glibc's settings (mallopt(3))."""
_LOADING = 1 << 20
_SETTLED = 32 << 20
"""What glibc comes to by itself where large pieces are freed."""


@contextlib.contextmanager
def returning() -> Iterator[None]:
    """Have what is freed meanwhile go back to the system at once, where the allocator is glibc's.

    It keeps freed pieces of up to 32 MiB for the next ones. Between the small tensors that stay
    when a model is quantised these fit badly: one of 0.7 GB took up to 2.4 GB until it was loaded,
    more or less by how its threads happened to run.
    """
    glibc = _glibc()
    if glibc is None:
        yield
        return
    glibc.mallopt(_MMAP_THRESHOLD, _LOADING)
    try:
        yield
    finally:
        # For answers as before: to map and unmap each intermediate result would slow them.
        glibc.mallopt(_MMAP_THRESHOLD, _SETTLED)
        glibc.mallopt(_TRIM_THRESHOLD, 2 * _SETTLED)
        glibc.malloc_trim(0)


def _glibc() -> Any:
    """Return the C library where it is glibc, whose allocator can be told what to keep."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None


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
    if (glibc := _glibc()) is not None:
        glibc.malloc_trim(0)


def no_memory() -> BackendError:
    """Return the error for a memory that is short, after what can be given back was."""
    give_back()
    return BackendError(
        "The memory is too short for the model or for this prompt.",
        hint="Take a smaller model, weights = 'nf4', fewer samples (parallel), or a smaller n_ctx.",
    )

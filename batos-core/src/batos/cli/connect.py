"""Reaching the kernel from the command line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from batos.config import Loaded, load_config

if TYPE_CHECKING:
    from batos.wire import KernelClient

__all__ = ["connected"]


@contextlib.contextmanager
def connected(loaded: Loaded | None = None) -> Iterator[KernelClient]:
    """Yield a client of the running kernel.

    Raises:
        KernelNotRunningError: No kernel runs; the hint says how to start one.
        KeyRefusedError: The kernel does not know our key.
    """
    from batos.wire import KernelClient

    paths = (loaded or load_config()).paths
    with KernelClient.connect(paths.runtime_dir) as client:
        yield client

"""The wire: messages, codec, keys and the clients of the kernel.

ZeroMQ is loaded when a client is first asked for, not with this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.lazy import attributes_of

if TYPE_CHECKING:
    from batos.wire.async_client import AsyncKernelClient
    from batos.wire.client import KernelClient

__all__ = ["AsyncKernelClient", "KernelClient"]

__getattr__ = attributes_of(
    __name__,
    {
        "AsyncKernelClient": "batos.wire.async_client",
        "KernelClient": "batos.wire.client",
    },
)

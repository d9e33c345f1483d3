"""The wire: messages, codec, keys and the client of the kernel.

ZeroMQ is loaded when the client is first asked for, not with this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from batos.wire.client import KernelClient

__all__ = ["KernelClient"]


def __getattr__(name: str) -> Any:
    if name == "KernelClient":
        from batos.wire.client import KernelClient

        return KernelClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

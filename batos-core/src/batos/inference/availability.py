"""What a kind of backend could do on this machine, before anything of it is loaded."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

__all__ = ["Availability", "graphics_card"]

_NAME_BYTES = 128


@dataclass(frozen=True, kw_only=True)
class Availability:
    """Whether a kind of backend could be taken here, and why.

    Attributes:
        usable: Whether it could.
        reason: Why, or why not, in a sentence.
        model: The model that it should take; empty where that is its own to decide.
        rank: Of several that could be taken the highest is: 30 for a server that has a model at
            hand, 20 for a graphics card of this machine, 10 for its processor.
    """

    usable: bool
    reason: str
    model: str = ""
    rank: int = 0


def graphics_card() -> str:
    """Return the name of the first card that CUDA can use; an empty text where there is none.

    The driver itself is asked, which takes no library of gigabytes.
    """
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
        device, name = ctypes.c_int(), ctypes.create_string_buffer(_NAME_BYTES)
        failed = (
            driver.cuInit(0)
            or driver.cuDeviceGet(ctypes.byref(device), 0)
            or driver.cuDeviceGetName(name, _NAME_BYTES, device)
        )
    except (OSError, AttributeError):
        return ""
    return "" if failed else name.value.decode("utf-8", "replace")

"""What a kind of backend could do on this machine, before anything of it is loaded."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Availability", "graphics_card", "within_container"]

_NAME_BYTES = 128
_GROUP = Path("/sys/fs/cgroup")


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


def within_container(free: int) -> int:
    """Return how much of a machine's free memory the container lets its processes take.

    Args:
        free: Bytes that are free on the machine.
    """
    try:
        most = (_GROUP / "memory.max").read_text(encoding="ascii").strip()
        if most != "max":
            used = int((_GROUP / "memory.current").read_text(encoding="ascii"))
            lines = (_GROUP / "memory.stat").read_text(encoding="ascii").splitlines()
            # What is kept of files gives way to whoever needs the memory.
            kept = {name: int(value) for name, value in (line.split() for line in lines)}
            free = min(free, int(most) - used + kept.get("file", 0))
    except (OSError, ValueError):
        pass  # no such limit, or not Linux
    return max(free, 0)

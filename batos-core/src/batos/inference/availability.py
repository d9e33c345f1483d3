"""What a kind of backend could do on this machine, before anything of it is loaded."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Availability",
    "GraphicsMemory",
    "free_memory",
    "graphics_card",
    "graphics_memory",
]

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


@dataclass(frozen=True)
class GraphicsMemory:
    """Bytes of the memory of all graphics cards: used by anybody, and free."""

    used: int = 0
    free: int = 0


class _CardMemory(ctypes.Structure):
    """What NVML tells of the memory of a card (``nvmlMemory_t``)."""

    _fields_ = (
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("used", ctypes.c_ulonglong),
    )


def graphics_memory() -> GraphicsMemory:
    """Return what is used and free of the graphics cards; nothing where NVML knows none."""
    count, used, free = ctypes.c_uint(), 0, 0
    try:
        library = ctypes.CDLL("nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1")
        if library.nvmlInit_v2() or library.nvmlDeviceGetCount_v2(ctypes.byref(count)):
            return GraphicsMemory()
        for number in range(count.value):
            card, memory = ctypes.c_void_p(), _CardMemory()
            if not (
                library.nvmlDeviceGetHandleByIndex_v2(number, ctypes.byref(card))
                or library.nvmlDeviceGetMemoryInfo(card, ctypes.byref(memory))
            ):
                used, free = used + memory.used, free + memory.free
    except (OSError, AttributeError):
        return GraphicsMemory()
    return GraphicsMemory(used, free)


def free_memory() -> int:
    """Return the bytes of this machine's memory that may be taken, container limits included."""
    import psutil

    return _within_container(int(psutil.virtual_memory().available))


def _within_container(free: int) -> int:
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

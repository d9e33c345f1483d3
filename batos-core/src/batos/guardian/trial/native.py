"""The few system calls of Linux that Python does not offer, by way of the C library."""

from __future__ import annotations

import ctypes
import platform
import sys
from typing import Any

__all__ = ["architecture", "prctl", "system_call"]


def architecture() -> str:
    """Return ``x86_64`` or ``aarch64`` on a Linux whose calls this room knows, else nothing."""
    if sys.platform != "linux" or ctypes.sizeof(ctypes.c_void_p) != 8:
        return ""
    machine = platform.machine()
    return machine if machine in {"x86_64", "aarch64"} else ""


def prctl(option: int, value: int) -> bool:
    """Return whether the process took the setting."""
    try:
        return bool(_library().prctl(option, value, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def system_call(number: int, *arguments: Any) -> int:
    """Return what a system call returns; -1 for an error, and where there are no such calls.

    Args:
        number: Its number.
        arguments: Integers, or pointers of :mod:`ctypes`.
    """
    try:
        call = _library().syscall
    except (OSError, AttributeError):
        return -1
    call.restype = ctypes.c_long
    plain = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(call(ctypes.c_long(number), *plain))


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

"""Processes of this machine: when one started, and so whether it is still the same one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["process_start"]


def process_start(pid: int) -> float | None:
    """Return when a process started, or None if there is none.

    The unit is the system's own (clock ticks since boot on Linux); where the system does not
    tell, a running process gives 0.0. Only equality is meaningful.
    """
    if sys.platform == "linux":
        try:
            text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        except OSError:
            # A wall around this process, or around /proc, may hide it: that is no end.
            return 0.0 if _exists(pid) else None
        # The name in field 2 may hold spaces and brackets; the state follows the last one.
        fields = text.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else float(fields[19])
    return 0.0 if _exists(pid) else None


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        limited_information = 0x1000
        still_active = 259
        kernel32 = ctypes.windll.kernel32
        handle = kernel32.OpenProcess(limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel32.CloseHandle(handle)
        return code.value == still_active
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

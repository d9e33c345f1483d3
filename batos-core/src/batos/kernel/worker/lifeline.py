"""A worker must not outlive its kernel."""

from __future__ import annotations

import os
import signal
import sys
import threading

__all__ = ["tie_to_parent"]

_PR_SET_PDEATHSIG = 1


def tie_to_parent(parent: int) -> None:
    """End this process when its parent ends.

    On Linux the system sends SIGKILL. Everywhere, the end of standard input (the kernel holds
    the other end of that pipe) ends the process as well.

    Args:
        parent: The parent's process id; 0 means that nobody started this as a worker.
    """
    if not parent:
        return
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.name == "posix" and os.getppid() != parent:
        os._exit(1)  # it died before the line above took effect
    threading.Thread(target=_wait_for_end, name="lifeline", daemon=True).start()


def _wait_for_end() -> None:
    while True:
        try:
            if not os.read(0, 4096):
                break
        except OSError:
            break
    os._exit(1)

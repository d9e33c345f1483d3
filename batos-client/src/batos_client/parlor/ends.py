"""The ways in which a program on a terminal is ended from outside."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

__all__ = ["heed_ends"]

_LOOKS_S = 1.0
"""Seconds between two looks whether the terminal is there."""
_GRACE_S = 2.0
"""Seconds that leaving may take without one."""


def heed_ends(leave: Callable[[], None]) -> None:
    """Have a program leave in order when it is told to, and when its terminal is closed.

    Args:
        leave: Leaves; called on the loop that runs.
    """
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(getattr(signal, name), leave)
    threading.Thread(target=_watch_terminal, args=(loop, leave), daemon=True).start()


def _watch_terminal(loop: asyncio.AbstractEventLoop, leave: Callable[[], None]) -> None:
    """Leave once there is no terminal any more: not everybody is told so by a signal."""
    while _has_terminal():
        time.sleep(_LOOKS_S)
    # What is still to be drawn goes nowhere; else the end would fail over it, or wait for ever.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    with contextlib.suppress(RuntimeError):  # it has left
        loop.call_soon_threadsafe(leave)
    time.sleep(_GRACE_S)
    # What draws waits for ever for somebody to take what it has drawn (textual 8.2).
    os._exit(0)


def _has_terminal() -> bool:
    try:
        os.get_terminal_size(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0)
    except (OSError, ValueError):
        return False
    return True

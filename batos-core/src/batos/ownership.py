"""Whose a file is, where what is in it is followed."""

from __future__ import annotations

import os
import stat

__all__ = ["fault_of"]

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def fault_of(state: os.stat_result) -> str:
    """Return why a file or folder is not to be followed; an empty text where it may be.

    Args:
        state: What the system tells of it.
    """
    if os.name != "posix":
        return ""  # access lists of the user's profile folder rule there
    if state.st_uid not in (os.getuid(), 0):
        return "belongs to another user"
    return "can be changed by other users" if state.st_mode & _OTHERS_WRITE else ""

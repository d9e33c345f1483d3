"""Landlock: giving up files and ports for good (Linux 5.13 and later).

The numbers are those of ``linux/landlock.h``; the three calls have the same numbers on every
architecture.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from batos.guardian.trial.native import architecture, system_call

__all__ = ["EXECUTE", "WRITING", "deny_all", "deny_writes", "version"]

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file access rights each version knows."""

EXECUTE = 1 << 0
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_READING = 1 << 2 | 1 << 3 | 1 << 15  # files, folders, and the controls of devices
WRITING = ((1 << 15) - 1) & ~(EXECUTE | _READING | _MAKE_CHAR | _MAKE_BLOCK)
"""What may be done in a writable folder: everything but executing and making devices."""
_FOR_FILES = EXECUTE | _WRITE_FILE | _TRUNCATE


def version() -> int:
    """Return the version of Landlock that the system offers, 0 for none."""
    if not architecture():
        return 0
    return max(0, system_call(_CREATE, None, 0, _ASK_VERSION))


def deny_all() -> bool:
    """Give up the right to open any file or port, and to signal any other process.

    Returns:
        Whether it took hold; ports need version 4, signals version 6.
    """
    found = version()
    if not found:
        return False
    ports = 3 if found >= 4 else 0  # bind and connect
    scopes = 3 if found >= 6 else 0  # abstract sockets and signals
    return _restrict(_known(found), ports, scopes, {}, found)


def deny_writes(allowed: Mapping[Path, int]) -> bool:
    """Give up writing, making, removing and executing files, except where it is allowed.

    It holds for the calling thread and what is started from it: call it before other threads
    start.

    Args:
        allowed: Rights by existing file or folder.

    Returns:
        Whether it took hold. Version 1 is not used: it would forbid moving a file to another
        folder, even where writing is allowed.
    """
    found = version()
    if found < 2:
        return False
    return _restrict(_known(found) & ~_READING, 0, 0, allowed, found)


def _known(found: int) -> int:
    return (1 << _RIGHTS_BY_VERSION.get(min(found, 5), 13)) - 1


def _restrict(
    handled: int, ports: int, scopes: int, allowed: Mapping[Path, int], found: int
) -> bool:
    if sys.platform != "linux":
        return False
    attributes = (ctypes.c_uint64 * 3)(handled, ports, scopes)
    size = 24 if found >= 6 else 16 if found >= 4 else 8
    rules = system_call(_CREATE, ctypes.byref(attributes), size, 0)
    if rules < 0:
        return False
    try:
        done = all(_allow(rules, path, rights & handled) for path, rights in allowed.items())
        return done and system_call(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> bool:
    if sys.platform != "linux":
        return False
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if not path.is_dir():
            rights &= _FOR_FILES
        # struct landlock_path_beneath_attr is packed: eight bytes of rights, four of the file.
        rule = rights.to_bytes(8, "little") + place.to_bytes(4, "little")
        return system_call(_ADD_RULE, rules, _PATH_BENEATH, ctypes.c_char_p(rule), 0) == 0
    finally:
        os.close(place)

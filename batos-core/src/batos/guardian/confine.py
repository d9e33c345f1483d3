"""Limits that the operating system holds around a trial, each where the system has it."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from dataclasses import dataclass

__all__ = ["Confinement", "confine", "die_with_parent"]

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_DUMPABLE = 4
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_VERSION_FLAG = 1
_FS_ACCESS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file access rights each version of Landlock knows (linux/landlock.h)."""


@dataclass(frozen=True)
class Confinement:
    """What of the confinement took hold.

    Attributes:
        rlimits: Names of the resource limits that were set.
        landlock: Whether no file and no TCP port can be opened any more.
        no_new_privileges: Whether no program can gain privileges.
    """

    rlimits: tuple[str, ...] = ()
    landlock: bool = False
    no_new_privileges: bool = False


def die_with_parent() -> None:
    """Have the system kill this process when its parent dies (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, 9)


def confine(memory_bytes: int, cpu_seconds: int) -> Confinement:
    """Limit this process for good: memory, CPU time, processes, files.

    Args:
        memory_bytes: Address space beyond what is already in use.
        cpu_seconds: CPU time.
    """
    if sys.platform == "win32":
        return Confinement()
    limits = _set_rlimits(memory_bytes, cpu_seconds)
    if sys.platform != "linux":
        return Confinement(rlimits=limits)
    privileges = _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)
    return Confinement(limits, privileges and _landlock(), privileges)


def _set_rlimits(memory_bytes: int, cpu_seconds: int) -> tuple[str, ...]:
    if sys.platform == "win32":
        return ()
    import resource

    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_CPU": cpu_seconds,
        "RLIMIT_AS": _address_space() + memory_bytes,
    }
    held = []
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        try:
            _, hard = resource.getrlimit(number)
            limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (limit, limit))
        except (OSError, ValueError):
            continue  # a system that knows the limit but does not hold it, such as AS on macOS
        held.append(name)
    return tuple(held)


def _address_space() -> int:
    """Return the bytes of address space in use, or a guess."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 512 * 1024 * 1024


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> bool:
    try:
        return bool(_libc().prctl(option, value, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _landlock() -> bool:
    """Give up the right to open any file or TCP port, for good."""
    if platform.machine() not in {"x86_64", "aarch64", "riscv64"}:
        return False
    try:
        syscall = _libc().syscall
    except (OSError, AttributeError):
        return False
    syscall.restype = ctypes.c_long
    version = syscall(ctypes.c_long(_LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return False
    files = (1 << _FS_ACCESS_BY_VERSION.get(min(version, 5), 13)) - 1
    ports = 3 if version >= 4 else 0  # bind and connect
    attributes = (ctypes.c_uint64 * 2)(files, ports)
    size = 16 if version >= 4 else 8
    ruleset = syscall(
        ctypes.c_long(_LANDLOCK_CREATE),
        ctypes.byref(attributes),
        ctypes.c_size_t(size),
        ctypes.c_uint(0),
    )
    if ruleset < 0:
        return False
    done = syscall(ctypes.c_long(_LANDLOCK_RESTRICT), ctypes.c_int(ruleset), ctypes.c_uint(0))
    os.close(ruleset)
    return bool(done == 0)

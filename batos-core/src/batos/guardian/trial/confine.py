"""Limits that the operating system holds, each where the system has it.

:func:`confine` is for a trial child, which only computes; :func:`confine_worker` is for a process
that goes on working with its files. Neither can be taken back, and both are inherited.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from batos.guardian.trial import landlock, seccomp
from batos.guardian.trial.native import prctl

__all__ = ["Confinement", "confine", "confine_worker", "die_with_parent"]

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_DUMPABLE = 4


@dataclass(frozen=True)
class Confinement:
    """What of a confinement took hold.

    Attributes:
        rlimits: Names of the resource limits that were set.
        landlock: Whether Landlock holds: no file can be opened, or written outside the allowed
            folders.
        seccomp: Whether seccomp holds: the system calls that were given up answer "not
            permitted".
        no_new_privileges: Whether no program can gain privileges.
        unconfined_threads: Threads that already ran and that Landlock does not reach.
    """

    rlimits: tuple[str, ...] = ()
    landlock: bool = False
    seccomp: bool = False
    no_new_privileges: bool = False
    unconfined_threads: int = 0

    @property
    def complete(self) -> bool:
        """Whether everything holds, for every thread."""
        return self.landlock and self.seccomp and not self.unconfined_threads

    def describe(self) -> str:
        """Return what is in force, and what is not, as one line."""
        held = [
            *(name for name in ("landlock", "seccomp") if getattr(self, name)),
            *(("no new privileges",) if self.no_new_privileges else ()),
            *(_limit_words(self.rlimits),) * bool(self.rlimits),
        ]
        missing = [name for name in ("landlock", "seccomp") if not getattr(self, name)]
        text = ", ".join(held) or "nothing but separate processes"
        if missing:
            text += f"; not on this system: {', '.join(missing)}"
        if self.unconfined_threads:
            text += f"; landlock does not reach {self.unconfined_threads} older threads"
        return text

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "rlimits": list(self.rlimits)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Confinement:
        """Return what :meth:`to_plain` was taken from."""
        return cls(**{**plain, "rlimits": tuple(plain["rlimits"])})


def _limit_words(names: Sequence[str]) -> str:
    words = {"AS": "memory", "CPU": "processor time", "FSIZE": "file size", "NPROC": "processes"}
    known = [words[part] for name in names if (part := name.removeprefix("RLIMIT_")) in words]
    return f"limits of {', '.join(sorted(known))}" if known else "no core dumps"


def die_with_parent() -> None:
    """Have the system kill this process when its parent dies (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        prctl(_PR_SET_PDEATHSIG, 9)


def confine(memory_bytes: int, cpu_seconds: int) -> Confinement:
    """Leave this process nothing but computing: no files, sockets, processes or programs.

    Pipes that are open stay open, and modules that are loaded stay loaded.

    Args:
        memory_bytes: Address space beyond what is already in use.
        cpu_seconds: CPU time.

    Returns:
        What took hold.
    """
    limits = _set_rlimits(
        {
            "RLIMIT_CORE": 0,
            "RLIMIT_FSIZE": 0,
            "RLIMIT_NPROC": 0,
            "RLIMIT_CPU": cpu_seconds,
            "RLIMIT_AS": _address_space() + memory_bytes,
        }
    )
    if sys.platform != "linux":
        return Confinement(rlimits=limits)
    privileges = prctl(_PR_SET_NO_NEW_PRIVS, 1)
    prctl(_PR_SET_DUMPABLE, 0)
    files = privileges and landlock.deny_all()
    # Last: the filter also forbids what the lines above need.
    calls = privileges and seccomp.allow_only_computing()
    return Confinement(limits, files, calls, privileges)


def confine_worker(
    writable: Sequence[Path], *, programs: Sequence[Path] = (), memory_bytes: int | None = None
) -> Confinement:
    """Leave this process its own folders, and no programs: call it at the end of start-up.

    From then on it can read files and use sockets as before, but write, make, move and remove
    files only in the given folders, and execute nothing. What it needs as a child process has to
    be started before (children that run already are not touched), or named as a program. Threads
    that run already keep their files: Landlock reaches only the calling thread and what it
    starts, so call it before other threads start.

    Args:
        writable: Existing folders or files that may be written; what does not exist is left out.
        programs: Files that may be executed after all. They inherit the confinement.
        memory_bytes: Address space beyond what is already in use, or None for no limit.

    Returns:
        What took hold. Nothing is raised where the system has less; say so with
        :meth:`Confinement.describe`.
    """
    wanted = {"RLIMIT_CORE": 0}
    if memory_bytes is not None:
        wanted["RLIMIT_AS"] = _address_space() + memory_bytes
    limits = _set_rlimits(wanted)
    if sys.platform != "linux":
        return Confinement(rlimits=limits)
    privileges = prctl(_PR_SET_NO_NEW_PRIVS, 1)
    allowed = {path.resolve(): landlock.WRITING for path in writable if path.exists()}
    allowed[Path(os.devnull)] = landlock.WRITING
    for program in programs:
        # A program is executed together with its loader, which lies somewhere else.
        for path in (program.resolve(), *_loaders()):
            allowed[path] = allowed.get(path, 0) | landlock.EXECUTE
    others = _other_threads()
    files = privileges and landlock.deny_writes(allowed)
    calls = privileges and seccomp.deny_calls(executing=not programs)
    return Confinement(limits, files, calls, privileges, others if files else 0)


def _loaders() -> list[Path]:
    """Return the dynamic loaders that start programs."""
    found = {
        path.resolve()
        for folder in ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
        for path in Path(folder).glob("ld-*.so*")
    }
    return sorted(found)


def _other_threads() -> int:
    """Return how many threads this process has besides the calling one."""
    try:
        return max(0, len(os.listdir("/proc/self/task")) - 1)
    except OSError:
        return threading.active_count() - 1


def _set_rlimits(wanted: Mapping[str, int]) -> tuple[str, ...]:
    if sys.platform == "win32":
        return ()
    import resource

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

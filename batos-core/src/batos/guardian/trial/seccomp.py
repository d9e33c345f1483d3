"""Seccomp: giving up system calls for good (Linux).

A filter is a short program that the kernel runs before each system call of the process: it looks
at the number of the call and lets it through, or answers "not permitted".
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterable

from batos.guardian.trial.native import architecture, prctl, system_call

__all__ = ["allow_only_computing", "deny_calls", "numbers"]

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_MODE_FILTER = 2
_SET_MODE_FILTER, _ALL_THREADS = 1, 1

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF, linux/bpf_common.h
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_AT_NUMBER, _AT_ARCHITECTURE = 0, 4  # struct seccomp_data
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_OTHER_ABI = 0x40000000
"""Calls of the 32-bit-pointer ABI of x86_64 start here: the same calls by other numbers."""

_Call = tuple[str, int, int]
"""Name, number on x86_64, number on aarch64; -1 where there is no such call."""

_COMPUTING: tuple[_Call, ...] = (
    *(("read", 0, 63), ("write", 1, 64), ("close", 3, 57), ("fstat", 5, 80), ("lseek", 8, 62)),
    *(("mmap", 9, 222), ("mprotect", 10, 226), ("munmap", 11, 215), ("brk", 12, 214)),
    *(("mremap", 25, 216), ("madvise", 28, 233), ("futex", 202, 98)),
    *(("rt_sigaction", 13, 134), ("rt_sigprocmask", 14, 135), ("rt_sigreturn", 15, 139)),
    *(("sigaltstack", 131, 132), ("restart_syscall", 219, 128)),
    *(("getpid", 39, 172), ("gettid", 186, 178), ("sched_yield", 24, 124)),
    *(("gettimeofday", 96, 169), ("clock_gettime", 228, 113), ("clock_getres", 229, 114)),
    *(("time", 201, -1), ("getitimer", 36, 102), ("setitimer", 38, 103)),
    *(("getrusage", 98, 165), ("times", 100, 153), ("getrandom", 318, 278)),
    *(("exit", 60, 93), ("exit_group", 231, 94)),
)
"""What Python needs for computing with what is already loaded, and for the open pipe."""

_EXECUTING: tuple[_Call, ...] = (("execve", 59, 221), ("execveat", 322, 281))
_REACHING: tuple[_Call, ...] = (
    # other processes
    *(("ptrace", 101, 117), ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271)),
    *(("kcmp", 312, 272), ("pidfd_getfd", 438, 438), ("process_madvise", 440, 440)),
    # the view of the file system
    *(("mount", 165, 40), ("umount2", 166, 39), ("pivot_root", 155, 41), ("chroot", 161, 51)),
    *(("open_tree", 428, 428), ("move_mount", 429, 429), ("fsopen", 430, 430)),
    *(("fsconfig", 431, 431), ("fsmount", 432, 432), ("fspick", 433, 433)),
    *(("mount_setattr", 442, 442), ("name_to_handle_at", 303, 264)),
    *(("open_by_handle_at", 304, 265), ("quotactl", 179, 60), ("acct", 163, 89)),
    # the system
    *(("kexec_load", 246, 104), ("kexec_file_load", 320, 294), ("init_module", 175, 105)),
    *(("finit_module", 313, 273), ("delete_module", 176, 106), ("bpf", 321, 280)),
    *(("perf_event_open", 298, 241), ("add_key", 248, 217), ("request_key", 249, 218)),
    *(("keyctl", 250, 219), ("reboot", 169, 142), ("swapon", 167, 224), ("swapoff", 168, 225)),
    *(("settimeofday", 164, 170), ("clock_settime", 227, 112), ("iopl", 172, -1)),
    *(("ioperm", 173, -1), ("modify_ldt", 154, -1), ("userfaultfd", 323, 282)),
    # ways around this filter: other views of the system, and calls that are made by a queue
    *(("setns", 308, 268), ("unshare", 272, 97), ("personality", 135, 92)),
    *(("io_uring_setup", 425, 425), ("io_uring_enter", 426, 426)),
    ("io_uring_register", 427, 427),
)
"""What a worker never needs."""


def numbers(calls: Iterable[_Call], machine: str) -> tuple[int, ...]:
    """Return the numbers of calls on an architecture."""
    column = 1 if machine == "x86_64" else 2
    return tuple(number for call in calls if (number := int(call[column])) >= 0)


def allow_only_computing() -> bool:
    """Give up all system calls but those for memory, time, and pipes that are open.

    No file, socket, process, thread or program can be had any more.

    Returns:
        Whether it took hold.
    """
    machine = architecture()
    return bool(machine) and _install(_allowing(numbers(_COMPUTING, machine), machine), machine)


def deny_calls(*, executing: bool = True) -> bool:
    """Give up what a worker never needs, for all its threads.

    Args:
        executing: Whether to give up starting programs, too.

    Returns:
        Whether it took hold.
    """
    machine = architecture()
    calls = (*_REACHING, *(_EXECUTING if executing else ()))
    return bool(machine) and _install(_denying(numbers(calls, machine), machine), machine)


_Step = tuple[int, int, int, int]
"""Operation, steps to skip if true, steps to skip if false, operand."""


def _allowing(allowed: tuple[int, ...], machine: str) -> list[_Step]:
    count = len(allowed)
    tests = [(_EQUAL, count - index, 0, number) for index, number in enumerate(allowed)]
    # A jump over the tests that are left, and over the refusal.
    return [
        *_right_architecture(machine),
        *tests,
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _denying(denied: tuple[int, ...], machine: str) -> list[_Step]:
    count = len(denied)
    tests = [(_EQUAL, count - index, 0, number) for index, number in enumerate(denied)]
    other = [(_AT_LEAST, count + 1, 0, _OTHER_ABI)]
    ending = [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return [*_right_architecture(machine), *other, *tests, *ending]


def _right_architecture(machine: str) -> list[_Step]:
    """End a process that makes calls of another architecture: their numbers mean other things."""
    return [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def _install(steps: list[_Step], machine: str) -> bool:
    if not prctl(_PR_SET_NO_NEW_PRIVS, 1):  # without it only root may set a filter
        return False
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    number = _SECCOMP[machine]
    if system_call(number, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0:
        return True
    # A system without the call, or whose other threads have filters of their own.
    return _only_this_thread(program)


def _only_this_thread(program: _Program) -> bool:
    try:
        done = ctypes.CDLL(None).prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)
    except (OSError, AttributeError):
        return False
    return bool(done == 0)

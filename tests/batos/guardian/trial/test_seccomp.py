from __future__ import annotations

import struct

import pytest

from batos.guardian.trial import seccomp

ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000
X86, ARM = 0xC000003E, 0xC00000B7


def answer(steps: list[tuple[int, int, int, int]], number: int, architecture: int) -> int:
    """Run a filter as the kernel does."""
    data = struct.pack("=II", number, architecture)
    value = place = 0
    while True:
        operation, if_true, if_false, operand = steps[place]
        place += 1
        if operation == 0x20:
            (value,) = struct.unpack_from("=I", data, operand)
        elif operation == 0x15:
            place += if_true if value == operand else if_false
        elif operation == 0x35:
            place += if_true if value >= operand else if_false
        else:
            assert operation == 0x06
            return operand


@pytest.mark.parametrize(
    ("machine", "architecture", "known"),
    [
        ("x86_64", X86, {"read": 0, "write": 1, "open": 2, "socket": 41, "fork": 57, "execve": 59}),
        ("aarch64", ARM, {"read": 63, "write": 64, "openat": 56, "socket": 198, "execve": 221}),
    ],
)
def test_only_listed_calls_are_allowed(
    machine: str, architecture: int, known: dict[str, int]
) -> None:
    allowed = seccomp.numbers(seccomp._COMPUTING, machine)
    steps = seccomp._allowing(allowed, machine)
    found = {number for number in range(600) if answer(steps, number, architecture) == ALLOW}

    assert found == set(allowed)
    for name, number in known.items():
        assert (number in found) == (name in {"read", "write"}), name
    assert answer(steps, 600, architecture) == REFUSE


@pytest.mark.parametrize(("machine", "architecture"), [("x86_64", X86), ("aarch64", ARM)])
def test_denied_calls_are_refused(machine: str, architecture: int) -> None:
    denied = seccomp.numbers((*seccomp._REACHING, *seccomp._EXECUTING), machine)
    steps = seccomp._denying(denied, machine)
    found = {number for number in range(600) if answer(steps, number, architecture) == REFUSE}

    assert found == set(denied)
    assert len(steps) < 256  # jumps have one byte


def test_other_architectures_and_other_numbers_of_the_same_calls_are_no_way_around() -> None:
    for steps in (
        seccomp._allowing(seccomp.numbers(seccomp._COMPUTING, "x86_64"), "x86_64"),
        seccomp._denying(seccomp.numbers(seccomp._REACHING, "x86_64"), "x86_64"),
    ):
        assert answer(steps, 0, 0x40000003) == KILL  # 32-bit calls
        assert answer(steps, 0x40000000 + 101, X86) == REFUSE


def test_no_call_is_listed_twice() -> None:
    for machine in ("x86_64", "aarch64"):
        listed = seccomp.numbers(
            (*seccomp._COMPUTING, *seccomp._REACHING, *seccomp._EXECUTING), machine
        )
        assert len(listed) == len(set(listed))

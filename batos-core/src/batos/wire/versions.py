"""Which version of the protocol two sides speak with each other.

One major version is compatible in itself: the lower of the two minor versions is spoken, which
says what may be used. Between major versions nothing is.
"""

from __future__ import annotations

from batos.wire.faults import VersionMismatchError
from batos.wire.messages.frame import MINOR, PROTOCOL
from batos.wire.messages.kernel import Hello

__all__ = ["agreed", "mismatch"]


def agreed(said: Hello) -> tuple[int, int]:
    """Return the major and the minor version that this side and a client both speak.

    Raises:
        VersionMismatchError: There is none; the sentence says which side is to be updated.
    """
    lowest, highest = said.versions
    if not lowest <= PROTOCOL <= highest:
        raise mismatch(PROTOCOL, said.versions)
    # A minor version is said of the highest major one; of a lower one all are known.
    return PROTOCOL, min(MINOR, said.minor) if highest == PROTOCOL else MINOR


def mismatch(kernel: int, program: tuple[int, int]) -> VersionMismatchError:
    """Return the error for a kernel and a program that have no major version in common.

    Args:
        kernel: The version that the kernel speaks.
        program: The lowest and the highest one that the program speaks.
    """
    lowest, highest = program
    spoken = f"{lowest}" if lowest == highest else f"{lowest} to {highest}"
    older = "program" if highest < kernel else "kernel"
    return VersionMismatchError(
        f"The kernel speaks protocol {kernel}, this program {spoken}: update the {older}.",
        hint="A kernel is new after: batos down, then batos up" if older == "kernel" else "",
        details={"supported": [kernel, kernel]},
    )

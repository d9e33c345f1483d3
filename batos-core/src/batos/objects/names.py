"""Which names a slot or a method may have."""

from __future__ import annotations

import keyword

from batos.errors import SlotError

__all__ = ["KERNEL_NAMES", "OFFERED_NAMES", "check_slot_name", "is_slot_name"]

KERNEL_NAMES = frozenset({"send", "clone", "parents", "slots"})
"""Names that every object answers itself; no slot and no learned method may take them."""

OFFERED_NAMES = frozenset({"send", "clone"})
"""The kernel names that a learned method may use."""

_LONGEST = 100


def is_slot_name(name: object) -> bool:
    """Return whether a name is a public identifier that no kernel name takes."""
    return (
        isinstance(name, str)
        and name.isascii()
        and name.isidentifier()
        and not name.startswith("_")
        and not keyword.iskeyword(name)
        and name not in KERNEL_NAMES
        and len(name) <= _LONGEST
    )


def check_slot_name(name: object) -> str:
    """Return the name when a slot may have it.

    Raises:
        SlotError: It is not a public identifier, or the kernel uses it.
    """
    if is_slot_name(name):
        return str(name)
    if isinstance(name, str) and name in KERNEL_NAMES:
        raise SlotError(f"The name {name!r} belongs to the kernel.", hint="Choose another name.")
    raise SlotError(
        f"{str(name)[:60]!r} cannot name a slot.",
        hint="A name starts with a letter and has letters, digits and underscores only.",
    )

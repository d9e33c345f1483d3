"""Characters that nobody sees, and that steer what shows them."""

from __future__ import annotations

__all__ = ["UNSEEN"]

UNSEEN = frozenset(
    (
        *(*range(9), *range(11, 32), *range(127, 160)),
        # Marks of direction, by which a line is read otherwise than it is shown, and line ends
        # that look like none.
        *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        *(0x2028, 0x2029),
        # What takes no place: blanks without a width, and letters that only machines read.
        *(0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)),
    )
)
"""Characters that steer a terminal or hide what a text says; tabs and line ends are none."""

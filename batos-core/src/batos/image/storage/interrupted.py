"""What a killed pack or restore leaves where the image's file should be.

Both put one file into the place of another, by two renames. Between them there is no image file
for a moment, and a start at that moment would bear a new image.
"""

from __future__ import annotations

from pathlib import Path

from batos.errors import ImageDamagedError

__all__ = ["RESTORING", "put_right"]

RESTORING = ".restoring"
"""Ending of the file that a restore has made and has not put into its place yet."""


def put_right(file: Path) -> None:
    """Finish what a killed pack has left; refuse to go on from a killed restore.

    Args:
        file: The image's file, which nobody has open.

    Raises:
        ImageDamagedError: A restore was interrupted and has to be done again.
    """
    if file.exists():
        return
    old, copy = Path(f"{file}.old"), Path(f"{file}.pack")
    if old.exists() and copy.exists():
        # The old one is whole for certain; what the pack has copied is made again by the next.
        old.replace(file)
        copy.unlink()
    elif Path(f"{file}{RESTORING}").exists():
        raise ImageDamagedError(
            f"A restore of the image {str(file)!r} was interrupted.",
            hint="Do it again: batos image restore DIR.",
        )

"""What a killed pack or restore leaves where the image's file should be.

Both put one file into the place of another, by two renames. Between them there is no image file
for a moment, and a start at that moment would bear a new image.
"""

from __future__ import annotations

from pathlib import Path

from batos.errors import ImageDamagedError
from batos.image.storage.hold import Hold

__all__ = ["RESTORING", "put_right"]

RESTORING = ".restoring"
"""Ending of the file that a restore has made and has not put into its place yet."""


def put_right(file: Path) -> None:
    """Finish what a killed pack has left; refuse to go on from a killed restore.

    Args:
        file: The image's file.

    Raises:
        ImageDamagedError: A restore was interrupted and has to be done again.
        zc.lockfile.LockError: A pack is just between its two renames.
    """
    if file.exists():
        return
    old, copy = Path(f"{file}.old"), Path(f"{file}.pack")
    if old.exists() and copy.exists():
        hold = Hold(old)
        try:
            # The old one is whole for certain; what was copied is copied again by the next pack.
            old.replace(file)
            copy.unlink()
        finally:
            hold.close()
    elif Path(f"{file}{RESTORING}").exists():
        raise ImageDamagedError(
            f"A restore of the image {str(file)!r} was interrupted.",
            hint="Do it again: batos image restore DIR.",
        )

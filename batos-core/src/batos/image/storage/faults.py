"""What kept an image from being opened, in one sentence for a person."""

from __future__ import annotations

import os
from pathlib import Path

import zc.lockfile
from ZODB.FileStorage.FileStorage import FileStorageFormatError

from batos.errors import BatosError, ImageDamagedError, ImageError, ImageLockedError
from batos.image.storage.address import Address

__all__ = ["opening_fault"]


def opening_fault(address: Address, error: BaseException) -> BatosError:
    """Return what kept an image from being opened, for a person.

    Args:
        address: Where it is.
        error: What was raised.

    Returns:
        The error to raise; one that is worded already is returned as it is.
    """
    if isinstance(error, BatosError):
        return error
    label = address.label
    path = address.path if address.kind == "file" else None
    if isinstance(error, zc.lockfile.LockError):
        return ImageLockedError(
            f"The image {label} is open in another process{_holder(path)}.",
            hint="Stop it with 'batos down', or talk to it with 'batos send' and 'batos ask'.",
        )
    if isinstance(error, OSError):
        named = str(error.filename or "")
        other = f" ({named!r})" if path is not None and named and Path(named) != path else ""
        reason = f"{error.strerror or error}{other}"
        return ImageError(f"The image {label} cannot be opened: {reason}.")
    if path is None:
        return ImageError(f"The image {label} cannot be reached: {_told(address, error)}.")
    if isinstance(error, FileStorageFormatError):
        return ImageDamagedError(
            f"The file {label} is not an image.",
            hint="It was left as it is. Choose another file for the image.",
        )
    # A damaged tail raises whatever the bytes happen to trip: UnicodeDecodeError included.
    return ImageDamagedError(
        f"The image {label} is damaged and cannot be read: {_told(address, error)}.",
        hint="It was left as it is. 'batos image check' tells what is damaged; 'batos image "
        "restore' brings a backup back, 'batos image salvage' keeps what can be read.",
    )


def _told(address: Address, error: BaseException) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    if address.password:
        text = text.replace(address.password, "…")
    return f"{type(error).__name__}: {text}"


def _holder(path: Path | None) -> str:
    """Return which process holds the lock of a file image, where its lock file says so."""
    if path is None:
        return ""
    try:
        text = Path(f"{path}.lock").read_text("ascii", "replace").split()
    except OSError:
        return ""
    return f" (process {text[0]})" if text and text[0].isdigit() and os.name == "posix" else ""

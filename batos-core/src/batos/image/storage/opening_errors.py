"""What kept an image from being opened, in one sentence for a person."""

from __future__ import annotations

from pathlib import Path

import zc.lockfile
from ZODB.FileStorage.FileStorage import FileStorageFormatError

from batos.errors import BatosError, ImageDamagedError, ImageError, ImageLockedError
from batos.image.storage.address import Address
from batos.image.storage.hold import holder_of

__all__ = ["ELSEWHERE", "is_damage", "locked_fault", "opening_fault"]

ELSEWHERE = (
    "Restore a backup into a file, with 'batos image restore DIR --to FILE', and copy it into an "
    "empty storage, with 'batos image copy FILE URI'."
)
"""What to do about a damaged database."""
_DAMAGE_STATES = ("XX001", "XX002", "58P01")
"""PostgreSQL's states: data corrupted, index corrupted, a file of the data is missing."""
_DAMAGE_TEXTS = ("disk image is malformed", "file is not a database")
"""SQLite's words for the same."""


def is_damage(error: BaseException) -> bool:
    """Return whether a database says that its files are not what it wrote."""
    code = str(getattr(error, "pgcode", None) or "")
    return code in _DAMAGE_STATES or any(text in str(error) for text in _DAMAGE_TEXTS)


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
        return locked_fault(label, path)
    if isinstance(error, OSError):
        named = str(error.filename or "")
        other = f" ({named!r})" if path is not None and named and Path(named) != path else ""
        reason = f"{error.strerror or error}{other}"
        return ImageError(f"The image {label} cannot be opened: {reason}.")
    if is_damage(error):
        return ImageDamagedError(
            f"The image {label} is damaged and cannot be read: {_told(address, error)}.",
            hint=ELSEWHERE,
        )
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


def locked_fault(label: str, file: Path | None) -> ImageLockedError:
    """Return the error of an image that another process has open.

    Args:
        label: The image, as messages name it.
        file: Its file, where it is one.
    """
    pid = holder_of(file) if file is not None else None
    named = f" (process {pid})" if pid is not None else ""
    return ImageLockedError(
        f"The image {label} is open in another process{named}.",
        hint="Stop it with 'batos down', or talk to it with 'batos send' and 'batos ask'.",
    )


def _told(address: Address, error: BaseException) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    if address.password:
        text = text.replace(address.password, "…")
    return f"{type(error).__name__}: {text}"

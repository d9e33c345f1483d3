"""How a file of a parcel is refused."""

from __future__ import annotations

from batos.errors import TravelError

__all__ = ["refused"]


def refused(path: str, reason: str, *, hint: str = "") -> TravelError:
    """Return the error that names a file and what is wrong with it.

    Args:
        path: The file, relative to the parcel.
        reason: What is wrong, without a full stop.
        hint: What to do about it.
    """
    return TravelError(
        f"The parcel cannot be taken: {path}: {reason}.",
        hint=hint,
        details={"file": path, "reason": reason},
    )

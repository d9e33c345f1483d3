"""The image: not there, in use, damaged, past, or away."""

from __future__ import annotations

from batos.errors.base import BatosError, ExitCode

__all__ = [
    "ImageDamagedError",
    "ImageError",
    "ImageLockedError",
    "ImageMissingError",
    "ImageUnreachableError",
    "ObjectSetAsideError",
    "PastError",
    "SlotError",
]


class ImageError(BatosError):
    """The image cannot be used."""

    code = "image"
    exit_code = ExitCode.IMAGE


class ImageMissingError(ImageError):
    """There is no image at that place."""

    code = "image.missing"


class ImageLockedError(ImageError):
    """Another process has the image open."""

    code = "image.locked"


class ImageDamagedError(ImageError):
    """The image's files cannot be read."""

    code = "image.damaged"


class ImageUnreachableError(ImageError):
    """The server that keeps the image does not answer."""

    code = "image.unreachable"


class ObjectSetAsideError(ImageError):
    """The object is there, but loading it has ended workers."""

    code = "image.set_aside"


class PastError(ImageError):
    """The past cannot be changed, or was not kept so far back."""

    code = "image.past"


class SlotError(ImageError):
    """A name or a value cannot live in a slot."""

    code = "slot"
    exit_code = ExitCode.FAILURE

"""Where an image is: its file and its blobs, or the storage that a URI names."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from batos.errors import ImageMissingError
from batos.image.storage import blob_folder, label_of, read_address
from batos.image.storage.ledger import ledger_of

__all__ = ["Place", "sync_folder"]


@dataclass(frozen=True)
class Place:
    """Where an image is.

    Attributes:
        uri: As it was given; it may hold a password.
        kind: The kind of storage, such as ``file`` or ``zeo``.
        label: The image for a person, without a password.
        file: The file of a file image, None for other storages.
        blobs: The folder of a file image's blobs, None for other storages.
        ledger: The file in which the care notes what it did.
    """

    uri: str
    kind: str
    label: str
    file: Path | None
    blobs: Path | None
    ledger: Path

    @classmethod
    def of(cls, uri: str, state_dir: Path) -> Place:
        """Return the place that a URI or a path names.

        Args:
            uri: ``file:///path``, a plain path, or another storage's URI.
            state_dir: Where notes about a storage that is no file are kept.

        Raises:
            ConfigError: The URI names a host where a path is wanted.
        """
        address = read_address(uri)
        if address.kind != "file" or address.path is None:
            digest = hashlib.sha256(uri.encode()).hexdigest()[:16]
            kind = address.kind or uri.split(":", 1)[0]
            return cls(
                uri, kind, label_of(uri).strip("'\""), None, None, state_dir / f"care-{digest}.json"
            )
        file = address.path.expanduser().absolute()
        blobs = blob_folder(address).absolute()
        return cls(uri, "file", str(file), file, blobs, ledger_of(file))

    def beside(self, suffix: str) -> Path:
        """Return the path of a file beside the image's own, such as ``.index``.

        Only a place with a file has any.
        """
        assert self.file is not None, "other storages keep their files themselves"
        return Path(f"{self.file}{suffix}")

    def require(self) -> Path:
        """Return the file of a file image that must be there.

        Raises:
            ImageMissingError: It is not.
        """
        assert self.file is not None, "asked of a file image only"
        if not self.file.is_file():
            raise ImageMissingError(
                f"There is no image {str(self.file)!r}.",
                hint="Name its file, or start the system once: batos up.",
            )
        return self.file


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The folders that a storage writes on this machine."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from pathlib import Path

from batos.config import Paths
from batos.errors import ImageError
from batos.image.storage.address import Address, read_address

__all__ = ["blob_folder", "blob_home", "drop_torn_marker", "folders_of", "made"]

_MARKER = ".layout"
"""The file by which ZODB knows how the files of blobs are laid out."""
_LAYOUTS = (b"bushy", b"lawn", b"zeocache")
"""What it may say."""


def folders_of(uri: str) -> tuple[Path, ...]:
    """Return the folders that an image's storage writes in this machine's file system.

    Args:
        uri: The image's storage.

    Returns:
        The folder of its files, if they are here, and that of its blobs or of copies of them.

    Raises:
        ConfigError: The URI cannot be read.
    """
    address = read_address(uri)
    if not address.kind:
        return ()
    blobs = blob_folder(address)
    if address.kind == "file" and address.path is not None:
        # A storage that is a file makes others beside it: lock, index, what packing leaves.
        return (address.path.expanduser().absolute().parent, blobs)
    if address.kind == "sqlite" and address.path is not None:
        return (address.path, blobs)
    return (blobs,)


def blob_folder(address: Address) -> Path:
    """Return where the blobs of an image are, or the copies of them for this machine.

    Beside a file or a folder, where the image is one; else in the user's cache, by the image's
    name, since every process on the machine may share the copies.
    """
    given = address.option("blob_dir", address.option("blobstorage_dir", None))
    if given is not None:
        return Path(given)
    if address.kind == "file" and address.path is not None:
        return Path(f"{address.path.expanduser().absolute()}.blobs")
    if address.kind == "sqlite" and address.path is not None:
        return address.path / "blobs"
    where = (
        address.kind,
        str(address.path or address.host),
        str(address.port),
        address.database,
        str(address.option("storage", "")),
    )
    name = hashlib.sha256("\0".join(where).encode()).hexdigest()[:16]
    return Paths.find().cache_dir / "blobs" / f"{address.kind}-{name}"


def made(folder: Path) -> Path:
    """Return a folder that exists, made for the user alone.

    Raises:
        ImageError: It cannot be created.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImageError(
            f"The folder {str(folder)!r} cannot be created: {error.strerror}."
        ) from error
    return folder


def drop_torn_marker(folder: Path) -> None:
    """Remove a marker of a folder of blobs that names no layout; whoever opens it writes another.

    ZODB writes the marker in two steps: a kill between them leaves it empty, and with an empty one
    no image could be opened any more.

    Args:
        folder: The folder of blobs, which may not be there.
    """
    marker = folder / _MARKER
    with contextlib.suppress(OSError):  # what cannot be read or written is told by the opening
        if marker.read_bytes().strip() not in _LAYOUTS:
            marker.unlink()


def blob_home(address: Address, layout: str) -> Path:
    """Return the folder of an image's blobs, ready for use by several processes.

    ZODB makes it too, but two processes that do so at once take what is half made for an old
    layout, or trip over each other's folders.

    Args:
        address: Where the image is.
        layout: ``bushy`` for the blobs themselves, ``zeocache`` for copies of them.

    Raises:
        ImageError: It cannot be created.
    """
    folder = made(blob_folder(address))
    made(folder / "tmp")
    drop_torn_marker(folder)
    marker = folder / _MARKER
    if not marker.exists():
        try:
            with tempfile.NamedTemporaryFile(
                "w", encoding="ascii", dir=folder / "tmp", delete=False
            ) as draft:
                draft.write(layout)
            Path(draft.name).replace(marker)
        except OSError as error:
            raise ImageError(
                f"The folder {str(folder)!r} cannot be written: {error.strerror}."
            ) from error
    return folder

"""How much room an image takes."""

from __future__ import annotations

from batos.image import Session
from batos.image.storage import blob_folder, file_of, read_address, size_of

__all__ = ["sizes_of"]


def sizes_of(session: Session, methods: int) -> dict[str, int]:
    """Return the sizes of an image in bytes: ``bytes``, ``blob_bytes``, ``bytes_per_method``.

    Args:
        session: The image.
        methods: How many methods it holds.

    Returns:
        The sizes; -1 stands for what the storage does not tell. What a method takes is the file
        by the number of methods: with its tests, its provenance, the memory of it, and the cycle
        that found it. Packing makes it less.
    """
    file = file_of(session.uri)
    size = file.stat().st_size if file is not None else size_of(session.database.storage)
    return {
        "bytes": size,
        "blob_bytes": _blob_bytes(session.uri),
        "bytes_per_method": size // methods if methods and size >= 0 else -1,
    }


def _blob_bytes(uri: str) -> int:
    """Return the bytes of blobs; those of a server are not here."""
    address = read_address(uri)
    if address.kind not in ("file", "sqlite"):
        return -1
    found = blob_folder(address).rglob("*.blob")
    return sum(path.stat().st_size for path in found)

"""How an image is: where, how large, how far back its past reaches, and when it was cared for."""

from __future__ import annotations

import shutil
from typing import Any

from batos.care.ends import all_missing_ends
from batos.care.files.blobs import blob_files
from batos.care.files.places import Place
from batos.care.files.reading import Reader
from batos.care.pack import history_of
from batos.errors import ImageDamagedError
from batos.image.past import ahead_of, time_of
from batos.image.storage import size_of
from batos.image.storage.ledger import read_ledger

__all__ = ["status_of"]

_REMAINS = (".old", ".pack", ".tr", ".before-", ".damaged-")
"""Endings of what packs, torn tails and restores have left."""


def status_of(place: Place, reader: Reader) -> dict[str, Any]:
    """Return how an image is, as plain data.

    Args:
        place: Where it is.
        reader: The image.

    Returns:
        ``image``, ``storage``, ``born``, ``format``, ``records``, ``bytes``, ``blobs``,
        ``blob_bytes``, ``last``, ``undoable``, ``history_since``, ``pack``, ``backup``,
        ``sealed``, ``free``, ``remains``, ``torn`` (ends that are missing), ``ahead`` (of the
        clock, such as ``400 days``); -1 and an empty text stand for what nobody knows.

    Raises:
        ImageDamagedError: Its root cannot be read.
    """
    storage = reader.database.storage
    with reader.read() as root:
        try:
            born, layout = str(root.meta["born"]), int(root.meta["format"])
        except (KeyError, AttributeError, TypeError, ValueError):
            # A file that ends within its first transactions, or one of another program.
            raise ImageDamagedError(
                f"The image {place.label!r} has no whole root: it is no living image, or damaged.",
                hint="'batos image check' tells what is damaged.",
            ) from None
        last = bytes(reader.database.lastTransaction())
    history = history_of(place, storage)
    ledger = read_ledger(place.ledger)
    blobs = size = -1
    if place.blobs is not None:
        sizes = [file.path.stat().st_size for file in blob_files(place.blobs)]
        blobs, size = len(sizes), sum(sizes)
    seal = ledger.get("seal")
    facts: dict[str, Any] = {
        "image": place.label,
        "storage": place.kind,
        "born": born,
        "format": layout,
        "records": len(storage),
        "bytes": _bytes(place, storage),
        "blobs": blobs,
        "blob_bytes": size,
        "last": time_of(last).isoformat(timespec="seconds"),
        "undoable": history.transactions,
        "history_since": history.since,
        "pack": ledger.get("pack"),
        "backup": ledger.get("backup"),
        "sealed": int(seal.get("size", 0)) if isinstance(seal, dict) else 0,
        "free": -1,
        "remains": [],
        "torn": [end.to_plain() for end in all_missing_ends(place)],
        "ahead": ahead_of(last),
    }
    if place.file is not None:
        facts["free"] = shutil.disk_usage(place.file.parent).free
        facts["remains"] = _remains(place)
    return facts


def _bytes(place: Place, storage: Any) -> int:
    if place.file is not None:
        return place.file.stat().st_size
    return size_of(storage)


def _remains(place: Place) -> list[dict[str, Any]]:
    """Return the files beside the image that only take room."""
    assert place.file is not None, "asked of a file image only"
    name = place.file.name
    found = [
        path
        for path in sorted(place.file.parent.glob(f"{name}.*"))
        if path.is_file() and path.name.removeprefix(name).startswith(_REMAINS)
    ]
    return [{"file": path.name, "bytes": path.stat().st_size} for path in found]

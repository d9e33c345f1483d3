"""Moving an image from one storage to another, with its history and its blobs.

Every transaction is copied with its id, user, note and extension, so that undo, the past and
whatever names a transaction stay what they were. The storages' own ``copyTransactionsFrom`` does
it; ZEO's knows nothing of blobs, so that its transactions are written here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from ZODB.utils import z64

from batos.care.storage_pair import CopyProgress, CopyReport, Progress, StoragePair
from batos.care.transfer import (
    reading,
)
from batos.errors import CancelledError, ImageError, UsageError
from batos.image.storage import blob_folder, open_storage, read_address
from batos.image.storage.address import Address
from batos.image.storage.durable import sync_file, sync_folders
from batos.image.storage_errors import worded_fault

__all__ = ["copy_image"]


def copy_image(
    source_uri: str,
    target_uri: str,
    *,
    progress: Progress | None = None,
    resume: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> CopyReport:
    """Copy an image into another storage, and compare the two afterwards.

    The source is opened for reading only; an image in a file may be in use meanwhile. What is
    committed to it after the start is not copied.

    Args:
        source_uri: The image.
        target_uri: An empty storage of any kind; a file or a folder is created.
        progress: Told of every transaction that was copied and compared.
        resume: Go on with a copy that was interrupted: the target may hold the beginning of the
            source, and nothing else.
        cancelled: Asked before every transaction whether to stop.

    Returns:
        What was copied.

    Raises:
        UsageError: Both are the same storage.
        ImageMissingError: There is no source.
        ImageError: The target is not empty, or one of them cannot be read or written.
        ImageDamagedError: The copy is not what the source is.
        CancelledError: It was stopped; it can be resumed.
    """
    addresses = read_address(source_uri), read_address(target_uri)
    if _place(addresses[0]) == _place(addresses[1]):
        raise UsageError("An image cannot be copied onto itself.", hint="Name another target.")
    labels = addresses[0].label, addresses[1].label
    missing, ends = _looked_at(addresses[0])
    with contextlib.ExitStack() as opened:
        source = opened.enter_context(_closing(open_storage(source_uri, read_only=True)))
        with _worded(labels[1]), reading(labels[0]):
            end = source.lastTransaction()
        if end == z64:
            raise ImageError(f"There is no image in {labels[0]}.")
        target = opened.enter_context(_closing(open_storage(target_uri)))
        with _worded(labels[1]):
            pair = StoragePair(source, target, end, ends, labels, progress or _unheard, cancelled)
            resumed = pair.resumable() if resume else pair.check_empty()
            pair.copy(resumed)
            _settle(addresses[1])
            report = pair.verify()
    return replace(
        report,
        source=_bare(labels[0]),
        target=_bare(labels[1]),
        resumed=resumed,
        missing_ends=missing,
    )


def _looked_at(address: Address) -> tuple[tuple[str, ...], Collection[bytes]]:
    """Look over the file of an image; there is nothing to look over in other storages.

    Returns:
        What is missing at its end, in sentences, and the ids of its transactions.

    Raises:
        ImageDamagedError: It has damage in its middle: without its index it would seem to end
            there.
    """
    file = address.path.expanduser().absolute() if address.path is not None else None
    if address.kind != "file" or file is None or not file.is_file():
        return (), ()  # opening it tells why
    from batos.care.ends import all_missing_ends
    from batos.care.files.outline import outline_of
    from batos.care.files.places import Place

    with reading(address.label):
        outline = outline_of(file)
        for hole in outline.holes:
            if not hole.torn:
                raise ValueError(f"bytes {hole.start} to {hole.end}: {hole.reason}")
        found = all_missing_ends(Place.of(address.uri, file.parent))
    return tuple(end.text for end in found if not end.safe), outline.ends.values()


def _bare(label: str) -> str:
    """Return the label of an image without the quotes that it has in a sentence."""
    return label.strip("'\"")


@contextlib.contextmanager
def _closing(storage: Any) -> Iterator[Any]:
    """Close a storage at the end.

    A full disk keeps a file from bringing what was never committed to its end. What was committed
    is on the disk by then.
    """
    try:
        yield storage
    finally:
        with contextlib.suppress(OSError):
            storage.close()


def _unheard(_progress: CopyProgress) -> None:
    """Tell nobody."""


def _place(address: Address) -> tuple[Any, ...]:
    path = address.path.expanduser().absolute().resolve() if address.path else None
    storage = address.option("storage", "1") if address.kind == "zeo" else ""
    uri = "" if address.kind else address.uri
    return address.kind, path, address.host, address.port, address.database, storage, uri


@contextlib.contextmanager
def _worded(label: str) -> Iterator[None]:
    """Word what the storages raise, and tell how an interrupted copy goes on."""
    hint = "What was copied is kept; --resume goes on there."
    try:
        yield
    except KeyboardInterrupt:
        raise CancelledError(f"The copy to {label} was interrupted.", hint=hint) from None
    except Exception as error:
        worded = worded_fault(error)
        if worded is None:
            raise
        reason = worded.message.rstrip(".")
        raise type(worded)(f"The copy to {label} failed: {reason}.", hint=hint) from error


def _settle(address: Address) -> None:
    """Wait until copied blobs are on the disk, where they are files of this machine."""
    if address.kind not in ("file", "sqlite") or not address.option("shared_blob_dir", True):
        return
    top = blob_folder(address)
    for file in top.rglob("*.blob"):
        sync_file(file)
        sync_folders(file, top)

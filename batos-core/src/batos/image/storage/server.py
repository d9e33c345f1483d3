"""An image on a ZEO server: one process holds the file, any number of clients share it."""

from __future__ import annotations

import contextlib
from typing import Any

from batos.errors import ImageError, ImageUnreachableError
from batos.image.storage.address import Address
from batos.image.storage.extras import require
from batos.image.storage.folders import blob_home

__all__ = ["open_server"]

_WAIT = 10
"""Seconds that a server that is away is waited for, at the start and at every later call."""


def open_server(address: Address) -> Any:
    """Open an image on a ZEO server.

    Begins of transactions ask the server (``server_sync``), so that a transaction sees what was
    committed before it began, by whomever. Without that a client learns of it a moment later:
    who has just been told that a message was carried out would not find its effect.

    Args:
        address: Where it is.

    Returns:
        The storage.

    Raises:
        ConfigError: ZEO is not installed.
        ImageUnreachableError: No server answers there.
        ImageError: The server has no such storage, or only lets it be read.
    """
    require("ZEO", "zeo", address)
    from ZEO.ClientStorage import ClientStorage
    from ZEO.Exceptions import ClientDisconnected

    where: Any = str(address.path) if address.path is not None else (address.host, address.port)
    shared = address.option("shared_blob_dir", False)
    name = address.option("storage", "1")
    options = {
        "storage": name,
        "wait_timeout": address.option("wait_timeout", _WAIT),
        "blob_dir": str(blob_home(address, "bushy" if shared else "zeocache")),
        "shared_blob_dir": shared,
        "blob_cache_size": None if shared else address.option("blob_cache_size", None),
        "client_label": address.option("client_label", None),
        "read_only": address.read_only,
        "server_sync": True,
    }
    if "cache_size" in address.options:
        options["cache_size"] = address.options["cache_size"]
    storage = ClientStorage(where, wait=False, **options)
    try:
        storage._wait()
    except ClientDisconnected as error:
        with contextlib.suppress(Exception):  # the first error is the one to tell
            storage.close()
        raise ImageUnreachableError(
            f"The image {address.label} cannot be reached: no ZEO server answers within "
            f"{options['wait_timeout']} s.",
            hint="Start it, or correct image.uri; 'storage' in the URI must be one that it has.",
        ) from error
    except BaseException:
        with contextlib.suppress(Exception):  # the first error is the one to tell
            storage.close()
        raise
    if storage.is_read_only() and not address.read_only:
        storage.close()
        raise ImageError(
            f"The ZEO server of the image {address.label} lets nobody write.",
            hint="Start it without read-only, or add read_only=1 to the URI to look around.",
        )
    return storage

"""The birth of an image: its containers are made once, whoever else opens it meanwhile."""

from __future__ import annotations

from typing import Any

import transaction

from batos.image.aside import read_aside
from batos.image.root import create_root
from batos.image.storage_errors import is_conflict, worded_fault

__all__ = ["create_containers"]

_TRIES = 10


def create_containers(database: Any) -> None:
    """Make the containers of the image, where it has none, and read what is set aside in it.

    Args:
        database: The open :class:`batos.image.aside.Database`.

    Raises:
        ImageError: The image cannot be read or written.
    """
    for attempt in range(1, _TRIES + 1):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = database.open(manager)
        try:
            mapping = connection.root()
            made = create_root(mapping)
            database.aside = read_aside(mapping["meta"])
            if made:
                manager.get().note("The containers of the image are made")
                manager.commit()
            else:
                manager.abort()
            return
        except BaseException as error:
            manager.abort()
            if is_conflict(error) and attempt < _TRIES:
                continue  # another process makes them at the same time
            worded = worded_fault(error)
            if worded is None:
                raise
            raise worded from error
        finally:
            connection.close()

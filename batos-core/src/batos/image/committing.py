"""Committing: what is written into a transaction, and what is doubtful when its server is lost."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from batos.image.storage_errors import is_lost
from batos.image.tries import MARK, PendingChange

__all__ = ["commit", "describe"]

_LONGEST_TEXT = 2_000
"""Characters of a transaction's user and note; storages take 64 KiB of each."""


def describe(current: Any, note: str, user: str, extension: Mapping[str, Any] | None) -> None:
    """Write into a transaction what it does, and on whose behalf."""
    # setUser() would store a path prefix ("/ amy"), so the attribute is set.
    current.user = _kept(user)
    current.note(_kept(note))
    for key, value in (extension or {}).items():
        current.setExtendedInfo(key, value)


def commit(
    manager: Any, connection: Any, change: PendingChange, result: Any, *, served: bool
) -> None:
    """Commit; keep in mind what has to be looked for when the connection is lost meanwhile.

    Args:
        manager: That of the transaction.
        connection: The one that it has changed something in.
        change: What is being made; it keeps in mind what is doubtful.
        result: What its work returned.
        served: Whether the storage can lose its connection.
    """
    current = manager.get()
    # A stack that overflows while a connection joins lets it join again later, and it would
    # wait for itself. There is no public list of who has joined.
    current._resources = list(dict.fromkeys(current._resources))
    if not served:
        manager.commit()
        return
    mark = secrets.token_hex(8)
    manager.get().setExtendedInfo(MARK, mark)
    after = connection._storage.lastTransaction()  # no public way to what it sees
    try:
        manager.commit()
    except BaseException as error:
        if is_lost(error):
            change.doubtful.append((mark, after, result))
        raise


def _kept(text: str) -> str:
    """Return a text as storages take it: they refuse the lone half of a pair, and 64 KiB."""
    return text[:_LONGEST_TEXT].encode("utf-8", "backslashreplace").decode()

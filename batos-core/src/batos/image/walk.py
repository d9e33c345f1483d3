"""Walking over everything that an image holds, in short transactions.

The records are read raw, as packing reads them: nothing is loaded into a cache, and no container
has to be known. The walk sees each record as it is when it comes by; what is added behind its
back is not seen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import get_pickle_metadata, z64

from batos.image.session import Session

__all__ = ["Record", "walk"]

_BATCH = 200


@dataclass(frozen=True)
class Record:
    """One record of the image.

    Attributes:
        oid: Its object.
        kind: The class, such as ``batos.objects.method.Method``.
        holder: The object that was the first to name it, itself for the root.
        holder_kind: That one's class.
    """

    oid: bytes
    kind: str
    holder: bytes
    holder_kind: str


def walk(session: Session, *, batch: int = _BATCH) -> Iterator[list[Record]]:
    """Yield every record that can be reached from the root, batch by batch.

    Each batch is read in a transaction of its own, which has ended when it is yielded.

    Args:
        session: The image.
        batch: Records in a batch.

    Raises:
        ImageError: The image cannot be read.
    """
    waiting = deque([(z64, z64, "")])
    seen = {z64}
    while waiting:
        found: list[Record] = []
        with session.read() as root:
            while waiting and len(found) < batch:
                oid, holder, holder_kind = waiting.popleft()
                data = _load(root.connection, oid)
                if data is None:
                    continue
                kind = ".".join(get_pickle_metadata(data))
                found.append(Record(oid, kind, holder, holder_kind))
                for reference in referencesf(data):
                    if reference not in seen:
                        seen.add(reference)
                        waiting.append((reference, oid, kind))
        yield found


def _load(connection: Any, oid: bytes) -> bytes | None:
    try:
        data, _serial = connection._storage.load(oid)  # no public way to a record as it is stored
    except POSKeyError:
        return None  # packed away since it was named
    return bytes(data)

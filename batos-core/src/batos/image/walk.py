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
from ZODB.serialize import get_refs
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
        refers: The objects that it names, with their classes where the record tells them.
    """

    oid: bytes
    kind: str
    refers: tuple[tuple[bytes, str], ...]


def walk(session: Session, *, batch: int = _BATCH) -> Iterator[list[Record]]:
    """Yield every record that can be reached from the root, batch by batch.

    Each batch is read in a transaction of its own, which has ended when it is yielded.

    Args:
        session: The image.
        batch: Records in a batch.

    Raises:
        ImageError: The image cannot be read.
    """
    waiting = deque([z64])
    seen = {z64}
    while waiting:
        found = []
        with session.read() as root:
            while waiting and len(found) < batch:
                record = _read(root.connection, waiting.popleft())
                if record is None:
                    continue
                found.append(record)
                for oid, _kind in record.refers:
                    if oid not in seen:
                        seen.add(oid)
                        waiting.append(oid)
        yield found


def _read(connection: Any, oid: bytes) -> Record | None:
    try:
        data, _serial = connection._storage.load(oid)  # no public way to a record as it is stored
    except POSKeyError:
        return None  # packed away since it was named
    refers = tuple((reference, _name(kind)) for reference, kind in get_refs(data))
    return Record(oid, _name(get_pickle_metadata(data)), refers)


def _name(kind: Any) -> str:
    """Return a class as text; records know it as a class, a pair of names, or not at all."""
    if isinstance(kind, tuple):
        first = kind[0]
        return _name(first) if isinstance(first, (tuple, type)) else ".".join(map(str, kind[:2]))
    return f"{kind.__module__}.{kind.__qualname__}" if isinstance(kind, type) else ""

"""Walking over everything that an image holds, in short transactions.

The records are read raw, as packing reads them: nothing is loaded into a cache, and no container
has to be known. The walk sees each record as it is when it comes by; what is added behind its
back is not seen. No record can hold it up (see :mod:`batos.objects.references`).
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from ZODB.utils import get_pickle_metadata, z64

from batos.errors import ObjectSetAsideError
from batos.image.root import Root
from batos.image.session import Session
from batos.objects import Method
from batos.objects.references import LARGE, load_record, references_of

__all__ = ["Record", "count_methods", "walk"]

_METHOD = f"{Method.__module__}.{Method.__qualname__}"

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
                record = load_record(root.connection, oid)
                if record is None:
                    continue  # packed away since it was named
                kind = _kind(record[0])
                found.append(Record(oid, kind, holder, holder_kind))
                for reference in references_of(record[0]):
                    if reference not in seen:
                        seen.add(reference)
                        waiting.append((reference, oid, kind))
        yield found


def count_methods(root: Root) -> int:
    """Return how many methods the named objects have of their own.

    An object that is not loaded and large is asked for by its record: it may be one that nobody
    can load in any time. One that is set aside has no methods for anybody.

    Args:
        root: The image, in a running transaction.
    """
    count = 0
    for obj in root.objects.values():
        record = load_record(root.connection, obj._p_oid) if obj._p_changed is None else None
        if record is None or len(record[0]) < LARGE:
            with contextlib.suppress(ObjectSetAsideError):
                count += sum(type(value) is Method for value in obj._slots.values())
        else:
            parts = (load_record(root.connection, oid) for oid in set(references_of(record[0])))
            count += sum(_kind(part[0]) == _METHOD for part in parts if part is not None)
    return count


def _kind(record: bytes) -> str:
    return ".".join(get_pickle_metadata(record))

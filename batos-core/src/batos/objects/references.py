"""What a record refers to, in a time that its length bounds.

ZODB asks the unpickler, which makes dicts of what it passes by. A dict of 52,000 keys with one
hash takes it half a minute, in one step that nothing can stop. Records that are large enough for
that are read here step by step, and nothing is made of them.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf

__all__ = ["LARGE", "load_record", "oid_of", "references_of"]

LARGE = 1 << 16
"""Bytes of a record from which on it is not unpickled without need."""


def load_record(connection: Any, oid: bytes) -> tuple[bytes, bytes] | None:
    """Return the record of an object and its serial as a transaction sees them.

    Args:
        connection: An open connection.
        oid: The object; None is returned where there is none.
    """
    try:
        data, serial = connection._storage.load(oid)  # no public way to a record as it is stored
    except POSKeyError:
        return None
    return bytes(data), bytes(serial)


def references_of(data: bytes, *, large: int = LARGE) -> list[bytes]:
    """Return the oids of the objects that a record refers to; weak references do not count.

    Args:
        data: The record as the storage holds it.
        large: Bytes from which on it is read step by step.

    Raises:
        Exception: Whatever the bytes of a damaged record happen to trip.
    """
    if len(data) < large:
        return list(referencesf(data))
    reader = _Steps(io.BytesIO(data), encoding="bytes")
    for _ in range(2):  # a record is a class and a state
        reader.load()
    return [oid_of(each) for each in reader.found if not isinstance(each, list)]


def oid_of(reference: Any) -> bytes:
    """Return the oid of a reference, as a pickle holds it.

    Args:
        reference: An oid, an oid with its class, or a list that begins with a letter: a weak
            reference, or an object of another database.

    Raises:
        ValueError: It refers to no object.
    """
    if isinstance(reference, list):
        reference = reference[1] if len(reference) > 1 else reference[0]
    oid = reference[0] if isinstance(reference, tuple) else reference
    if not isinstance(oid, bytes) or len(oid) != 8:
        raise ValueError(f"{reference!r:.40} refers to no object")
    return bytes(oid)


_Python: Any = pickle._Unpickler  # the other one is a single step of C


class _Steps(_Python):
    """Follows the steps of a pickle, and makes nothing of them but lists and tuples."""

    def __init__(self, stream: io.BytesIO, **options: Any) -> None:
        super().__init__(stream, **options)
        self.found: list[Any] = []

    def find_class(self, _module: str, _name: str) -> None:
        """Find no class."""

    def persistent_load(self, reference: Any) -> None:
        """Note what is referred to."""
        self.found.append(reference)

    def _replace(self, count: int) -> None:
        del self.stack[-count:]
        self.append(None)

    def _replace_marked(self) -> None:
        self.pop_mark()
        self.append(None)

    def _extend(self, items: Iterable[Any]) -> None:
        if type(self.stack[-1]) is list:
            self.stack[-1].extend(items)

    dispatch: ClassVar[dict[int, Callable[[Any], Any]]] = {
        **_Python.dispatch,
        pickle.REDUCE[0]: lambda self: self._replace(2),
        pickle.NEWOBJ[0]: lambda self: self._replace(2),
        pickle.NEWOBJ_EX[0]: lambda self: self._replace(3),
        pickle.OBJ[0]: _replace_marked,
        pickle.DICT[0]: _replace_marked,
        pickle.FROZENSET[0]: _replace_marked,
        pickle.BUILD[0]: lambda self: self.stack.pop(),
        pickle.APPEND[0]: lambda self: self._extend([self.stack.pop()]),
        pickle.APPENDS[0]: lambda self: self._extend(self.pop_mark()),
        pickle.SETITEM[0]: lambda self: self.stack.__delitem__(slice(-2, None)),
        pickle.SETITEMS[0]: lambda self: self.pop_mark(),
        pickle.ADDITEMS[0]: lambda self: self.pop_mark(),
    }

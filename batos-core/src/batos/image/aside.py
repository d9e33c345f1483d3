"""Objects that are set aside: their record has ended workers that loaded it.

A record is read by C code that nothing can stop. One that takes for ever, or that crashes the
process, would do so again and again, and everybody who only lists the objects of the image would
wait for it. So whoever watches the process notes which record it loads, and after the second death
the object is set aside: it keeps its record and its name, and whoever asks for it is told. It is
back as soon as its record is another one, by an undo, or when a person wakes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import ZODB
from BTrees.OOBTree import OOBTree
from ZODB.Connection import Connection
from ZODB.utils import p64, u64

from batos.errors import ObjectSetAsideError, UsageError
from batos.objects.references import load_record

if TYPE_CHECKING:
    from batos.image.root import Root
    from batos.objects.surroundings import Watch

__all__ = ["Database", "list_aside", "read_aside", "set_aside", "wake"]

_INDEX = "set_aside"


class WatchedConnection(Connection):
    """A connection that tells which record it loads, and loads none that is set aside."""

    def setstate(self, obj: Any) -> None:
        """Load the state of an object.

        Raises:
            ObjectSetAsideError: It is set aside.
        """
        database = self.db()
        oid = obj._p_oid
        if oid in database.aside:
            self._check(database.aside[oid], oid)
        watch = database.watch
        if watch is None:
            super().setstate(obj)
            return
        watch.loading(oid)
        try:
            super().setstate(obj)
        finally:
            watch.loaded()

    def _check(self, facts: Mapping[str, Any], oid: bytes) -> None:
        if _serial(self, oid) != facts["serial"]:
            return  # it was changed since, most likely by an undo
        name = facts["name"] or f"@{u64(oid)}"
        raise ObjectSetAsideError(
            f"The object {name} is set aside: loading it ended {facts['deaths']} workers.",
            hint=f"'batos history' shows what was done to it, 'batos undo --transaction ID' takes "
            f"it back. 'batos objects wake {name}' has it tried again.",
            details={"object": name, "oid": u64(oid), "cause": facts["cause"]},
        )


class Database(ZODB.DB):
    """The database of an image.

    Attributes:
        watch: Is told what is loaded, or None.
        aside: The objects that are set aside, by oid.
    """

    klass = WatchedConnection
    watch: Watch | None = None
    aside: Mapping[bytes, Mapping[str, Any]] = MappingProxyType({})


def set_aside(root: Root, blamed: Iterable[Mapping[str, Any]]) -> None:
    """Set objects aside, in the running transaction; none of them is loaded.

    Args:
        root: The image.
        blamed: For each its ``oid``, the ``cause`` of the last death and the number of
            ``deaths``.
    """
    if _INDEX not in root.meta:
        root.meta[_INDEX] = OOBTree()
    for each in blamed:
        oid = p64(int(each["oid"]))
        serial = _serial(root.connection, oid)
        if serial:
            root.meta[_INDEX][u64(oid)] = {
                "name": _name_of(root, oid),
                "serial": serial,
                "cause": str(each["cause"]),
                "deaths": int(each["deaths"]),
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            }


def read_aside(meta: Mapping[str, Any]) -> dict[bytes, Mapping[str, Any]]:
    """Return what is known of each object that was set aside, by oid.

    Args:
        meta: The container of that name in the image's root.
    """
    return {p64(number): dict(facts) for number, facts in meta.get(_INDEX, {}).items()}


def list_aside(root: Root) -> list[dict[str, Any]]:
    """Return a line for each object that is set aside."""
    return [
        {
            "name": facts["name"] or f"@{u64(oid)}",
            "oid": u64(oid),
            "cause": facts["cause"],
            "deaths": facts["deaths"],
            "at": facts["at"],
        }
        for oid, facts in read_aside(root.meta).items()
        if _serial(root.connection, oid) == facts["serial"]
    ]


def wake(root: Root, address: str) -> str:
    """Let an object be loaded again, in the running transaction; return its name or address.

    Raises:
        UsageError: It is not set aside.
    """
    for oid, facts in read_aside(root.meta).items():
        if address in (facts["name"], f"@{u64(oid)}") and address:
            del root.meta[_INDEX][u64(oid)]
            return str(facts["name"] or f"@{u64(oid)}")
    raise UsageError(
        f"The object {address!r} is not set aside.", hint="'batos objects' lists them."
    )


def _serial(connection: Any, oid: bytes) -> str:
    """Return which version of a record there is, or an empty text."""
    record = load_record(connection, oid)
    return "" if record is None else record[1].hex()


def _name_of(root: Root, oid: bytes) -> str:
    return next((str(name) for name, obj in root.objects.items() if obj._p_oid == oid), "")

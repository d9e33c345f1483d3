"""Objects out of an image: named ones, and those without a name that they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from persistent import Persistent
from ZODB.blob import Blob

from batos.errors import TravelError, UsageError
from batos.exchange.exporting import Exported, Packing
from batos.exchange.manifest import digest
from batos.exchange.objectfile import ObjectFile, write_object
from batos.exchange.parcel import LARGEST, LARGEST_TOTAL
from batos.exchange.toml_values import NotPlainError, to_toml
from batos.image import Root
from batos.objects import UvmObject, address_of, methods_of, name_of, slots_of
from batos.wire.messages.skills import ExportedLine

__all__ = ["MOST_OBJECTS", "export_objects"]

MOST_OBJECTS = 10_000
"""Objects that a parcel may have."""


def export_objects(root: Root, names: Sequence[str]) -> Exported:
    """Return objects as files: data, parents, references, methods and blobs.

    Objects with a name that are not asked for are referred to by it; those without one come
    along.

    Args:
        root: The image.
        names: Names of objects, at least one.

    Raises:
        UnknownNameError: There is no such object.
        UsageError: None is named, or one has no name.
        TravelError: A value cannot travel, or it is too much.
    """
    if not names:
        raise UsageError("No object was named.", hint="'batos objects' lists them.")
    return _Graph(root, names).exported()


class _Graph:
    """The objects that travel together, while they are gathered."""

    def __init__(self, root: Root, names: Sequence[str]) -> None:
        self._ids: dict[UvmObject, str] = {}
        self._used: set[str] = set()
        self._packing = Packing()
        self._objects: list[UvmObject] = []
        self._blobs: dict[Blob, str] = {}
        self._blob_bytes = 0
        self._outside: dict[str, None] = {}
        self._rows: list[ExportedLine] = []
        for name in names:
            obj = root.find(name)
            if not name_of(obj):
                raise UsageError(f"{name} has no name.", hint="Export what refers to it.")
            self._take(obj)

    def exported(self) -> Exported:
        # The list grows while what they refer to is found.
        for obj in self._objects:
            self._write(obj)
        packing, outside = self._packing, tuple(sorted(self._outside))
        return Exported(packing.files, tuple(self._rows), tuple(packing.notes), outside)

    def _take(self, obj: UvmObject) -> str:
        """Return the id of an object that travels; it gets one when it is first met."""
        if obj in self._ids:
            return self._ids[obj]
        if type(obj) is not UvmObject:
            raise TravelError(f"{address_of(obj)} is a {type(obj).__name__} and cannot travel.")
        if len(self._objects) >= MOST_OBJECTS:
            raise TravelError(f"More than {MOST_OBJECTS} objects cannot travel together.")
        self._ids[obj] = self._new_id(name_of(obj))
        self._objects.append(obj)
        return self._ids[obj]

    def _new_id(self, name: str) -> str:
        """Return an id that no other object has, also where capital letters do not count."""
        ident, stem = name or "object_1", name[:90] or "object"
        count = 1
        while ident.lower() in self._used:
            count += 1
            ident = f"{stem}_{count}"
        self._used.add(ident.lower())
        return ident

    def _write(self, obj: UvmObject) -> None:
        ident = self._ids[obj]
        slots = {}
        for name, value in slots_of(obj).items():
            try:
                slots[name] = to_toml(value, self._refer)
            except NotPlainError as problem:
                raise TravelError(
                    f"The slot {name!r} of {address_of(obj)} cannot travel: {problem}."
                ) from None
        parents = tuple(self._refer(parent) for parent in obj.parents)
        made = ObjectFile(id=ident, name=name_of(obj), parents=parents, slots=slots)
        self._packing.files[f"objects/{ident}.toml"] = write_object(made)
        methods = []
        for selector, method in sorted(methods_of(obj).items()):
            if self._packing.add(method, ident):
                methods.append(selector)
        self._rows.append(
            {"id": ident, "name": name_of(obj), "slots": sorted(slots), "methods": methods}
        )

    def _refer(self, value: Persistent) -> dict[str, Any]:
        """Return what stands for an object in a file.

        Raises:
            NotPlainError: It is an object that cannot travel.
        """
        if isinstance(value, UvmObject):
            if name_of(value) and value not in self._ids:
                self._outside[name_of(value)] = None
                return {"$": "object", "name": name_of(value)}
            return {"$": "object", "id": self._take(value)}
        if isinstance(value, Blob):
            return {"$": "blob", "file": self._blob(value)}
        raise NotPlainError(f"it holds a {type(value).__name__}")

    def _blob(self, blob: Blob) -> str:
        if blob not in self._blobs:
            with blob.open("r") as file:
                data = file.read(LARGEST["blobs"] + 1)
            self._blob_bytes += len(data)
            if len(data) > LARGEST["blobs"] or self._blob_bytes > LARGEST_TOTAL:
                raise NotPlainError("its blobs are too large")
            # Named by what they hold: two that hold the same are one file.
            self._blobs[blob] = f"blobs/{digest(data)}.blob"
            self._packing.files[self._blobs[blob]] = data
        return self._blobs[blob]

"""One object of a graph as a TOML file: its name, its parents and its data slots.

::

    format = 1
    id = "basket"
    name = "basket"
    parents = [{"$" = "object", name = "traits"}]

    [slots]
    items = ["apple", {"$" = "object", id = "object_1"}]

A reference names another object of the parcel by its ``id``, or one of the image that takes the
parcel by its ``name``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from batos.exchange.manifest import FORMAT, read_as
from batos.exchange.refusal import refused
from batos.exchange.toml_text import table
from batos.objects import is_slot_name

__all__ = ["ObjectFile", "read_object", "references", "write_object"]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: int
    id: str
    name: str = ""
    parents: Annotated[list[dict[str, Any]], Field(max_length=1000)] = []
    slots: dict[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class ObjectFile:
    """One object on its way.

    Attributes:
        id: What other files of the parcel call it.
        name: Its name in an image, empty for one that has none.
        parents: References to what it delegates to, in order.
        slots: Its data, as :func:`batos.exchange.toml_values.to_toml` writes it.
        path: The file that it was read from.
    """

    id: str
    name: str
    parents: tuple[Mapping[str, Any], ...]
    slots: Mapping[str, Any]
    path: str = ""


def write_object(given: ObjectFile) -> bytes:
    """Return the file of an object."""
    head = {"format": FORMAT, "id": given.id, "name": given.name, "parents": given.parents}
    return (table(head) + table(given.slots, "[slots]")).encode()


def read_object(data: bytes, path: str) -> ObjectFile:
    """Return the object that a file holds; its values are still as they were written.

    Raises:
        TravelError: It is no such file.
    """
    read = read_as(_Content, data, partial(refused, path))
    for name in (read.id, read.name or read.id, *read.slots):
        if not is_slot_name(name):
            raise refused(path, f"{name[:60]!a} is no name that an object or a slot can have")
    if path != f"objects/{read.id}.toml":
        raise refused(path, f"it calls itself {read.id!r}, which is another file")
    for reference in (*read.parents, *references(read.slots, path)):
        _check_reference(reference, path)
    return ObjectFile(
        id=read.id, name=read.name, parents=tuple(read.parents), slots=read.slots, path=path
    )


def references(value: Any, path: str) -> Iterator[Mapping[str, Any]]:
    """Yield every reference in a value that was read, to objects and to blobs.

    Raises:
        TravelError: The value is nested too deeply.
    """
    level = [value]
    for _ in range(200):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                if item.get("$") in ("object", "blob"):
                    yield item
                else:
                    below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        if not below:
            return
        level = below
    raise refused(path, "a value is nested too deeply")


def _check_reference(reference: Mapping[str, Any], path: str) -> None:
    """Raise an error for a reference that is none."""
    kind, fields = reference.get("$"), set(reference) - {"$"}
    target = reference.get(next(iter(fields))) if len(fields) == 1 else None
    if kind == "object" and fields <= {"id", "name"} and is_slot_name(target):
        return
    if kind == "blob" and fields == {"file"} and str(target).startswith("blobs/"):
        return
    raise refused(path, f"a reference is damaged: {str(dict(reference))[:80]!a}")

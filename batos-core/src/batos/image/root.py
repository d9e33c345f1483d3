"""The root: a handful of fixed containers, created once.

The root object is one record and so one unit of conflict; it is written when an image is born,
and once more when a version of this program opens it that knows of a further container. What
grows is in BTrees of its own.

=============  ==============================================================
``meta``       format version and time of birth
``epoch``      dates the caches of delegation
``objects``    the named objects, by name
``memory``     the parts of the Fractal Memory
``cycles``     records of cognitive cycles, by id
``trail``      the metacognitive audit trail, by time
``genesis``    the steps of genesis that were done, by name
``history``    what was installed, undone and put back, by method and by time
``waiting``    changes that wait for a person's word, by id
``models``     models whose files are blobs of the image, by name
``adapters``   LoRA adapters whose files are blobs of the image, by name
``removed``    when adapters were let go, by the checksums of their files
``heartbeat``  reports of heartbeats, by time
=============  ==============================================================
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from batos.errors import ImageDamagedError, ObjectSetAsideError, UnknownNameError, UsageError
from batos.objects import (
    Epoch,
    Space,
    UvmObject,
    address_of,
    ancestors,
    check_slot_name,
    lookup,
    name_of,
    set_name,
)

__all__ = ["CONTAINERS", "FORMAT", "Root", "create_root"]

FORMAT = 1
"""Version of the layout of an image."""

CONTAINERS = (
    "objects",
    "memory",
    "cycles",
    "trail",
    "genesis",
    "history",
    "waiting",
    "models",
    "adapters",
    "removed",
    "heartbeat",
)
"""The containers of the root that are trees, beside ``meta``."""


def create_root(mapping: Any) -> bool:
    """Create the containers that an image lacks; return False where all of them are there.

    Raises:
        ImageDamagedError: The database holds something else, or is of a newer format.
    """
    meta = mapping.get("meta")
    if isinstance(meta, OOBTree):
        found = meta.get("format")
        if found != FORMAT:
            raise ImageDamagedError(
                f"The image has format {found!r}; this version reads format {FORMAT}.",
                hint="Use the version of BAT OS that wrote it.",
            )
        missing = [name for name in CONTAINERS if name not in mapping]
        for name in missing:
            mapping[name] = OOBTree()
        return bool(missing)
    if len(mapping):
        raise ImageDamagedError(
            "The database holds something that is not a living image.",
            hint="Choose another file for the image.",
        )
    for name in CONTAINERS:
        mapping[name] = OOBTree()
    mapping["epoch"] = Epoch()
    meta = OOBTree()
    meta["format"] = FORMAT
    meta["born"] = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    mapping["meta"] = meta
    return True


class Root:
    """The containers as one transaction sees them.

    Args:
        mapping: The root mapping of a connection.
        connection: The connection.
        space: Delivers messages in this transaction.
    """

    __slots__ = ("_mapping", "connection", "space")

    def __init__(self, mapping: Any, connection: Any, space: Space) -> None:
        self._mapping = mapping
        self.connection = connection
        self.space = space

    @property
    def meta(self) -> Any:
        """Format and birth of the image."""
        return self._mapping["meta"]

    @property
    def epoch(self) -> Epoch:
        """The date of methods and parents."""
        epoch: Epoch = self._mapping["epoch"]
        return epoch

    @property
    def objects(self) -> Any:
        """The named objects, by name."""
        return self._mapping["objects"]

    @property
    def memory(self) -> Any:
        """The parts of the Fractal Memory, by name."""
        return self._mapping["memory"]

    @property
    def cycles(self) -> Any:
        """The records of cognitive cycles, by id."""
        return self._mapping["cycles"]

    @property
    def trail(self) -> Any:
        """The metacognitive audit trail, by time."""
        return self._mapping["trail"]

    @property
    def genesis(self) -> Any:
        """The steps of genesis that were done, by name."""
        return self._mapping["genesis"]

    @property
    def history(self) -> Any:
        """What was installed, undone and put back."""
        return self._mapping["history"]

    @property
    def waiting(self) -> Any:
        """Changes that wait for a person's word, by id."""
        return self._mapping["waiting"]

    @property
    def models(self) -> Any:
        """Models whose files are blobs of the image, by name."""
        return self.held("models")

    @property
    def heartbeat(self) -> Any:
        """Reports of heartbeats, by when they began."""
        return self.held("heartbeat")

    def held(self, container: str) -> Any:
        """Return what the image holds of a kind, such as ``models`` or ``adapters``, by name.

        An image from before there were such things, opened to be read, has none.
        """
        return self._mapping.get(container, {})

    @property
    def removed(self) -> Any:
        """When adapters were let go, by the checksums of their files; see :meth:`held`."""
        return self._mapping.get("removed", {})

    def add(self, name: str, obj: UvmObject) -> UvmObject:
        """Name an object and put it into the image.

        Raises:
            SlotError: The name is not a public identifier.
        """
        set_name(obj, name)
        self.connection.add(obj)
        self.objects[name] = obj
        return obj

    def rely_on(self, *objects: Persistent) -> None:
        """Let the transaction be committed only if nobody changes these objects meanwhile."""
        for obj in objects:
            # Nothing is noted of a ghost: it has no serial that could be compared.
            obj._p_activate()
            self.connection.readCurrent(obj)

    def free_name(self, name: str) -> str:
        """Return a name that an object can get.

        Raises:
            SlotError: Nothing can have it.
            UsageError: It is taken, or stands for something else.
        """
        check_slot_name(name)
        if name in self.cycles:
            raise UsageError(f"{name!r} is the id of a cycle.", hint="Choose another name.")
        other = self._found(name)
        if other is None:
            return name
        raise UsageError(
            f"The name {name!r} is taken: it stands for {address_of(other)}.",
            hint=f"Choose another name, or see what it is: batos show {address_of(other)}",
        )

    def rename(self, obj: UvmObject, name: str) -> None:
        """Give an object of the image another name, or none.

        Raises:
            SlotError: The name is not a public identifier.
        """
        old = name_of(obj)
        set_name(obj, name)
        if old:
            del self.objects[old]
        if name:
            self.objects[name] = obj

    def find(self, address: str | int) -> UvmObject:
        """Return the object at an address.

        Args:
            address: A name such as ``genesis``, the founding form ``genesis_obj`` or
                ``robin_prototype_obj``, or an oid as an integer or as ``@123``.

        Raises:
            UnknownNameError: There is no such object; a near match is in the hint.
        """
        found = self._found(address)
        if found is not None:
            return found
        name = str(address).strip()
        known = () if name.startswith("@") or name.isdigit() else self.objects.keys()
        raise UnknownNameError("object", name, known, hint="'batos objects' lists them.")

    def _found(self, address: str | int) -> UvmObject | None:
        if isinstance(address, str) and not address.startswith("@"):
            name = address.strip()
            for candidate in (name, name.lower(), _founding(name)):
                obj = self.objects.get(candidate)
                if obj is not None:
                    return _as_object(obj)
            if not name.isdigit():
                return None
            address = name
        return self._by_oid(address)

    def each(self) -> Iterator[tuple[str, UvmObject]]:
        """Yield the named objects that can be loaded; those that are set aside are left out."""
        for name, obj in self.objects.items():
            with contextlib.suppress(ObjectSetAsideError):
                obj._p_activate()
                yield name, obj

    def _by_oid(self, address: str | int) -> UvmObject | None:
        text = str(address).removeprefix("@")
        # Other scripts have digits too, and 20 of them are more than any oid has.
        if text.isascii() and text.isdigit() and len(text) < 20:
            try:
                obj = self.connection.get(int(text).to_bytes(8, "big"))
            except (KeyError, OverflowError):
                obj = None
            if isinstance(obj, UvmObject):
                return obj
        return None

    def selectors(self, obj: UvmObject) -> Iterator[str]:
        """Yield every message that an object understands, its own first."""
        seen: set[str] = set()
        for holder in ancestors(obj):
            for name in holder._slots:
                if name not in seen:
                    seen.add(name)
                    yield name

    def method(self, obj: UvmObject, selector: str) -> tuple[UvmObject, Any]:
        """Return the holder and the slot that answers a selector.

        Raises:
            UnknownNameError: Nobody in the chain has it.
        """
        found = lookup(obj, selector)
        if found is None:
            raise UnknownNameError("selector", selector, self.selectors(obj))
        return found


def _founding(name: str) -> str:
    """Return the name that the founding documents' form of it stands for."""
    return name.lower().removesuffix("_obj").removesuffix("_prototype")


def _as_object(obj: Any) -> UvmObject:
    if not isinstance(obj, UvmObject):
        raise ImageDamagedError(f"The image holds a {type(obj).__name__} among its objects.")
    return obj

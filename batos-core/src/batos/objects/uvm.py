"""UvmObject: the one kind of thing that lives in the image.

Slots are a plain dict inside the object's own record (one record an object, and three times
faster to read than a nested persistent mapping), written copy on write. What an object does not
have itself, it asks of its parents: in order, depth first, first hit.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterable, Mapping
from types import MethodType
from typing import Any, TypeVar

from persistent import Persistent
from zope.interface import implementer

from batos.errors import ObjectSetAsideError, SlotError, UsageError
from batos.objects.bound import BoundMessage, space_of
from batos.objects.changes.footprint import CONTAINERS
from batos.objects.delegation import ancestors, find
from batos.objects.interfaces import IUvmObject
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method
from batos.objects.names import KERNEL_NAMES, check_slot_name
from batos.objects.plain import ensure_plain, ensure_record
from batos.objects.prototype import Prototype
from batos.objects.space import Space

__all__ = [
    "UvmObject",
    "address_of",
    "clone",
    "copied",
    "install_method",
    "lookup",
    "methods_of",
    "name_of",
    "own_slots",
    "remove_slot",
    "restore_method",
    "set_name",
    "set_parents",
    "slots_of",
]


T = TypeVar("T")

_SPACE = "batos_space"
_TELLING = CONTAINERS | {Method}
"""Kinds of values that are not handed out just so."""


@implementer(IUvmObject)
class UvmObject(Prototype):
    """A prototype object: named slots, and parents that it delegates to.

    Reading an attribute looks through the object and its parents; setting one sets the object's
    own slot. There are no classes of objects and no other way to make kinds of things: new
    objects are clones.

    Args:
        parents: Objects to delegate to, in order.
        slots: First slots.

    Raises:
        SlotError: A slot's name or value cannot live here.
    """

    def __init__(self, /, *, parents: Iterable[UvmObject] = (), **slots: Any) -> None:
        # Straight to the base class: __setattr__ below makes slots of everything else.
        super().__setattr__("_slots", {})
        super().__setattr__("_parents", ())
        super().__setattr__("_name", "")
        set_parents(self, parents)
        for name, value in slots.items():
            _assign(self, name, value)

    def __getstate__(self) -> Any:
        # What a method put into a list in place was seen by no setter. Here, at every way to the
        # disk, it is refused under its slot's name, instead of failing to be written, or worse:
        # a function of a module would be written, by its name.
        ensure_record(slots_of(self))
        return super().__getstate__()

    def __getattr__(self, name: str) -> Any:
        jar = self._p_jar  # as space_of() does, without a call: this is how methods send
        space = self.__dict__.get("_v_space") if jar is None else getattr(jar, _SPACE, None)
        if space is not None:
            ready = space.ready.get((self, name))
            if ready is not None:
                return MethodType(ready, self)
        # ZODB and copy probe objects for hooks such as _p_resolveConflict and __deepcopy__. An
        # answer to one of them would corrupt the object, so no such name is ever looked up.
        if name[:1] == "_":
            raise AttributeError(name)
        found = find(self, name, None if space is None else space.tag)
        if found is None:
            raise MessageNotUnderstood(self, name)
        value = found[1]
        kind = type(value)
        if kind in _TELLING:
            if kind is Method:
                ready = None if space is None else space.ready_for(self, name, value)
                return BoundMessage(self, name) if ready is None else MethodType(ready, self)
            if space is not None and space.depth:
                return space.lend(found[0], name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith(("_p_", "_v_")):
            super().__setattr__(name, value)
        elif name == "parents":
            set_parents(self, value)
        else:
            _assign(self, name, value)

    def __delattr__(self, name: str) -> None:
        if name.startswith(("_p_", "_v_")):
            super().__delattr__(name)
            return
        if type(self._slots.get(name)) is Method:
            raise SlotError(f"{name!r} is a method; it is removed by undo, not deleted.")
        remove_slot(self, name)

    def __repr__(self) -> str:
        label = name_of(self) or "an object"
        return f"<UvmObject {label} slots={sorted(self._slots)}>"

    @property
    def parents(self) -> tuple[UvmObject, ...]:
        """The objects that this one delegates to, in order."""
        parents: tuple[UvmObject, ...] = self._parents
        return parents

    @property
    def slots(self) -> dict[str, Any]:
        """A copy of the object's own data slots, without its methods."""
        return slots_of(self)

    def send(self, selector: str, /, *args: Any, **kwargs: Any) -> Any:
        """Send a message to this object.

        Raises:
            MessageNotUnderstood: Neither it nor its parents have such a slot.
            UsageError: The object is in no image.
        """
        return _require_space(self).deliver(self, selector, args, kwargs)

    def clone(self) -> UvmObject:
        """Return a new object that delegates to this one (see :func:`clone`)."""
        return clone(self)


def _require_space(obj: UvmObject) -> Space:
    space = space_of(obj)
    if space is None:
        raise UsageError(
            "This object is not in an image, so nobody can carry its messages.",
            hint="Add it to an image first.",
        )
    return space


def _assign(obj: UvmObject, name: str, value: Any) -> None:
    check_slot_name(name)
    ensure_plain(value, name)
    if isinstance(value, Method):
        raise SlotError(f"A method is installed, not assigned to {name!r}.")
    existing = lookup(obj, name)
    if existing is not None and type(existing[1]) is Method:
        raise SlotError(
            f"{name!r} is a method here; a value may not hide it.",
            hint="Keep the value under another name.",
        )
    _write_slot(obj, name, value)


def _write_slot(obj: UvmObject, name: str, value: Any) -> None:
    _before_write(obj)
    # Copy on write: other readers of this record's dict in the same process keep a whole one.
    Persistent.__setattr__(obj, "_slots", {**obj._slots, name: value})


def _before_write(obj: UvmObject) -> None:
    space = space_of(obj)
    if space is not None:
        space.before_write(obj)


def _structure_changed(obj: UvmObject) -> None:
    """Note that methods or parents moved, so that no cache answers from before."""
    space = space_of(obj)
    if space is not None:
        space.structure_changed()


def own_slots(obj: UvmObject) -> Mapping[str, Any]:
    """Return a copy of all of an object's own slots, methods included."""
    return dict(obj._slots)


def slots_of(obj: UvmObject) -> dict[str, Any]:
    """Return a copy of an object's own data slots."""
    return {name: value for name, value in obj._slots.items() if type(value) is not Method}


def methods_of(obj: UvmObject) -> dict[str, Method]:
    """Return an object's own methods by selector."""
    return {name: value for name, value in obj._slots.items() if type(value) is Method}


def name_of(obj: UvmObject) -> str:
    """Return the name under which the image knows an object, or an empty text."""
    return str(obj._name)


def address_of(obj: UvmObject) -> str:
    """Return an address under which an object can be found again."""
    # One that is set aside has no name that could be read.
    with contextlib.suppress(ObjectSetAsideError):
        if name := name_of(obj):
            return name
    return f"@{int.from_bytes(obj._p_oid, 'big')}" if obj._p_oid else "an object"


def set_name(obj: UvmObject, name: str) -> None:
    """Give an object the name under which the image's containers hold it, or take it."""
    Persistent.__setattr__(obj, "_name", check_slot_name(name) if name else "")


def lookup(obj: UvmObject, name: str) -> tuple[UvmObject, Any] | None:
    """Return the holder and the value of the slot that answers to a name, or None."""
    space = space_of(obj)
    return find(obj, name, space.tag if space is not None else None)


def set_parents(obj: UvmObject, parents: Iterable[UvmObject]) -> None:
    """Set what an object delegates to.

    Raises:
        SlotError: One of them is not an object, or delegates to this object already.
    """
    if not isinstance(parents, Iterable):
        raise SlotError("Parents are given as a list of objects.")
    chosen = tuple(parents)
    for parent in chosen:
        if not isinstance(parent, UvmObject):
            raise SlotError(f"A parent must be an object of the image, not {parent!r:.60}.")
        if any(ancestor is obj for ancestor in ancestors(parent)):
            names = address_of(obj), address_of(parent)
            raise SlotError(
                "An object cannot delegate to itself: "
                f"{names[1]} is or delegates to {names[0]}, which would delegate to it."
            )
    _before_write(obj)
    if obj._p_jar is not None:
        for parent in chosen:
            _rely_on(parent)
    Persistent.__setattr__(obj, "_parents", chosen)
    _structure_changed(obj)


def _rely_on(parent: UvmObject) -> None:
    """Let the transaction be committed only if nobody takes a parent away meanwhile."""
    if parent._p_jar is not None:
        parent._p_activate()  # a ghost has no serial that could be compared
        parent._p_jar.readCurrent(parent)


def install_method(obj: UvmObject, method: Method) -> None:
    """Make a method one of the object's own slots; it remembers the one it replaces.

    Raises:
        SlotError: The selector is no slot name, a value stands under it, or this very version
            was installed there before.
    """
    name = check_slot_name(method.selector)
    existing = obj._slots.get(name)
    if existing is not None and type(existing) is not Method:
        raise SlotError(f"{name!r} already holds a value, which a method may not replace.")
    older = existing
    while older is not None:
        if older is method:
            # It would become its own ancestor.
            raise SlotError(
                f"This version of {name!r} was installed before.",
                hint="Make a new version of its source.",
            )
        older = older.previous
    method.previous = existing
    _write_slot(obj, name, method)
    _structure_changed(obj)


def restore_method(obj: UvmObject, method: Method) -> None:
    """Put a version back that was one of the object's own slots before; it stays as it was.

    Raises:
        SlotError: A value stands under its selector.
    """
    existing = obj._slots.get(method.selector)
    if existing is not None and type(existing) is not Method:
        raise SlotError(
            f"{method.selector!r} holds a value by now, which a method may not replace."
        )
    _write_slot(obj, method.selector, method)
    _structure_changed(obj)


def remove_slot(obj: UvmObject, name: str) -> None:
    """Remove one of an object's own slots.

    Raises:
        AttributeError: The object has no such slot of its own. It is no message that was not
            understood: nothing could be learned that would help.
    """
    slots = dict(obj._slots)
    if name not in slots:
        raise AttributeError(f"{name_of(obj) or 'the object'} has no slot {name!r} of its own.")
    was_method = type(slots.pop(name)) is Method
    _before_write(obj)
    Persistent.__setattr__(obj, "_slots", slots)
    if was_method:
        _structure_changed(obj)


def clone(obj: UvmObject, /, **slots: Any) -> UvmObject:
    """Return a new object that has copies of an object's data and delegates to it for methods.

    Args:
        obj: The prototype.
        slots: Slots that differ from the prototype's.

    Raises:
        SlotError: A slot's name or value cannot live in an object.
    """
    new = UvmObject(parents=(obj,))
    for name, value in slots_of(obj).items():
        _write_slot(new, name, copied(value))
    for name, value in slots.items():
        _assign(new, name, value)
    space = space_of(obj)
    if space is not None:
        # So that it can be sent messages before the commit.
        new._v_space = space
    if (space is None or not space.note_clone(new)) and obj._p_jar is not None:
        obj._p_jar.add(new)
    return new


def copied(value: T) -> T:
    """Return a copy of a value; the objects of the image in it are shared, not copied."""
    return value if isinstance(value, Persistent) else copy.deepcopy(value, _sharing(value))


def _sharing(value: Any) -> dict[int, Any]:
    """Return a memo for deepcopy that keeps persistent objects as they are."""
    memo: dict[int, Any] = {}
    stack = [value]
    seen: set[int] = set()
    while stack:
        item = stack.pop()
        if isinstance(item, Persistent):
            memo[id(item)] = item
        elif isinstance(item, (list, tuple, set, frozenset, dict)) and id(item) not in seen:
            # A value that was changed in place may hold itself.
            seen.add(id(item))
            stack.extend(item)
            if isinstance(item, dict):
                stack.extend(item.values())
    return memo


assert all(hasattr(UvmObject, name) for name in KERNEL_NAMES)

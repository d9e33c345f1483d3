"""Objects by hand: made, cloned, given values, named otherwise, taken away; all of it undone.

``image.shaping`` of a :class:`batos.living.LivingImage` is one :class:`Shaping`. Each change
is noted in the history of its object, so that it can be taken back like anything learned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ZODB.blob import Blob

from batos.errors import SlotError, UnknownNameError, UsageError
from batos.handwork.objects.moving import move_method
from batos.image import Root, Session, history
from batos.learning.records.remembering import remember_object
from batos.learning.records.trail import named
from batos.objects import (
    Method,
    UvmObject,
    address_of,
    ancestors,
    check_slot_name,
    clone,
    deep_clone,
    lookup,
    methods_of,
    name_of,
    slots_of,
)
from batos.objects.portable import export_value
from batos.stewardship.natives import is_native
from batos.wire.messages.objects import MovedMethod, Reparented, Shaped

__all__ = ["Shaping"]

_FOUNDER = "genesis"
"""What a new object delegates to where nothing is said: it understands what was learned for all."""


class Shaping:
    """Changes objects by hand.

    Every method takes the name of the ``user`` on whose behalf it is done, and most return the
    object's ``address`` and the number of the ``event``, which an undo takes.

    Args:
        session: The image.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def new(
        self,
        name: str,
        *,
        like: str | int = "",
        slots: Mapping[str, Any] | None = None,
        deep: bool = False,
        user: str = "user",
    ) -> Shaped:
        """Make an object.

        Args:
            name: What it is called.
            like: The object whose values it gets, and to which it delegates; empty for a plain
                one, which delegates to ``genesis``.
            slots: Its first values, plain data.
            deep: Whether it is a twin of ``like`` that is independent of it: with copies of its
                methods, and of the objects in its slots.
            user: On whose behalf.

        Raises:
            UsageError: The name is taken.
            SlotError: The name, or a value, cannot live in the image.
            UnknownNameError: There is no such object to be like.
        """

        def work(root: Root) -> Shaped:
            root.free_name(name)
            if not like:
                obj = UvmObject(parents=(root.find(_FOUNDER),))
            else:
                model = root.find(like)
                obj = deep_clone(model) if deep else clone(model)
            root.connection.add(obj)
            for slot, value in (slots or {}).items():
                setattr(obj, check_slot_name(slot), value)
            kind = "clone" if like else "new"
            return self._reshaped(root, obj, {"name": name}, kind, user)

        return self._session.change(work, note=f"{name} is made", user=named(user))

    def set(self, address: str, value: Any, *, user: str = "user") -> Shaped:
        """Give a slot a value.

        Args:
            address: ``OBJECT.SLOT``.
            value: Plain data; ``bytes`` are kept as a blob of their own.
            user: On whose behalf.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: The address names no slot.
            SlotError: The value cannot live in the image, or a method has the name.
        """

        def kept(root: Root, _before: Any) -> Any:
            return _as_blob(root, value) if isinstance(value, bytes) else value

        return self._put(address, kept, user)

    def update(self, address: str, change: Callable[[Any], Any], *, user: str = "user") -> Shaped:
        """Give a slot what a change makes of its value, so that two at once lose nothing.

        Args:
            address: ``OBJECT.SLOT``.
            change: Takes the value, None where the object has no such slot of its own, and returns
                another one. It may be called more than once.
            user: On whose behalf.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: The address names no slot.
            SlotError: The value cannot live in the image, or a method has the name.
        """
        return self._put(address, lambda _root, before: change(before), user)

    def _put(self, address: str, kept: Callable[[Root, Any], Any], user: str) -> Shaped:
        """Give a slot what is made of the value that it has; None where it has none."""

        def work(root: Root) -> Shaped:
            obj, slot = slot_at(root, address)
            value = kept(root, slots_of(obj).get(slot))
            return self._reshaped(root, obj, {"slots": {slot: value}}, "set", user)

        return self._session.change(work, note=f"{address} is set", user=named(user))

    def refer(self, address: str, to: str | int, *, user: str = "user") -> Shaped:
        """Let a slot hold another object of the image.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: The address names no slot.
            SlotError: A method has the name.
        """

        def work(root: Root) -> Shaped:
            obj, slot = slot_at(root, address)
            return self._reshaped(root, obj, {"slots": {slot: root.find(to)}}, "set", user)

        return self._session.change(work, note=f"{address} is set", user=named(user))

    def unset(self, address: str, *, user: str = "user") -> Shaped:
        """Take a slot away; the object answers with its parents' from then on.

        Raises:
            UnknownNameError: There is no such object, or it has no such slot of its own.
            UsageError: The address names no slot, or a method.
        """

        def work(root: Root) -> Shaped:
            obj, slot = slot_at(root, address)
            if slot in methods_of(obj):
                raise UsageError(
                    f"{address} is a method.", hint=f"It is taken back: batos undo {address}"
                )
            if slot not in slots_of(obj):
                raise UnknownNameError("slot", slot, slots_of(obj))
            return self._reshaped(root, obj, {history.ABSENT: (slot,)}, "unset", user)

        return self._session.change(work, note=f"{address} is unset", user=named(user))

    def get(self, address: str) -> Any:
        """Return the value of a slot, its own or its parents'; a blob as ``bytes``.

        Raises:
            UnknownNameError: There is no such object or slot.
            UsageError: The address names no slot, or a method.
        """
        with self._session.read() as root:
            obj, slot = slot_at(root, address)
            found = lookup(obj, slot)
            if found is None:
                raise UnknownNameError("slot", slot, root.selectors(obj))
            value = found[1]
            if isinstance(value, Method):
                raise UsageError(
                    f"{address} is a method.",
                    hint=f"It is called: batos send {address.replace('.', ' ', 1)}",
                )
            if isinstance(value, Blob):
                with value.open("r") as file:
                    return bytes(file.read())
            return export_value(value)

    def rename(self, name: str, new: str, *, user: str = "user") -> Shaped:
        """Give an object another name.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: The name is taken, or the image itself goes by the old one.
            SlotError: Nothing can have that name.
        """

        def work(root: Root) -> Shaped:
            obj = root.find(name)
            _check_not_native(root, obj, "renamed")
            if new.lower() != name_of(obj).lower():
                root.free_name(new)
            return self._reshaped(root, obj, {"name": new}, "rename", user)

        return self._session.change(work, note=f"{name} is renamed to {new}", user=named(user))

    def delete(self, name: str, *, user: str = "user") -> Shaped:
        """Take an object away; an undo brings it back with all that it was.

        What holds it in a slot keeps it.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: Others delegate to it, or the image cannot be without it.
        """

        def work(root: Root) -> Shaped:
            obj = root.find(name)
            _check_not_native(root, obj, "taken away")
            if not name_of(obj):
                raise UsageError(
                    f"{address_of(obj)} has no name that could be taken.",
                    hint="It is there as long as something holds it.",
                )
            history.check_unneeded(root, obj)
            return self._reshaped(root, obj, {"name": ""}, "delete", user)

        return self._session.change(work, note=f"{name} is taken away", user=named(user))

    def parents(
        self,
        name: str,
        *,
        add: Sequence[str | int] = (),
        remove: Sequence[str | int] = (),
        user: str = "user",
    ) -> Reparented:
        """Change what an object delegates to; new parents are asked last.

        Returns:
            As the others, with its ``parents`` from now on.

        Raises:
            UnknownNameError: There is no such object, or it does not delegate to one of them.
            SlotError: It would delegate to itself, or its values would hide methods.
            UsageError: It delegates to one of them already.
        """

        def work(root: Root) -> Reparented:
            obj = root.find(name)
            chosen = list(obj.parents)
            for each in map(root.find, remove):
                if each not in chosen:
                    known = [address_of(parent) for parent in chosen]
                    raise UnknownNameError("parent", address_of(each), known)
                chosen.remove(each)
            for each in map(root.find, add):
                if each in chosen:
                    raise UsageError(f"{name} delegates to {address_of(each)} already.")
                _check_open(obj, each)
                chosen.append(each)
            done = self._reshaped(root, obj, {"parents": tuple(chosen)}, "parents", user)
            return {**done, "parents": [address_of(each) for each in chosen]}

        return self._session.change(work, note=f"{name} has other parents", user=named(user))

    def move(self, address: str, to: str | int, *, user: str = "user") -> MovedMethod:
        """Move a method up or down the chain (see :func:`move_method`).

        Raises:
            UnknownNameError: There is no such method or object.
            UsageError: The objects do not delegate to one another, or the method needs slots that
                are not there.
            SlotError: A value is in the way.
        """
        return self._session.change(
            lambda root: move_method(root, address, to, user=named(user)),
            note=f"{address} is moved to {to}",
            user=named(user),
        )

    def _reshaped(
        self, root: Root, obj: UvmObject, became: Mapping[str, Any], kind: str, user: str
    ) -> Shaped:
        called = address_of(obj)
        event = history.reshape(root, obj, became, event=kind, user=named(user))
        if "name" in became:
            remember_object(root, obj, called)
        return {"address": event.address, "event": event.number}


def slot_at(root: Root, address: str) -> tuple[UvmObject, str]:
    """Return the object and the slot that ``OBJECT.SLOT`` names.

    Raises:
        UsageError: It names no slot.
        UnknownNameError: There is no such object.
    """
    name, _, slot = address.strip().rpartition(".")
    if not name or not slot:
        raise UsageError(
            f"{address!r} names no slot.", hint="Write OBJECT.SLOT, such as shopping_list.items."
        )
    return root.find(name), slot


def _as_blob(root: Root, content: bytes) -> Blob:
    blob = Blob()
    root.connection.add(blob)
    with blob.open("w") as file:
        file.write(content)
    return blob


def _check_not_native(root: Root, obj: UvmObject, done: str) -> None:
    """Do nothing for an object that the image can be without.

    Raises:
        UsageError: Genesis made it.
    """
    if is_native(root, name_of(obj)):
        raise UsageError(
            f"{name_of(obj)} belongs to the image itself and is not {done}.",
            hint="Its slots can be set, and its methods be undone.",
        )


def _check_open(obj: UvmObject, parent: UvmObject) -> None:
    """Do nothing where an object has no value under the name of a method of a new parent.

    Raises:
        SlotError: It has: the method could not be reached.
    """
    own = slots_of(obj)
    hidden = [name for each in ancestors(parent) for name in methods_of(each) if name in own]
    if hidden:
        raise SlotError(
            f"{hidden[0]!r} is a value of {address_of(obj)} and would hide the method "
            f"{address_of(parent)}.{hidden[0]}.",
            hint=f"Take the value away first: batos unset {address_of(obj)}.{hidden[0]}",
        )

"""``object.*``: messages to objects, looking at them, and objects by hand."""

from __future__ import annotations

from typing import Any

import msgspec

from batos.learning.model.outcome import Delivery
from batos.wire.messages.request import Address, Answer, Asking, Plain, Request, Text

__all__ = [
    "ChangeParents",
    "DeleteObject",
    "FindHolder",
    "GetSlot",
    "ListObjects",
    "MoveMethod",
    "NewObject",
    "Objects",
    "RenameObject",
    "SendMessage",
    "SetSlot",
    "ShowObject",
    "UnsetSlot",
    "Value",
    "WakeObject",
    "Woken",
]


class Value(Answer):
    """A value.

    Attributes:
        value: It, plain data.
    """

    value: Any


class Objects(Answer):
    """Named objects.

    Attributes:
        objects: A line for each.
    """

    objects: list[Plain]


class Woken(Answer):
    """An object that is no longer set aside.

    Attributes:
        object: Its address.
    """

    object: str


class SendMessage(Asking[Delivery]):
    """Deliver a message.

    Attributes:
        selector: Its name.
        receiver: The object.
        args: Positional arguments.
        kwargs: Keyword arguments.
        learn: Whether what is missing is learned; null learns unless the selector looks mistyped.
    """

    TYPE = "object.send"

    selector: Text
    receiver: Address = "genesis"
    args: tuple[Any, ...] = ()
    kwargs: Plain = {}
    learn: bool | None = None


class ShowObject(Request[Plain]):
    """Tell everything about an object, a method, a slot or a cycle.

    Attributes:
        address: Which one.
    """

    TYPE = "object.show"

    address: Text


class ListObjects(Request[Objects]):
    """List the named objects."""

    TYPE = "object.list"


class WakeObject(Request[Woken]):
    """Let an object be loaded again that is set aside.

    Attributes:
        address: The object.
        user: Who says so.
    """

    TYPE = "object.wake"

    address: Text
    user: str = ""


class FindHolder(Request[Plain]):
    """Tell where the answer to a selector comes from: its holder, and the path to it.

    Attributes:
        address: ``OBJECT.SELECTOR``.
    """

    TYPE = "object.where"

    address: Text


class NewObject(Request[Plain]):
    """Make an object, plain or like another one; answers with its ``address`` and the ``event``.

    Attributes:
        name: What it is called.
        like: The object that it is like.
        slots: First values.
        deep: Whether it is a twin that is independent of the other one.
        user: Who makes it.
    """

    TYPE = "object.new"

    name: Text
    like: Address = ""
    slots: Plain = {}
    deep: bool = False
    user: str = ""


class GetSlot(Request[Value]):
    """Tell the value of a slot.

    Attributes:
        address: ``OBJECT.SLOT``.
    """

    TYPE = "object.get"

    address: Text


class SetSlot(Request[Plain]):
    """Give a slot a value, or let it hold another object; answers as ``object.new``.

    Attributes:
        address: ``OBJECT.SLOT``.
        value: The value.
        read_as: ``date`` or ``set``, where it is the plain form of one.
        object: The other object, instead of a value.
        user: Who does it.
    """

    TYPE = "object.set"

    address: Text
    value: Any = msgspec.UNSET
    read_as: str = msgspec.field(default="", name="as")
    object: Address = ""
    user: str = ""


class UnsetSlot(Request[Plain]):
    """Take a slot away; answers as ``object.new``.

    Attributes:
        address: ``OBJECT.SLOT``.
        user: Who does it.
    """

    TYPE = "object.unset"

    address: Text
    user: str = ""


class RenameObject(Request[Plain]):
    """Give an object another name; answers as ``object.new``.

    Attributes:
        name: The name that it has.
        new: The name that it gets.
        user: Who does it.
    """

    TYPE = "object.rename"

    name: Text
    new: Text
    user: str = ""


class DeleteObject(Request[Plain]):
    """Take an object away; answers as ``object.new``.

    Attributes:
        name: The object.
        user: Who does it.
    """

    TYPE = "object.delete"

    name: Text
    user: str = ""


class ChangeParents(Request[Plain]):
    """Change what an object delegates to; answers as ``object.new``, and with its ``parents``.

    Attributes:
        name: The object.
        add: Those that it delegates to as well, last.
        remove: Those that it delegates to no more.
        user: Who does it.
    """

    TYPE = "object.parents"

    name: Text
    add: tuple[Address, ...] = ()
    remove: tuple[Address, ...] = ()
    user: str = ""


class MoveMethod(Request[Plain]):
    """Move a method up or down the chain.

    Answers as ``object.new``, with the objects that it was taken ``off``, and those that do not
    understand it any more: ``lost_by``.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        to: The object that it goes to.
        user: Who does it.
    """

    TYPE = "object.move"

    address: Text
    to: Address
    user: str = ""

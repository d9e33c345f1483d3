"""``object.*``: messages to objects, looking at them, and objects by hand."""

from __future__ import annotations

from typing import Any, NotRequired, Self, TypedDict

import msgspec

from batos.learning.model.brief import SentMessage
from batos.learning.model.outcome import Delivery
from batos.wire.messages.request import Address, Asking, Request, Response, Text, Values
from batos.wire.messages.shown import Shown

__all__ = [
    "ChangeParents",
    "DeleteObject",
    "FindHolder",
    "GetSlot",
    "ListObjects",
    "MoveMethod",
    "MovedMethod",
    "NewObject",
    "ObjectLine",
    "Objects",
    "RenameObject",
    "Reparented",
    "SendMessage",
    "SetSlot",
    "Shaped",
    "ShowObject",
    "UnsetSlot",
    "Value",
    "WakeObject",
    "Whereabouts",
    "Woken",
]


class Value(Response):
    """A value.

    Attributes:
        value: It, plain data.
    """

    value: Any


class ObjectLine(TypedDict):
    """A named object, or one that is set aside.

    Attributes:
        name: Its name.
        oid: Its number.
        parents: Addresses of what it delegates to, in order.
        slots: How many slots it has.
        methods: Names of its own methods.
        set_aside: Why it is not loaded, in a sentence; empty where it is.
    """

    name: str
    oid: int
    parents: list[str]
    slots: int
    methods: list[str]
    set_aside: str


class Whereabouts(TypedDict):
    """Where the answer to a selector comes from.

    Attributes:
        receiver: Who was asked about.
        selector: What.
        kind: ``method`` or ``slot``.
        holder: Whose slot answers.
        path: The objects that were looked at, from the receiver to the holder.
        shadowed: Others behind the holder that have the selector as well.
        signature: Of a method.
        source: Of a method.
        value: Of a slot.
    """

    receiver: str
    selector: str
    kind: str
    holder: str
    path: list[str]
    shadowed: list[str]
    signature: NotRequired[str]
    source: NotRequired[str]
    value: NotRequired[Any]


class Shaped(TypedDict):
    """An object that was changed by hand.

    Attributes:
        address: Its address.
        event: Number of the change, by which it can be taken back.
    """

    address: str
    event: int


class Reparented(TypedDict):
    """An object that delegates to others now.

    Attributes:
        address: Its address.
        event: Number of the change.
        parents: What it delegates to, in order.
    """

    address: str
    event: int
    parents: list[str]


class MovedMethod(TypedDict):
    """A method that was moved.

    Attributes:
        address: Where it is now.
        event: Number of the change.
        off: The objects that it was taken off.
        lost_by: The objects that do not understand it any more.
    """

    address: str
    event: int
    off: list[str]
    lost_by: list[str]


class Objects(Response):
    """Named objects.

    Attributes:
        objects: A line for each.
    """

    objects: list[ObjectLine]


class Woken(Response):
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
    kwargs: Values = {}
    learn: bool | None = None

    @classmethod
    def of(cls, message: SentMessage, **circumstances: Any) -> Self:
        """Return what sends a message again that has waited."""
        given = tuple(message["args"])
        return cls(
            message["selector"], message["receiver"], given, message["kwargs"], **circumstances
        )


class ShowObject(Request[Shown]):
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


class FindHolder(Request[Whereabouts]):
    """Tell where the answer to a selector comes from: its holder, and the path to it.

    Attributes:
        address: ``OBJECT.SELECTOR``.
    """

    TYPE = "object.where"

    address: Text


class NewObject(Request[Shaped]):
    """Make an object, plain or like another one.

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
    slots: Values = {}
    deep: bool = False
    user: str = ""


class GetSlot(Request[Value]):
    """Tell the value of a slot.

    Attributes:
        address: ``OBJECT.SLOT``.
    """

    TYPE = "object.get"

    address: Text


class SetSlot(Request[Shaped]):
    """Give a slot a value, or let it hold another object.

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


class UnsetSlot(Request[Shaped]):
    """Take a slot away.

    Attributes:
        address: ``OBJECT.SLOT``.
        user: Who does it.
    """

    TYPE = "object.unset"

    address: Text
    user: str = ""


class RenameObject(Request[Shaped]):
    """Give an object another name.

    Attributes:
        name: The name that it has.
        new: The name that it gets.
        user: Who does it.
    """

    TYPE = "object.rename"

    name: Text
    new: Text
    user: str = ""


class DeleteObject(Request[Shaped]):
    """Take an object away.

    Attributes:
        name: The object.
        user: Who does it.
    """

    TYPE = "object.delete"

    name: Text
    user: str = ""


class ChangeParents(Request[Reparented]):
    """Change what an object delegates to.

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


class MoveMethod(Request[MovedMethod]):
    """Move a method up or down the chain.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        to: The object that it goes to.
        user: Who does it.
    """

    TYPE = "object.move"

    address: Text
    to: Address
    user: str = ""

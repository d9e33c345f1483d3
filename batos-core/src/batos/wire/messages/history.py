"""``history.*`` and ``past.*``: what happened to methods, and the image as it was."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from batos.wire.messages.objects import Objects, Value
from batos.wire.messages.request import Address, Answer, Plain, Request, Text

__all__ = [
    "DiffVersions",
    "Events",
    "ExplainOrigin",
    "ListEvents",
    "ListPastObjects",
    "ListTransactions",
    "Moved",
    "Redo",
    "RevertMethod",
    "SendToPast",
    "ShowHistory",
    "ShowPast",
    "Transactions",
    "Undo",
    "UndoTransaction",
]

_Count = Annotated[int, msgspec.Meta(ge=1)]
_Version = Annotated[int, msgspec.Meta(ge=0)]


class Events(Answer):
    """Changes of methods.

    Attributes:
        events: A line for each.
    """

    events: list[Plain]


class Transactions(Answer):
    """Transactions.

    Attributes:
        transactions: A line for each, newest first.
    """

    transactions: list[Plain]


class Moved(Answer):
    """Changes that were taken back, or brought back.

    Attributes:
        changes: Each with the callers of its method.
    """

    changes: list[Plain]


class ShowHistory(Request[Plain]):
    """Tell the ``events`` of a method or an object, its ``versions``, and the ``current`` one.

    Attributes:
        address: Which one.
    """

    TYPE = "history.method"

    address: Text


class ListEvents(Request[Events]):
    """List the latest changes of all methods.

    Attributes:
        limit: How many.
    """

    TYPE = "history.events"

    limit: _Count = 20


class ListTransactions(Request[Transactions]):
    """List the latest transactions.

    Attributes:
        limit: How many.
        steps: Whether each step of a cycle is listed.
    """

    TYPE = "history.transactions"

    limit: _Count = 20
    steps: bool = False


class DiffVersions(Request[Plain]):
    """Compare two versions of a method: ``a``, ``b``, ``diff``.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        a: Number of the one; 0 for the last but one.
        b: Number of the other; 0 for the present one.
    """

    TYPE = "history.diff"

    address: Text
    a: _Version = 0
    b: _Version = 0


class RevertMethod(Request[Plain]):
    """Install an older version again; tells the new ``version``, and the one that it ``replaces``.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        to: Number of the older version.
        drop_examples: Examples of the present version that are taken off.
        user: Who does it.
    """

    TYPE = "history.revert"

    address: Text
    to: _Count
    drop_examples: tuple[Text, ...] = ()
    user: str = ""


class Undo(Request[Moved]):
    """Take back changes of methods and objects.

    Attributes:
        addresses: Methods, objects, or numbers of changes; without any, the latest change.
        user: Who does it.
    """

    TYPE = "history.undo"

    addresses: tuple[str, ...] = ()
    user: str = ""


class Redo(Request[Moved]):
    """Bring back changes that were taken back.

    Attributes:
        addresses: As of ``history.undo``.
        user: Who does it.
    """

    TYPE = "history.redo"

    addresses: tuple[str, ...] = ()
    user: str = ""


class UndoTransaction(Request[Plain]):
    """Take back what a transaction did to values; answers with it.

    Attributes:
        id: The transaction.
        user: Who does it.
    """

    TYPE = "history.undo_transaction"

    id: Text
    user: str = ""


class ExplainOrigin(Request[Plain]):
    """Tell where a method, or an object, comes from and how it was used.

    Attributes:
        address: Which one.
    """

    TYPE = "history.why"

    address: Text


class ShowPast(Request[Plain]):
    """Tell what an object, a method or a cycle was; answers as ``object.show``.

    Attributes:
        time: A date or time, how long ago, or the id of a transaction.
        address: Which one.
    """

    TYPE = "past.show"

    time: Text
    address: Text


class ListPastObjects(Request[Objects]):
    """List the named objects of then.

    Attributes:
        time: As of ``past.show``.
    """

    TYPE = "past.objects"

    time: Text


class SendToPast(Request[Value]):
    """Send a message to an object of then.

    Attributes:
        time: As of ``past.show``.
        selector: Its name.
        receiver: The object.
        args: Positional arguments.
        kwargs: Keyword arguments.
    """

    TYPE = "past.send"

    time: Text
    selector: Text
    receiver: Address = "genesis"
    args: tuple[Any, ...] = ()
    kwargs: Plain = {}

"""``history.*`` and ``past.*``: what happened to methods, and the image as it was."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

import msgspec

from batos.wire.messages.objects import Objects, Value
from batos.wire.messages.request import Address, Plain, Request, Response, Text, Values
from batos.wire.messages.shown import Shown

__all__ = [
    "DiffVersions",
    "EventLine",
    "Events",
    "ListEvents",
    "ListPastObjects",
    "ListTrail",
    "ListTransactions",
    "Move",
    "Moved",
    "Redo",
    "RevertMethod",
    "Reverted",
    "SendToPast",
    "ShowHistory",
    "ShowPast",
    "Timeline",
    "TrailPart",
    "TransactionLine",
    "Transactions",
    "Undo",
    "UndoTransaction",
    "VersionDiff",
]

_Count = Annotated[int, msgspec.Meta(ge=1)]
_Version = Annotated[int, msgspec.Meta(ge=0)]


class EventLine(TypedDict):
    """A change of a method or an object.

    Attributes:
        number: Its number; 0 for a change from before there were any.
        address: The method or object, as it was called then.
        event: What was done, such as ``learned``, ``define``, ``undo`` or ``rename``.
        version: The version that it has brought, 0 for none.
        before: The version that was there before, 0 for none.
        at: When, ISO text in UTC.
        user: On whose behalf.
        cycle: Id of the cycle that it ended; empty for none.
        cause: Why, in a few words.
        of: Number of the change that it takes back or brings back; 0 for none.
        sha256: Of the source that it has brought.
        transaction: Id of its transaction.
        current: Whether it has brought the version that is there.
    """

    number: int
    address: str
    event: str
    version: int
    before: int
    at: str
    user: str
    cycle: str
    cause: str
    of: int
    sha256: str
    transaction: str
    current: bool


class Timeline(TypedDict):
    """What happened to a method, or to an object with its methods.

    Attributes:
        address: Which one.
        current: The version that is there, 0 for none; 1 for an object that is there.
        versions: Numbers of the versions of a method.
        events: Its changes, the oldest first.
    """

    address: str
    current: int
    versions: list[int]
    events: list[EventLine]


class TransactionLine(TypedDict):
    """A transaction.

    Attributes:
        id: 16 hexadecimal digits.
        at: When, ISO text in UTC.
        user: On whose behalf.
        note: What it did, in a few words.
        size: Its bytes in the storage.
    """

    id: str
    at: str
    user: str
    note: str
    size: int


class VersionDiff(TypedDict):
    """Two versions of a method, compared.

    Attributes:
        address: The method.
        a: Number of the older version.
        b: Number of the newer version.
        diff: Unified; empty where their texts are the same.
    """

    address: str
    a: int
    b: int
    diff: str


class Reverted(TypedDict):
    """An older version that was installed again.

    Attributes:
        address: The method.
        version: Its number now.
        to: Number of the version that it repeats.
        replaces: Number of the version in whose place it came; 0 for none.
    """

    address: str
    version: int
    to: int
    replaces: int


class Move(TypedDict):
    """A change that was taken back, or brought back.

    Attributes:
        address: The method or object.
        event: Number of the change that notes it.
        kind: ``undo`` or ``redo``.
        of: Number of the change that it is about.
        what: What that change was.
        shape: What became of an object, in words.
        before: The version that was there, 0 for none.
        after: The version that is there now, 0 for none.
        quarantined: Whether that is in quarantine, and is not run.
        callers: Methods whose source calls it.
    """

    address: str
    event: int
    kind: str
    of: int
    what: str
    shape: str
    before: int
    after: int
    quarantined: bool
    callers: list[str]


class Events(Response):
    """Changes of methods.

    Attributes:
        events: A line for each.
    """

    events: list[EventLine]


class Transactions(Response):
    """Transactions.

    Attributes:
        transactions: A line for each, newest first.
    """

    transactions: list[TransactionLine]


class Moved(Response):
    """Changes that were taken back, or brought back.

    Attributes:
        changes: In the order in which they were moved.
    """

    changes: list[Move]


class ShowHistory(Request[Timeline]):
    """Tell what happened to a method or an object.

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


class DiffVersions(Request[VersionDiff]):
    """Compare two versions of a method.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        a: Number of the one; 0 for the last but one.
        b: Number of the other; 0 for the present one.
    """

    TYPE = "history.diff"

    address: Text
    a: _Version = 0
    b: _Version = 0


class RevertMethod(Request[Reverted]):
    """Install an older version again.

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


class UndoTransaction(Request[TransactionLine]):
    """Take back what a transaction did to values; answers with it.

    Attributes:
        id: The transaction.
        user: Who does it.
    """

    TYPE = "history.undo_transaction"

    id: Text
    user: str = ""


class TrailPart(Response):
    """A part of the audit trail, the oldest first.

    Attributes:
        entries: Each as its event was told; none where it has come to its end.
    """

    entries: list[Plain]


class ListTrail(Request[TrailPart]):
    """Tell the events that the audit trail of the image keeps, some at a time.

    Attributes:
        since: Only what was since then: ISO text in UTC; the ``at`` of the entry before, to go on.
        cycle: The ``cycle`` of the entry before, to go on.
        seq: The ``seq`` of the entry before, to go on.
    """

    TYPE = "history.trail"

    since: str = ""
    cycle: str = ""
    seq: int = 0


class ShowPast(Request[Shown]):
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
    kwargs: Values = {}

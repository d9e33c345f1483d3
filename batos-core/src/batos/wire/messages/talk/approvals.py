"""``approval.*``: what was learned and waits for a person's word."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from batos.learning.model.brief import SentMessage
from batos.learning.model.outcome import Settled
from batos.learning.model.standing import WhichVersion
from batos.objects.example import PlainExample
from batos.wire.messages.kept import Edited, PolicyKept, VerdictKept
from batos.wire.messages.methods import Tried
from batos.wire.messages.request import Address, Plain, Request, Response, Text, Values

__all__ = [
    "AllowAgain",
    "Allowed",
    "Approve",
    "ChangeDiff",
    "DiffChange",
    "EditChange",
    "ListChanges",
    "ObjectPolicy",
    "Refuse",
    "RunChange",
    "SetPolicy",
    "ShowChange",
    "ShowPolicy",
    "WaitingChange",
    "WaitingChanges",
    "WaitingLine",
]


class WaitingLine(TypedDict):
    """A change that waits.

    Attributes:
        id: Its id, which is that of its cycle.
        address: What it would bring: ``OBJECT.SELECTOR``, or an object.
        signature: Its signature.
        at: Since when it waits, ISO text in UTC.
        asked_by: Who wants it.
        mission: What it should do, in plain language.
        origin: Where the method comes from.
        replaces: Whether it would take the place of another version.
        stale: Why it cannot be installed any more, in a sentence; empty where it can.
    """

    id: str
    address: str
    signature: str
    at: str
    asked_by: str
    mission: str
    origin: str
    replaces: bool
    stale: str


class WaitingChange(TypedDict):
    """Everything about a change that waits.

    Attributes:
        kind: ``waiting``.
        id: Its id, which is that of its cycle.
        address: What it would bring: ``OBJECT.SELECTOR``, or an object.
        at: Since when it waits, ISO text in UTC.
        asked_by: Who wants it.
        mission: What it should do, in plain language.
        call_site: The method in which it was missing; empty where a person has asked.
        receiver: Address of the object that learns.
        selector: What it learns.
        signature: Its signature.
        doc: What it does, a sentence.
        source: Its text.
        origin: Where that comes from.
        based_on: Proven methods that it is made of.
        model: The model that has written it; empty for none.
        verdict: What the guardian has said of it.
        examples: What it was tried with.
        previous: The text that it would take the place of; null for none.
        standing: The version that this is, and what people asked of it; empty for none.
        message: The message that waits for it; null for none.
        policy: Why it waits.
        edits: Who has edited it, and the text of before.
        outcome: How its cycle would end, as its version keeps that.
        stale: Why it cannot be installed any more, in a sentence; empty where it can.
        diff: Unified, from the version that is there.
    """

    kind: Literal["waiting"]
    id: str
    address: str
    at: str
    asked_by: str
    mission: str
    call_site: str
    receiver: Address
    selector: str
    signature: str
    doc: str
    source: str
    origin: str
    based_on: list[str]
    model: dict[str, str]
    verdict: VerdictKept
    examples: list[PlainExample]
    previous: str | None
    standing: NotRequired[WhichVersion]
    message: SentMessage | None
    policy: PolicyKept
    edits: list[Edited]
    outcome: Plain
    stale: str
    diff: str


class ChangeDiff(TypedDict):
    """A waiting change beside the version that is there.

    Attributes:
        id: Its id.
        address: What it would bring.
        present: The text that is there; None for none.
        waiting: The text that waits.
        stale: Why it cannot be installed any more, in a sentence; empty where it can.
        diff: Unified, from the one to the other.
    """

    id: str
    address: str
    present: str | None
    waiting: str
    stale: str
    diff: str


class ObjectPolicy(TypedDict):
    """The policy that holds for an object.

    Attributes:
        object: Its address.
        own: The policy that it has of its own; None for none.
        source: Who says so: an object, ``config`` or ``default``.
        reason: Why, in words.
        policy: ``auto``, ``ask`` or ``never``.
        unattended: The same, where no person is attached.
    """

    object: str
    own: str | None
    source: str
    reason: str
    policy: str
    unattended: str


class Allowed(TypedDict):
    """What may be proposed again.

    Attributes:
        address: For which method.
        allowed: How many texts.
    """

    address: str
    allowed: int


class WaitingChanges(Response):
    """Changes that wait.

    Attributes:
        changes: A line for each, the oldest first.
    """

    changes: list[WaitingLine]


class ListChanges(Request[WaitingChanges]):
    """List the changes that wait for a person."""

    TYPE = "approval.list"


class ShowChange(Request[WaitingChange]):
    """Tell everything about a waiting change.

    Attributes:
        id: The change, the beginning of its id, or ``OBJECT.SELECTOR``.
    """

    TYPE = "approval.show"

    id: Text


class DiffChange(Request[ChangeDiff]):
    """Compare a waiting change with the version that is there.

    Attributes:
        id: As of ``approval.show``.
    """

    TYPE = "approval.diff"

    id: Text


class RunChange(Request[Tried]):
    """Run a waiting change on a scratch view.

    Attributes:
        id: As of ``approval.show``.
        args: Positional arguments.
        kwargs: Keyword arguments.
        on: Another object that is sent the message.
    """

    TYPE = "approval.run"

    id: Text
    args: tuple[Any, ...] = ()
    kwargs: Values = {}
    on: str = ""


class EditChange(Request[WaitingChange]):
    """Put another text in the place of a waiting one; answers with the change.

    Attributes:
        id: As of ``approval.show``.
        source: The text.
        drop_examples: Examples of the version that is there that are taken off.
        by: Who has written it.
    """

    TYPE = "approval.edit"

    id: Text
    source: Text
    drop_examples: tuple[Text, ...] = ()
    by: str = ""


class Approve(Request[Settled]):
    """Install a waiting change.

    Attributes:
        id: As of ``approval.show``.
        by: Who says so.
        note: Why, for the record.
    """

    TYPE = "approval.approve"

    id: Text
    by: str = ""
    note: str = ""


class Refuse(Request[Settled]):
    """End the cycle of a waiting change FAILED.

    Attributes:
        id: As of ``approval.show``.
        by: Who says so.
        reason: Why; whoever asks again is told.
    """

    TYPE = "approval.refuse"

    id: Text
    by: str = ""
    reason: str = ""


class AllowAgain(Request[Allowed]):
    """Let be proposed again what was refused for a method.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        by: Who says so.
    """

    TYPE = "approval.allow"

    address: Text
    by: str = ""


class ShowPolicy(Request[ObjectPolicy]):
    """Tell which policy holds for an object.

    Attributes:
        object: The object.
    """

    TYPE = "approval.policy"

    object: Text


class SetPolicy(Request[ObjectPolicy]):
    """Give an object a policy of its own, or take it away.

    Attributes:
        object: The object.
        policy: ``auto``, ``ask``, ``never`` or ``inherit``.
        by: Who says so.
    """

    TYPE = "approval.set_policy"

    object: Text
    policy: Text
    by: str = ""

"""``approval.*``: what was learned and waits for a person's word."""

from __future__ import annotations

from typing import Any

from batos.learning.model.outcome import Settled
from batos.wire.messages.request import Answer, Plain, Request, Text

__all__ = [
    "AllowAgain",
    "Approve",
    "Changes",
    "DiffChange",
    "EditChange",
    "ListChanges",
    "Refuse",
    "RunChange",
    "SetPolicy",
    "ShowChange",
    "ShowPolicy",
]


class Changes(Answer):
    """Changes that wait.

    Attributes:
        changes: A line for each, the oldest first.
    """

    changes: list[Plain]


class ListChanges(Request[Changes]):
    """List the changes that wait for a person."""

    TYPE = "approval.list"


class ShowChange(Request[Plain]):
    """Tell everything about a waiting change.

    Attributes:
        id: The change, the beginning of its id, or ``OBJECT.SELECTOR``.
    """

    TYPE = "approval.show"

    id: Text


class DiffChange(Request[Plain]):
    """Compare a waiting change with the version that is there: ``present``, ``waiting``, ``diff``.

    Attributes:
        id: As of ``approval.show``.
    """

    TYPE = "approval.diff"

    id: Text


class RunChange(Request[Plain]):
    """Run a waiting change on a scratch view; answers as ``method.try``.

    Attributes:
        id: As of ``approval.show``.
        args: Positional arguments.
        kwargs: Keyword arguments.
        on: Another object that is sent the message.
    """

    TYPE = "approval.run"

    id: Text
    args: tuple[Any, ...] = ()
    kwargs: Plain = {}
    on: str = ""


class EditChange(Request[Plain]):
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


class AllowAgain(Request[Plain]):
    """Let be proposed again what was refused for a method; tells how many texts are ``allowed``.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        by: Who says so.
    """

    TYPE = "approval.allow"

    address: Text
    by: str = ""


class ShowPolicy(Request[Plain]):
    """Tell which policy holds for an object.

    Answers with ``policy``, ``unattended``, ``own``, ``source`` and ``reason``.

    Attributes:
        object: The object.
    """

    TYPE = "approval.policy"

    object: Text


class SetPolicy(Request[Plain]):
    """Give an object a policy of its own, or take it away; answers as ``approval.policy``.

    Attributes:
        object: The object.
        policy: ``auto``, ``ask``, ``never`` or ``inherit``.
        by: Who says so.
    """

    TYPE = "approval.set_policy"

    object: Text
    policy: Text
    by: str = ""

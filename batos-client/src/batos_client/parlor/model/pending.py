"""What a person is asked in a turn: a question, a change to approve, a command to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batos.errors import ApprovalPendingError, BatosError, QuestionPendingError, UsageError
from batos.learning.model.commands import Command
from batos.learning.model.outcome import Reply
from batos.learning.model.question import Question
from batos.wire.messages.request import Request
from batos.wire.messages.talk.approvals import WaitingChange
from batos.wire.messages.talk.missions import Ask

__all__ = ["Asked", "Confirmation", "Decision", "Pending", "name_of", "only", "waits_for"]


@dataclass(frozen=True)
class Asked:
    """A question that decides what a method means.

    Attributes:
        question: It.
        again: What is sent again once it is answered; None for nothing.
    """

    question: Question
    again: Request[Any] | None = None


@dataclass(frozen=True)
class Decision:
    """A change that is installed after the person's word.

    Attributes:
        cycle: Id of its cycle, and of the change.
        change: All that is known of it; None before it was looked at.
        again: What is sent again once it is installed; None for nothing.
    """

    cycle: str
    change: WaitingChange | None = None
    again: Request[Any] | None = None


@dataclass(frozen=True)
class Confirmation:
    """A command of the system that is carried out after the person's word.

    Attributes:
        text: The command as it is typed.
        command: What is carried out.
        asked: The request that it was read from.
    """

    text: str
    command: Command
    asked: Ask

    @classmethod
    def of(cls, asked: Ask, reply: Reply) -> Confirmation | None:
        """Return what a reply asks to be confirmed; None where it asks nothing."""
        if reply.kind != "confirm" or reply.command is None:
            return None
        return cls(reply.text, reply.command, asked)


Pending = Asked | Decision | Confirmation


def name_of(pending: Pending) -> str:
    """Return by which id something is answered; empty for a command, which has none."""
    match pending:
        case Asked(question):
            return question.id
        case Decision(cycle):
            return cycle
        case _:
            return ""


def waits_for(error: BatosError, again: Request[Any] | None = None) -> Pending | None:
    """Return what the person is asked where a request ended with an error.

    Args:
        error: It.
        again: What is sent again afterwards.

    Returns:
        None where it is an error like any other.
    """
    if isinstance(error, QuestionPendingError):
        return Asked(Question.from_plain(error.details["question"]), again)
    if isinstance(error, ApprovalPendingError) and error.details.get("cycle"):
        return Decision(str(error.details["cycle"]), again=again)
    return None


def only(names: list[str], listed: str) -> str:
    """Return the only one of what waits.

    Raises:
        UsageError: Several wait, or none.
    """
    if len(names) == 1:
        return names[0]
    raise UsageError(
        "Several of them wait for you." if names else "Nothing waits for your word.",
        hint=f"{listed} lists them; name the one you mean." if names else "",
    )

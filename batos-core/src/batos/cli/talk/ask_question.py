"""Asking a person, there and then, what a method must give where candidates differ."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from batos.cli.talk.ask_approval import is_attended, let_decide
from batos.cli.terminal.arguments import read_value
from batos.cli.terminal.output import fitted, note, printable, show_error
from batos.cli.terminal.progress import CycleProgress
from batos.errors import (
    ApprovalPendingError,
    BatosError,
    MissionFailedError,
    QuestionPendingError,
    UsageError,
    WireError,
)
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Outcome, Settled
from batos.learning.model.question import Question
from batos.wire.messages.talk.questions import AnswerQuestion, ShowQuestion

if TYPE_CHECKING:
    from batos.objects.example import PlainExample
    from batos.wire import KernelClient

__all__ = ["answer_question", "let_answer", "let_settle", "print_question", "read_answer"]

_KEYS = "[n]one of these / [d]on't know / [l]ater"
_SILENT: Mapping[str, Any] = {"show_default": False}


def let_settle(client: KernelClient, outcome: Outcome, *, quiet: bool = False) -> Settled:
    """Ask whoever sits at the terminal until a cycle that waits has installed its method.

    Where nobody sits there, and where they want to answer later, it goes on waiting.

    Args:
        client: The connection.
        outcome: The outcome of the cycle, which waits for an answer or for a word.
        quiet: Show no progress.

    Returns:
        How it has ended, and the message that waited.

    Raises:
        ApprovalPendingError: It waits for a word.
        QuestionPendingError: It waits for an answer.
        MissionFailedError: It failed, or was refused.
    """
    try:
        return let_answer(client, outcome, quiet=quiet)
    except ApprovalPendingError as pending:
        return let_decide(client, pending)


def let_answer(client: KernelClient, outcome: Outcome, *, quiet: bool = False) -> Settled:
    """Ask whoever sits at the terminal as long as a cycle has questions.

    Returns:
        As :func:`let_settle`, which says what the arguments are.

    Raises:
        ApprovalPendingError: It waits for a word.
        QuestionPendingError: It waits for an answer.
        MissionFailedError: It failed.
    """
    done = Settled(outcome)
    while done.outcome.status == "WAITING":
        pending = failure(done.outcome)
        if not isinstance(pending, QuestionPendingError) or not is_attended():
            raise pending
        done = _asked(client, pending, quiet=quiet)
    if not done.outcome.complete:
        raise failure(done.outcome)
    return done


def _asked(client: KernelClient, pending: QuestionPendingError, *, quiet: bool) -> Settled:
    question = Question.from_plain(pending.details["question"])
    print_question(question)
    while True:
        try:
            answer = _prompted(question)
        except (click.Abort, EOFError, KeyboardInterrupt):
            answer = None
            note("")
        except UsageError as error:
            show_error(error)
            continue
        if answer is None:
            raise pending from None
        try:
            return answer_question(client, answer, quiet=quiet)
        except (MissionFailedError, WireError):
            raise
        except BatosError as error:
            if not _is_open(client, question.id):
                raise
            show_error(error)


def _prompted(question: Question) -> AnswerQuestion | None:
    """Return the answer to a question; None for later."""
    count = len(question.choices)
    numbers = "[1]" if count == 1 else f"[1-{count}]"
    while True:
        keys = f"Which is right? {numbers} / {_KEYS}" if count else f"What is right? {_KEYS}"
        word = str(click.prompt(keys, err=True, default="", **_SILENT)).strip().lower()
        if word.isdecimal() and 1 <= int(word) <= count:
            return AnswerQuestion(question.id, choice=int(word) - 1)
        match word[:1]:
            case "d":
                return AnswerQuestion(question.id, unknown=True)
            case "l":
                return None
            case "n":
                return AnswerQuestion(question.id, example=_typed(question))


def _typed(question: Question) -> PlainExample:
    """Return what a person types as the right answer."""
    words = click.prompt("What must it give? (JSON, else text)", err=True, **_SILENT)
    given: PlainExample = {"result": read_value(str(words))}
    if any(choice.to_plain().keys() & {"after"} for choice in question.choices):
        words = click.prompt("And the slots after it? (JSON, Enter for any)", err=True, default="")
        if str(words).strip():
            given["after"] = _slots(read_value(str(words)))
    return given


def _slots(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError('The slots after a call are a JSON object, such as {"items": [1]}.')
    return value


def _is_open(client: KernelClient, number: str) -> bool:
    try:
        client.request(ShowQuestion(number))
    except UsageError:
        return False
    return True


def answer_question(
    client: KernelClient, answer: AnswerQuestion, *, quiet: bool = False
) -> Settled:
    """Answer a question, and show how its cycle goes on."""
    with CycleProgress(quiet=quiet) as progress:
        return client.request(answer, on_event=progress)


def read_answer(
    question: Question,
    choice: str | None,
    value: str | None,
    after: str | None,
    *,
    unknown: bool,
    by: str = "",
) -> AnswerQuestion:
    """Return what the command line says as an answer.

    Raises:
        UsageError: It says nothing, or more than one thing.
    """
    given = [choice is not None, value is not None or after is not None, unknown]
    if sum(given) != 1:
        raise UsageError(
            "An answer is one of the choices, another value, or that you do not know.",
            hint="batos questions answer ID 1, or --value JSON, or --unknown.",
        )
    if unknown:
        return AnswerQuestion(question.id, unknown=True, by=by)
    if choice is None:
        example: PlainExample = {"result": read_value(value)} if value is not None else {}
        if after is not None:
            example["after"] = _slots(read_value(after))
        return AnswerQuestion(question.id, example=example, by=by)
    if not (choice.isascii() and choice.isdecimal() and 1 <= int(choice) <= len(question.choices)):
        raise UsageError(
            f"{choice!r} is no choice of this question.",
            hint=f"It has {len(question.choices)}; another answer is given with --value.",
        )
    return AnswerQuestion(question.id, choice=int(choice) - 1, by=by)


def print_question(question: Question, *, err: bool = True) -> None:
    """Show a question and its numbered choices."""
    stream = sys.stderr if err else sys.stdout
    wording = fitted(printable(question.wording()), stream, hang=4)
    click.echo(click.style(wording, bold=True), err=err)
    for number, choice in enumerate(question.choices, 1):
        votes = f"  ({choice.votes} candidates)" if choice.votes > 1 else ""
        line = fitted(printable(f"{number}  {choice.wording()}{votes}"), stream, hang=7)
        click.echo(f"  {line}", err=err)

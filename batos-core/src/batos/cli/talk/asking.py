"""``batos ask`` and ``batos send``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from batos.cli.reach.connect import connected
from batos.cli.talk.ask_approval import (
    approve_flag,
    discuss_flag,
    drop_flag,
    requested,
)
from batos.cli.talk.ask_question import let_settle
from batos.cli.talk.confirming import UNDONE, let_confirm, told_call
from batos.cli.talk.outcomes import note_trust, note_version
from batos.cli.terminal.arguments import (
    SignedCommand,
    by_flag,
    read_arguments,
    read_text,
    text_flag,
)
from batos.cli.terminal.output import fitted, json_flag, note, print_json, printable
from batos.cli.terminal.progress import CycleProgress
from batos.errors import ApprovalPendingError, ExitCode, QuestionPendingError, UsageError
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Delivery, Outcome, Reply
from batos.wire.messages.objects import SendMessage
from batos.wire.messages.talk.missions import Ask, MakeObject

if TYPE_CHECKING:
    from batos.objects.example import PlainExample
    from batos.wire import KernelClient

__all__ = ["ask", "deliver", "make", "send"]


@click.command()
@click.argument("text", nargs=-1)
@click.option(
    "--to", "receiver", default="genesis", show_default=True, help="The object that learns."
)
@click.option("--name", default="", help="Name of the method, where you want to choose it.")
@click.option(
    "--example",
    "examples",
    multiple=True,
    help='A further example such as "\'abc\' -> 3" or "items=[1]; push(2) -> 1; items=[1, 2]"; '
    "may be given several times.",
)
@drop_flag
@click.option(
    "--conversation", default="", metavar="NAME", help="Keep it as a turn of a conversation."
)
@approve_flag
@discuss_flag
@by_flag
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def ask(
    text: tuple[str, ...],
    receiver: str,
    name: str,
    examples: tuple[str, ...],
    drop_examples: tuple[str, ...],
    conversation: str,
    approve: str | None,
    discuss: bool | None,
    by: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Ask in plain language; what the system cannot do, it learns.

    The answer is printed, or the name of the method that was learned. Progress goes to stderr.
    Without TEXT, or for -, standard input is read. On a terminal you are asked before an object
    learns that others delegate to; --approve says otherwise. Where several methods do what you have
    said and still differ, you are asked about one call that tells them apart.

    What you tell of yourself is remembered (see 'batos facts'). A command of the system, such as
    "undo that", is shown first, and done after your word. Where something is missing you are asked
    back, and the exit code is 2.

    A method that is there already gets a new version. The examples that people gave to the one
    before must come true again; --drop-example takes off what is no longer wanted, by its number
    or its text, or all of them. What was taken back is learned anew when you ask for it.

    \b
    Examples:
      batos ask "write a method that counts the vowels in a text; e.g. 'banana split' gives 4"
      batos ask "reverse the words of a text" --example "'a b' -> 'b a'" --name flip_words
      batos ask "adds to a list" --example "items=[1]; push(2) -> 2; items=[1, 2]"
      batos ask --approve ask "write a method that doubles a number; 4 gives 8"
      batos ask --discuss "write a method that tells whether a year is a leap year"
      batos ask --name double "double a number; 4 gives 8, 'a' gives 'aa'" --drop-example all
      batos ask "who is ROBIN?"
      batos ask --conversation garden "why do my roses fade?"
      batos ask "add milk for 2 to the shopping list"
      batos ask "remember that I am allergic to nuts"
      batos ask "what can you do?"
    """
    words = " ".join(text).strip()
    sentence = _from_stdin() if words in ("", "-") else words
    given = _examples(examples)
    asked = Ask(
        sentence,
        receiver,
        name,
        given,
        drop_examples,
        conversation=conversation,
        **requested(approve, by, discuss),
    )
    with connected() as client:
        answer = _taken(client, asked, quiet=quiet)
        outcome = answer.outcome
        if outcome is not None and outcome.status == "WAITING":
            outcome = let_settle(client, outcome, quiet=quiet).outcome
            answer = replace(answer, kind="learned", outcome=outcome)
    if outcome is not None and not outcome.complete:
        raise failure(outcome)
    if as_json:
        print_json(answer)
    elif answer.kind == "value":
        if outcome is not None:
            note_trust(outcome, quiet=quiet)
        note(told_call(answer))
        print_json(answer.value)
    else:
        if answer.persona:
            note(f"{answer.persona.upper()}:")
        if outcome is not None:
            note_version(outcome)
            note_trust(outcome, quiet=quiet)
        click.echo(fitted(printable(answer.text), sys.stdout))
    return ExitCode.USAGE if answer.kind in UNDONE else ExitCode.OK


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[NAME] TEXT")
@click.option("--like", default="", help="The object that it is to be like.")
@click.option(
    "--example",
    "examples",
    multiple=True,
    help="Calls on a new one, such as \"add('milk', 2); total() -> 2\"; may be given several "
    "times.",
)
@approve_flag
@by_flag
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def make(
    words: tuple[str, ...],
    like: str,
    examples: tuple[str, ...],
    approve: str | None,
    by: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Make an object from a description: its slots, its methods and their tests.

    TEXT says what it is and what it can do, best with each method, its parameters and what it
    gives; where it spells no method, a model says which are meant. A class is written several
    times, taken apart, and tried in stories of calls; where designs differ you are asked about one
    story. What is made is one change: 'batos undo' takes it back. Only methods are discussed by the
    personas: cycle.discussion means nothing here.

    \b
    Examples:
      batos make "a counter: up(amount) adds to it, total() gives the sum"
      batos make groceries "a list: add(item, price) puts an item on it, total() gives the sum of
        the prices, remove(item) takes it off and tells whether it was there"
      batos make todo "like shopping_list, but due(item, day) notes a day for an item"
    """
    *name, text = words
    if len(name) > 1 or (name and not name[0].isidentifier()):
        raise UsageError("Give a name and a text in quotation marks, or the text alone.")
    called = name[0] if name else ""
    asked = MakeObject(text, called, like, _examples(examples), **requested(approve, by))
    with connected() as client:
        try:
            with CycleProgress(quiet=quiet) as progress:
                outcome = client.request(asked, on_event=progress)
        except (ApprovalPendingError, QuestionPendingError) as pending:
            if not asked.attended:
                raise
            outcome = let_settle(client, Outcome.from_plain(pending.details), quiet=quiet).outcome
    if as_json:
        print_json(outcome)
    else:
        note_trust(outcome, quiet=quiet)
        click.echo(outcome.address)
    return ExitCode.OK


def _taken(client: KernelClient, asked: Ask, *, quiet: bool) -> Reply:
    """Have a request taken; ask whoever is attached about what is learned for an order, and again.

    Raises:
        ApprovalPendingError: Something was learned, and goes on waiting for a person's word.
        QuestionPendingError: Something is being learned, and waits for a person's answer.
        UsageError: It waits for the word of a person, and nobody is there.
    """
    while True:
        try:
            with CycleProgress(quiet=quiet) as progress:
                answer = client.request(asked, on_event=progress)
        except (ApprovalPendingError, QuestionPendingError) as pending:
            if not asked.attended:
                raise
            let_settle(client, Outcome.from_plain(pending.details), quiet=quiet)
        else:
            waits = answer.kind == "confirm"
            return let_confirm(client, asked, answer, quiet=quiet) if waits else answer


def _from_stdin() -> str:
    if sys.stdin.isatty():
        raise UsageError("There is nothing to ask.", hint='Try: batos ask "who are you?"')
    text = read_text("-", sys.stdin.buffer).strip()
    if not text:
        raise UsageError("There is nothing to ask: standard input is empty.")
    return text


def _examples(texts: Iterable[str]) -> tuple[PlainExample, ...]:
    from batos.learning.request.examples import read_examples

    return tuple(example.to_plain() for text in texts for example in read_examples(text))


@click.command(cls=SignedCommand)
@click.argument("receiver")
@click.argument("selector")
@click.argument("arguments", nargs=-1)
@click.option("--learn/--no-learn", default=None, help="Learn what is missing, or never.")
@text_flag
@approve_flag
@discuss_flag
@by_flag
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def send(
    receiver: str,
    selector: str,
    arguments: tuple[str, ...],
    learn: bool | None,
    as_text: bool,
    approve: str | None,
    discuss: bool | None,
    by: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Send a message to an object and print what it answers, as one JSON value.

    ARGUMENTS are JSON: 3, true, "a text", [1, 2], {"a": 1}. Any other word is a text, such as
    banana or 2026-03-01; but a word that begins like JSON and is none, and a number that JSON does
    not know, such as 007 or NaN, are refused. NAME=VALUE is a keyword argument.

    @FILE stands for what a file holds, - for standard input; they are read by the same rule, and
    the end of the last line is left out. A text that begins with @ is written with two: @@home.

    What the object does not understand it learns, unless the selector looks mistyped, the method
    was taken back, or nothing but a name is sent and it reads like that of a slot, such as items;
    --learn learns it in any case.

    \b
    Examples:
      batos send genesis count_vowels '"banana split"'
      batos send genesis count_vowels banana
      batos send genesis count_vowels --text @story.txt
      batos send genesis clamp -5 low=0 high=10
      echo "[3, 1, 2]" | batos send genesis sort_numbers -
      batos send genesis report_current_system_time
    """
    args, kwargs = read_arguments(arguments, as_text=as_text, stdin=sys.stdin.buffer)
    asked = SendMessage(
        selector, receiver, tuple(args), kwargs, learn, **requested(approve, by, discuss)
    )
    with connected() as client:
        answer = deliver(client, asked, quiet=quiet)
    print_json(answer if as_json else answer.value)
    return ExitCode.OK


def deliver(client: KernelClient, asked: SendMessage, *, quiet: bool = False) -> Delivery:
    """Send a message; ask whoever is attached about what is learned for it, and send it again.

    Raises:
        ApprovalPendingError: Something was learned, and goes on waiting for a person's word.
        QuestionPendingError: Something is being learned, and waits for a person's answer.
        MissionFailedError: It could not be learned, or was refused.
    """
    while True:
        try:
            with CycleProgress(quiet=quiet) as progress:
                return client.request(asked, on_event=progress)
        except (ApprovalPendingError, QuestionPendingError) as pending:
            if not asked.attended:
                raise
            let_settle(client, Outcome.from_plain(pending.details), quiet=quiet)

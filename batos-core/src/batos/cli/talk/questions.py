"""``batos questions`` and ``batos confirm``: what a person is asked, and says of a method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from batos.cli.objects.objects import fact_lines, print_section
from batos.cli.reach.connect import connected, looking
from batos.cli.talk.ask_approval import message_line
from batos.cli.talk.ask_question import answer_question, print_question, read_answer
from batos.cli.talk.outcomes import note_trust, note_version
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, local_time, note, print_json, print_table
from batos.errors import ExitCode
from batos.learning.model.ending import failure
from batos.learning.model.question import Question
from batos.wire.messages.methods import ConfirmMethod
from batos.wire.messages.talk.questions import CancelQuestion, ListQuestions, ShowQuestion

__all__ = ["confirm", "questions"]

_COLUMNS = ["id", "address", "at", "question", "state"]


@click.group(cls=NounGroup)
@json_flag
def questions(as_json: bool) -> None:
    """List what you are asked; answer it.

    Where several methods do what you have said and still differ, you are asked about one call that
    tells them apart. ID is the id in the list, the beginning of one, or OBJECT.SELECTOR. A question
    is kept in the image and survives a restart.

    \b
    Examples:
      batos questions
      batos questions show genesis.median
      batos questions answer genesis.median 1
    """


@questions.command("list")
@json_flag
def list_(as_json: bool) -> None:
    """List the open questions, the oldest first.

    A cycle waits for the answer, or a tentative method is there already.

    \b
    Examples:
      batos questions list --json
    """
    with looking() as client:
        rows = client.request(ListQuestions()).questions
    if as_json:
        print_json(rows)
        return
    lines = [
        {**row, "at": local_time(row["at"]), "question": row["wording"], "state": _state(row)}
        for row in rows
    ]
    print_table(_COLUMNS, lines, "Nothing is asked.")


def _state(row: Mapping[str, Any]) -> str:
    return "waits" if row["waits"] else f"version {row['version']} is tentative"


@questions.command()
@click.argument("name", metavar="ID")
@json_flag
def show(name: str, as_json: bool) -> None:
    """Show a question: the call, the answers of the candidates, who asked for the method.

    \b
    Examples:
      batos questions show 3f2a91c07b1e
      batos questions show genesis.median --json
    """
    with looking() as client:
        found = client.request(ShowQuestion(name))
    if as_json:
        print_json(found)
        return
    print_question(Question.from_plain(found["question"]), err=False)
    facts = {
        "for": f"{found['address']}{found['signature']}",
        "mission": found["mission"],
        "asked by": found["asked_by"],
        "since": local_time(found["at"]),
        "cycle": found["cycle"],
        "state": _state(found),
    }
    print_section("about", fact_lines(facts))
    if found["message"]:
        print_section("the message that waits", [message_line(found["message"])])


@questions.command()
@click.argument("name", metavar="ID")
@click.argument("choice", required=False)
@click.option("--value", metavar="JSON", help="None of these: what the call must give.")
@click.option("--after", metavar="JSON", help="And the slots after it, as a JSON object.")
@click.option("--unknown", is_flag=True, help="You do not know.")
@by_flag
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def answer(
    name: str,
    choice: str | None,
    value: str | None,
    after: str | None,
    unknown: bool,
    by: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Answer a question; the answer is an example of the method for ever.

    CHOICE is the number of one of the answers. The cycle goes on, and installs the method or asks
    something else. A tentative method that gives your answer is proven by it; in the place of one
    that does not, a new version is learned.

    \b
    Examples:
      batos questions answer genesis.median 1
      batos questions answer genesis.median --value 2.5
      batos questions answer 3f2a91c07b1e --unknown
    """
    with connected() as client:
        found = client.request(ShowQuestion(name))
        question = Question.from_plain(found["question"])
        given = read_answer(question, choice, value, after, unknown=unknown, by=by)
        done = answer_question(client, given, quiet=quiet)
    outcome = done.outcome
    if not outcome.complete:
        raise failure(outcome)
    if as_json:
        print_json(done)
        return ExitCode.OK
    note_version(outcome)
    note_trust(outcome)
    if done.message:
        note(f"The message that waited: {message_line(done.message)}")
    click.echo(outcome.address)
    return ExitCode.OK


@questions.command()
@click.argument("name", metavar="ID")
@by_flag
@json_flag
def cancel(name: str, by: str, as_json: bool) -> int:
    """Ask no longer: a cycle that waits for the answer ends, and nothing is installed.

    A method that is tentative stays so.

    \b
    Examples:
      batos questions cancel genesis.median
    """
    with connected() as client:
        outcome = client.request(CancelQuestion(name, by=by)).outcome
    if as_json:
        print_json(outcome)
    elif outcome.status == "FAILED":
        note(f"{outcome.address} is cancelled; nothing was installed.")
    else:
        note(f"{outcome.address} stays tentative.")
    return ExitCode.OK


@click.command()
@click.argument("address", metavar="OBJECT.SELECTOR")
@by_flag
@json_flag
def confirm(address: str, by: str, as_json: bool) -> int:
    """Say that a tentative method is right: from now on others build on it.

    It is a new version with the same text; 'batos undo' takes your word back.

    \b
    Examples:
      batos confirm genesis.median
    """
    with connected() as client:
        done = client.request(ConfirmMethod(address, by=by))
    if as_json:
        print_json(done)
    elif done["changed"]:
        note(f"{done['address']} is proven now, by your word (version {done['version']}).")
    else:
        note(f"{done['address']} is proven already.")
    return ExitCode.OK

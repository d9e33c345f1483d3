"""``batos approvals``: what was learned and waits for a person's word."""

from __future__ import annotations

import sys

import click

from batos.cli.objects.objects import example_line, fact_lines, print_section, print_source
from batos.cli.reach.connect import connected, looking
from batos.cli.talk.ask_approval import drop_flag, message_line, print_run, requested, show_diff
from batos.cli.talk.asking import deliver
from batos.cli.talk.outcomes import note_version
from batos.cli.terminal.arguments import (
    SignedCommand,
    by_flag,
    read_arguments,
    read_filled,
    text_flag,
)
from batos.cli.terminal.editor import edited
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import (
    json_flag,
    local_time,
    note,
    print_json,
    print_table,
    printable,
)
from batos.counting import counted
from batos.errors import ExitCode
from batos.wire.messages.objects import SendMessage
from batos.wire.messages.talk.approvals import (
    AllowAgain,
    Approve,
    DiffChange,
    EditChange,
    ListChanges,
    Refuse,
    RunChange,
    SetPolicy,
    ShowChange,
    ShowPolicy,
    WaitingChange,
)

__all__ = ["approvals"]

_COLUMNS = ["id", "address", "at", "asked_by", "mission", "state"]
_POLICIES = ["auto", "ask", "never", "inherit"]


@click.group(cls=NounGroup)
@json_flag
def approvals(as_json: bool) -> None:
    """List what was learned and waits for your word; look at it, and say yes or no.

    ID is the id in the list, the beginning of one, or OBJECT.SELECTOR. What waits is kept in the
    image and survives a restart.

    \b
    Examples:
      batos approvals
      batos approvals show genesis.count_vowels
      batos approvals run genesis.count_vowels '"banana"'
      batos approvals approve genesis.count_vowels --send
    """


@approvals.command("list")
@json_flag
def list_(as_json: bool) -> None:
    """List what waits for your word, the oldest first.

    \b
    Examples:
      batos approvals list --json
    """
    with looking() as client:
        rows = client.request(ListChanges()).changes
    if as_json:
        print_json(rows)
        return
    lines = [
        {
            **row,
            "at": local_time(row["at"]),
            "state": "out of date" if row["stale"] else "replaces" if row["replaces"] else "new",
        }
        for row in rows
    ]
    print_table(_COLUMNS, lines, "Nothing waits for your word.")


@approvals.command()
@click.argument("name", metavar="ID")
@json_flag
def show(name: str, as_json: bool) -> None:
    """Show what waits: its source, its examples, who asked for it, and why it waits.

    \b
    Examples:
      batos approvals show 3f2a91c07b1e
      batos approvals show genesis.count_vowels --json
    """
    with looking() as client:
        found = client.request(ShowChange(name))
    if as_json:
        print_json(found)
        return
    title = f"{found['address']}{found['signature']}  waits as {found['id']}"
    click.echo(click.style(printable(title), bold=True))
    print_source(found["source"])
    print_section("examples", [example_line(found["selector"], each) for each in found["examples"]])
    verdict = found["verdict"]
    facts = {
        "mission": found["mission"],
        "asked by": found["asked_by"],
        "since": local_time(found["at"]),
        "origin": found["origin"],
        "based on": found["based_on"],
        "model": found["model"],
        "changes": verdict["changes"] or "nothing",
        "waits because": found["policy"].get("reason", ""),
        "edited by": [edit["by"] for edit in found["edits"]],
        "replaces": _replaced(found),
    }
    print_section("about", fact_lines(facts))
    print_section("findings", [str(each["message"]) for each in verdict["findings"]])
    if found["message"]:
        print_section("the message that waits", [message_line(found["message"])])
    if found["stale"]:
        print_section("out of date", [found["stale"]])


def _replaced(found: WaitingChange) -> str:
    if found["previous"] is None:
        return "nothing"
    standing = found.get("standing") or {}
    return f"version {standing['version']} of {standing['address']}" if standing else "a version"


@approvals.command()
@click.argument("name", metavar="ID")
@json_flag
def diff(name: str, as_json: bool) -> None:
    """Compare what waits with the present version of the method.

    \b
    Examples:
      batos approvals diff genesis.count_vowels
    """
    with looking() as client:
        found = client.request(DiffChange(name))
    if as_json:
        print_json(found)
    else:
        show_diff(found)


@approvals.command(cls=SignedCommand)
@click.argument("name", metavar="ID")
@click.argument("arguments", nargs=-1)
@click.option("--on", "receiver", default="", help="Another object that is sent the message.")
@text_flag
@json_flag
def run(name: str, arguments: tuple[str, ...], receiver: str, as_text: bool, as_json: bool) -> None:
    """Run what waits, as if it were installed; nothing of it is kept.

    ARGUMENTS are as for 'batos send'. The result is printed, and on stderr what would have
    changed.

    \b
    Examples:
      batos approvals run genesis.count_vowels '"banana split"'
      batos approvals run genesis.push_item 3 --on robin
    """
    args, kwargs = read_arguments(arguments, as_text=as_text, stdin=sys.stdin.buffer)
    with connected() as client:
        found = client.request(RunChange(name, tuple(args), kwargs, receiver))
    if as_json:
        print_json(found)
    else:
        print_run(found)


@approvals.command()
@click.argument("name", metavar="ID")
@click.option(
    "--file",
    "file",
    metavar="FILE",
    help="Take the new text from a file, or with - from standard input.",
)
@drop_flag
@by_flag
@json_flag
def edit(
    name: str, file: str | None, drop_examples: tuple[str, ...], by: str, as_json: bool
) -> int:
    """Change the text of what waits, in your editor or from a file.

    The new text takes the place of the old one when it passes the guardian and all examples,
    those that people gave to the version that is there among them, unless --drop-example takes
    one off. The record says who has edited it.

    \b
    Examples:
      batos approvals edit genesis.count_vowels
      batos approvals edit genesis.count_vowels --file mine.py
    """
    with connected() as client:
        found = client.request(ShowChange(name))
        source = (
            edited(str(found["source"])) if file is None else read_filled(file, sys.stdin.buffer)
        )
        told = "Nothing was changed."
        if source is not None:
            found = client.request(EditChange(found["id"], source, drop_examples, by))
            told = f"{found['address']} passes, and waits with its new text."
    if as_json:
        print_json(found)
    else:
        note(told)
    return ExitCode.OK


@approvals.command()
@click.argument("name", metavar="ID")
@click.option("--note", "remark", default="", help="Why, for the record.")
@click.option("--send", "replay", is_flag=True, help="Send the message that waited, too.")
@by_flag
@json_flag
def approve(name: str, remark: str, replay: bool, by: str, as_json: bool) -> int:
    """Install what waits, if everything that it relied on still holds.

    It is judged by the guardian's rules of today, and its examples are run again. What does not
    pass goes on waiting.

    \b
    Examples:
      batos approvals approve genesis.count_vowels --note "read and tried"
      batos approvals approve 3f2a91c07b1e --send
    """
    with connected() as client:
        done = client.request(Approve(name, by=by, note=remark))
        outcome, message = done.outcome, done.message
        note(f"Installed {outcome.address}{outcome.signature}.")
        note_version(outcome)
        answer = None
        if message and replay:
            answer = deliver(client, SendMessage.of(message, **requested(None, by)))
    if as_json:
        told = {"outcome": outcome, "message": message}
        print_json(told if answer is None else {**told, "answer": answer})
    elif answer is not None:
        print_json(answer.value)
    elif message:
        note(f"The message that waited: {message_line(message)}")
    return ExitCode.OK


@approvals.command()
@click.argument("name", metavar="ID")
@click.option("--reason", default="", help="Why; whoever asks again is told.")
@by_flag
@json_flag
def refuse(name: str, reason: str, by: str, as_json: bool) -> int:
    """Refuse what waits; this text is not proposed for the method again.

    \b
    Examples:
      batos approvals refuse genesis.count_vowels --reason "y is a vowel, too"
    """
    with connected() as client:
        outcome = client.request(Refuse(name, by, reason)).outcome
    if as_json:
        print_json({"outcome": outcome})
    else:
        note(f"{outcome.address} is refused; nothing was installed.")
    return ExitCode.OK


@approvals.command()
@click.argument("address", metavar="OBJECT.SELECTOR")
@by_flag
@json_flag
def allow(address: str, by: str, as_json: bool) -> int:
    """Let everything be proposed again that was refused for a method.

    \b
    Examples:
      batos approvals allow genesis.count_vowels
    """
    with connected() as client:
        done = client.request(AllowAgain(address, by=by))
    if as_json:
        print_json(done)
    else:
        texts = counted(done["allowed"], "refused text")
        note(f"{texts} may be proposed for {address} again.")
    return ExitCode.OK


@approvals.command()
@click.argument("name", metavar="OBJECT")
@click.argument("value", metavar="[POLICY]", required=False, type=click.Choice(_POLICIES))
@by_flag
@json_flag
def policy(name: str, value: str | None, by: str, as_json: bool) -> int:
    """Tell which policy holds for an object, or give it one of its own.

    POLICY is auto (install what is learned at once), ask (wait for a person), never (nothing is
    learned there) or inherit (what the object delegates to decides). It holds for everything
    that delegates to the object, too.

    \b
    Examples:
      batos approvals policy genesis
      batos approvals policy robin never
      batos approvals policy robin inherit
    """
    if value is None:
        with looking() as looker:
            found = looker.request(ShowPolicy(name))
    else:
        with connected() as client:
            found = client.request(SetPolicy(name, value, by))
    if as_json:
        print_json(found)
        return ExitCode.OK
    alone = found["unattended"]
    also = "" if alone == found["policy"] else f", {alone} when no person is attached"
    click.echo(f"{found['object']}: {found['policy']}{also} ({found['reason']})")
    return ExitCode.OK

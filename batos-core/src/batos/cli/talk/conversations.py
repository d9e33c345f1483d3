"""``batos conversations``: what was said, under which name, and deleting it."""

from __future__ import annotations

import click

from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.arguments import by_flag
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
from batos.wire.messages.talk.conversations import (
    DeleteConversation,
    ForkConversation,
    ListConversations,
    SearchConversations,
    ShowConversation,
)

__all__ = ["conversations"]


@click.group(cls=NounGroup)
@by_flag
@json_flag
def conversations(by: str, as_json: bool) -> None:
    """List what you and the image have talked about; what others said is not shown.

    'batos chat' keeps what is said; 'batos chat --resume' goes on with it.

    \b
    Examples:
      batos conversations
      batos conversations show chat-2
      batos conversations search "the garden" --json
      batos chat --resume chat-2
    """


@conversations.command("list")
@by_flag
@json_flag
def list_(by: str, as_json: bool) -> None:
    """List the conversations, the one that was last used first.

    \b
    Examples:
      batos conversations list --json
    """
    with looking() as client:
        rows = client.request(ListConversations(by)).conversations
    if as_json:
        print_json(rows)
        return
    lines = [{**row, "last": local_time(row["last"])} for row in rows]
    print_table(["name", "last", "turns", "topic"], lines, "Nothing was said in a chat yet.")


@conversations.command()
@click.argument("name", default="")
@by_flag
@json_flag
def show(name: str, by: str, as_json: bool) -> None:
    """Show all that was said in a conversation; without NAME in the latest one.

    \b
    Examples:
      batos conversations show
      batos conversations show chat-2 --json
    """
    with looking() as client:
        shown = client.request(ShowConversation(name, by))
    if as_json:
        print_json(shown)
        return
    note(f"{shown.line['name']}, {counted(shown.line['turns'], 'turn')}")
    for turn in shown.turns:
        click.echo(printable(f"{local_time(turn['at'])}  you: {turn['said']}"))
        who = turn["persona"].upper() or turn["kind"]
        click.echo(printable(f"  {who}: {turn['answer']}"))
        if summary := turn.get("summary"):
            click.echo(printable(f"  so far, in short: {summary}"))


@conversations.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most.")
@by_flag
@json_flag
def search(text: tuple[str, ...], limit: int, by: str, as_json: bool) -> None:
    """Find what was said by words of it, the likest first.

    \b
    Examples:
      batos conversations search roses in the garden
    """
    with looking() as client:
        rows = client.request(SearchConversations(" ".join(text), limit, by)).turns
    if as_json:
        print_json(rows)
        return
    lines = [
        {"name": row["name"], **row["turn"], "at": local_time(row["turn"]["at"])} for row in rows
    ]
    print_table(["name", "at", "said", "answer"], lines, "Nothing of it was said.")


@conversations.command()
@click.argument("name")
@click.argument("new")
@click.option("--turns", type=click.IntRange(1), help="Take over the first turns only.")
@by_flag
@json_flag
def fork(name: str, new: str, turns: int | None, by: str, as_json: bool) -> int:
    """Begin the conversation NEW with what was said in NAME, which stays as it is.

    \b
    Examples:
      batos conversations fork chat-2 "another plan" --turns 3
    """
    with connected() as client:
        (line,) = client.request(ForkConversation(name, new, turns or 0, by)).conversations
    if as_json:
        print_json(line)
    else:
        note(f"{line['name']!r} has {counted(line['turns'], 'turn')}.")
    return ExitCode.OK


@conversations.command()
@click.argument("name")
@by_flag
@json_flag
def delete(name: str, by: str, as_json: bool) -> int:
    """Delete a conversation.

    It is out of the memory at once, and cannot be brought back. The file of the image holds older
    transactions until the next 'batos image pack'.

    \b
    Examples:
      batos conversations delete chat-2
    """
    with connected() as client:
        (gone,) = client.request(DeleteConversation(name, by)).conversations
    if as_json:
        print_json(gone)
    else:
        note(f"Deleted {gone['name']!r}, {counted(gone['turns'], 'turn')}.")
    return ExitCode.OK

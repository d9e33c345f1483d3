"""``batos history``, ``batos diff``, ``batos revert``, ``batos undo`` and ``batos redo``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from batos.cli.reach.connect import connected, looking
from batos.cli.talk.ask_approval import drop_flag
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.output import (
    json_flag,
    local_time,
    note,
    print_json,
    print_table,
    printable,
)
from batos.errors import ExitCode, UsageError
from batos.wire.messages.history import (
    DiffVersions,
    EventLine,
    ListEvents,
    ListTransactions,
    Move,
    Redo,
    RevertMethod,
    ShowHistory,
    Timeline,
    TransactionLine,
    Undo,
    UndoTransaction,
)

__all__ = ["diff", "history", "redo", "revert", "undo"]

_COLUMNS = ["number", "event", "version", "at", "user", "cycle", "source", "cause"]
_LEARNED = re.compile(r"^Cycle (\w+): COMPLETE (\w+)$")
_SAID = r"\2 is learned (cycle \1)"
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@click.argument("address", required=False)
@click.option("--methods", is_flag=True, help="The latest changes of all methods.")
@click.option("--all", "steps", is_flag=True, help="Each step of a cycle, and what tidied up, too.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@json_flag
def history(address: str | None, methods: bool, steps: bool, limit: int, as_json: bool) -> int:
    """Show what happened to a method or an object; without ADDRESS, in the image, newest first.

    ADDRESS is OBJECT.SELECTOR, or an object, which is told with its methods. Each line is a
    change, the oldest first: its number, which 'batos undo' takes, what it was, the version that
    was there afterwards (* is the present one), when, by whom, and the cycle that learned it,
    which 'batos show' explains. What was taken away has its history still.

    \b
    Examples:
      batos history genesis.count_vowels
      batos history shopping_list
      batos history --methods
      batos history --limit 50 --json
    """
    if address is not None and methods:
        raise UsageError("--methods is for all methods; name none with it.")
    if steps and (methods or address is not None):
        raise UsageError("--all is for the image as a whole; name nothing with it.")
    with looking() as client:
        if address is not None:
            _print_timeline(client.request(ShowHistory(address)), as_json)
        elif methods:
            _print_events(client.request(ListEvents(limit)).events, as_json)
        else:
            found = client.request(ListTransactions(limit, steps)).transactions
            _print_transactions(found, as_json)
    return ExitCode.OK


def _print_timeline(found: Timeline, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    address = found["address"]
    whole = any(each["address"] != address for each in found["events"])
    columns = [_COLUMNS[0], "address", *_COLUMNS[1:]] if whole else _COLUMNS
    print_table(columns, map(_line, found["events"]), f"Nothing is known of {address}.")
    if not found["current"]:
        note(f"{address} is not there now; batos redo {address}")


def _print_events(events: Sequence[EventLine], as_json: bool) -> None:
    if as_json:
        print_json(events)
        return
    columns = ["number", "address", *_COLUMNS[1:]]
    print_table(columns, map(_line, events), "No method has changed yet.")


def _print_transactions(found: Sequence[TransactionLine], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    lines = [
        {**row, "at": local_time(row["at"]), "note": _LEARNED.sub(_SAID, row["note"])}
        for row in found
    ]
    print_table(["id", "at", "user", "note"], lines, "No transaction is on record.")


def _line(event: EventLine) -> dict[str, Any]:
    version = f"{event['version'] or '-'}{' *' if event['current'] else ''}"
    kind = f"{event['event']} of {event['of']}" if event["of"] else event["event"]
    return {
        **event,
        "number": event["number"] or "-",
        "event": kind,
        "version": version,
        "at": local_time(event["at"]),
        "source": event["sha256"][:12],
        "cause": event["cause"][:60],
    }


@click.command()
@click.argument("address")
@click.argument("a", required=False, type=click.IntRange(1))
@click.argument("b", required=False, type=click.IntRange(1))
@json_flag
def diff(address: str, a: int | None, b: int | None, as_json: bool) -> int:
    """Compare two versions of a method: the last two, from A to the present one, or A and B.

    ADDRESS is OBJECT.SELECTOR; A and B are numbers of versions, as 'batos history' has them.

    \b
    Examples:
      batos diff genesis.count_vowels
      batos diff genesis.count_vowels 1 3
    """
    with looking() as client:
        found = client.request(DiffVersions(address, a=a or 0, b=b or 0))
    if as_json:
        print_json(found)
        return ExitCode.OK
    if not found["diff"]:
        note(f"Versions {found['a']} and {found['b']} have the same source.")
    for line in found["diff"].splitlines():
        colour = _COLOURS.get(line[:1]) if sys.stdout.isatty() else None
        click.echo(click.style(printable(line), fg=colour))
    return ExitCode.OK


@click.command()
@click.argument("address")
@click.option("--to", required=True, type=click.IntRange(1), help="Number of the version.")
@drop_flag
@by_flag
@json_flag
def revert(address: str, to: int, drop_examples: tuple[str, ...], by: str, as_json: bool) -> int:
    """Install an older version of a method again, as a new version.

    ADDRESS is OBJECT.SELECTOR. The guardian reads the source again, by the rules of today, and the
    examples that people gave to the present version must come true, unless --drop-example takes
    one off. Unlike undo, which goes back one step, it goes to any version, and 'batos undo' takes
    it back.

    \b
    Examples:
      batos revert genesis.count_vowels --to 1
    """
    with connected() as client:
        done = client.request(RevertMethod(address, to, drop_examples, by))
    if as_json:
        print_json(done)
    else:
        place = f", in the place of version {done['replaces']}" if done["replaces"] else ""
        note(f"{done['address']} is version {done['version']}, which repeats version {to}{place}.")
    return ExitCode.OK


@click.command()
@click.argument("addresses", nargs=-1)
@click.option("--transaction", "transaction", help="Take back what this transaction did to data.")
@by_flag
@json_flag
def undo(addresses: tuple[str, ...], transaction: str | None, by: str, as_json: bool) -> int:
    """Take back the latest change of a method or an object; all else is kept.

    ADDRESSES are OBJECT.SELECTOR, objects, or numbers of changes; all of them are taken back, or
    none. Without any, the latest change in the image is taken back. A method goes back to the
    version before, or goes away where there was none; methods that call it are named on stderr.
    An object is as it was before it was made, set, renamed, deleted or given other parents.
    'batos redo' brings it back.

    --transaction takes back what one message did to the values of objects, as long as nobody has
    changed the same slots since; 'batos history' has the ids.

    \b
    Examples:
      batos undo
      batos undo genesis.count_vowels
      batos undo genesis.count_vowels robin.greet
      batos undo shopping_list
      batos undo --transaction 040d291d9d3e0f33
    """
    if transaction is not None:
        if addresses:
            raise UsageError("--transaction stands alone: methods are taken back by their names.")
        return _undo_transaction(transaction, by, as_json)
    return _move(Undo(addresses, by), as_json)


@click.command()
@click.argument("addresses", nargs=-1)
@by_flag
@json_flag
def redo(addresses: tuple[str, ...], by: str, as_json: bool) -> int:
    """Bring back the change of a method or an object that was taken back last.

    ADDRESSES are OBJECT.SELECTOR, objects, or numbers of changes. Without any, the latest undo in
    the image is taken back. A new version of a method ends what could be brought back of it.

    \b
    Examples:
      batos redo
      batos redo genesis.count_vowels
    """
    return _move(Redo(addresses, by), as_json)


def _move(asked: Undo | Redo, as_json: bool) -> int:
    with connected() as client:
        changes = client.request(asked).changes
    for change in changes:
        _warn(change)
    if as_json:
        print_json(changes)
        return ExitCode.OK
    for change in changes:
        now = f"is version {change['after']} again" if change["after"] else "is taken away"
        now = change["shape"] or now
        note(f"{change['address']} {now}. (change {change['event']}, {change['kind']})")
    return ExitCode.OK


def _warn(change: Move) -> None:
    """Say on stderr what may come of a change."""
    address = change["address"]
    if change["quarantined"]:
        note(f"Warning: version {change['after']} of {address} is in quarantine and is not run.")
    holder, _, selector = address.rpartition(".")
    version = f"version {change['after']} now" if change["after"] else "not there any more"
    for caller in change["callers"]:
        note(f"Warning: {caller} calls {selector}, which is {version} in {holder}.")


def _undo_transaction(name: str, by: str, as_json: bool) -> int:
    with connected() as client:
        done = client.request(UndoTransaction(name, user=by))
    if as_json:
        print_json(done)
    else:
        note(f"Transaction {done['id']} is taken back: {done['note']}.")
    return ExitCode.OK

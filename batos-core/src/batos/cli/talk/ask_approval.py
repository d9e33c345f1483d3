"""Asking a person, there and then, whether what was learned is installed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from batos.cli.objects.objects import example_line
from batos.cli.terminal.arguments import read_arguments
from batos.cli.terminal.editor import edited
from batos.cli.terminal.output import fitted, note, printable, show_error, to_json
from batos.errors import (
    ApprovalPendingError,
    BatosError,
    MissionFailedError,
    UsageError,
    WireError,
)
from batos.wire.messages.talk.approvals import (
    Approve,
    ChangeDiff,
    DiffChange,
    EditChange,
    Refuse,
    RunChange,
    ShowChange,
    WaitingChange,
)

if TYPE_CHECKING:
    from batos.learning.model.outcome import Settled
    from batos.wire import KernelClient

__all__ = [
    "approve_flag",
    "discuss_flag",
    "drop_flag",
    "is_attended",
    "let_decide",
    "message_line",
    "print_change",
    "print_run",
    "requested",
    "show_diff",
]

_QUESTION = "[y]es / [n]o / [d]iff / [r]un / [e]dit / [l]ater"
_REMOVED, _ADDED = "-", "+"
_SILENT: Mapping[str, Any] = {"show_default": False}


def approve_flag(command: Any) -> Any:
    """Add ``--approve`` to a command that may make something be learned."""
    return click.option(
        "--approve",
        type=click.Choice(["auto", "ask", "never"]),
        help="For this request: install what is learned at once, after your word, or not at all.",
    )(command)


def discuss_flag(command: Any) -> Any:
    """Add ``--discuss`` to a command that may make a method be learned."""
    return click.option(
        "--discuss/--no-discuss",
        default=None,
        help="For this request: let the personas discuss a method before it is written; objects "
        "are made without.",
    )(command)


def is_attended() -> bool:
    """Return whether a person can be asked: input and messages are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def drop_flag(command: Any) -> Any:
    """Add ``--drop-example`` to a command that may put a new version in a method's place."""
    return click.option(
        "--drop-example",
        "drop_examples",
        multiple=True,
        metavar="NUMBER|TEXT|all",
        help="Take off an example of the version that is there; may be given several times.",
    )(command)


def requested(approve: str | None, by: str, discuss: bool | None = None) -> dict[str, Any]:
    """Return the fields of a request that say who asks, who can be asked, and what is wanted."""
    return {
        "attended": is_attended(),
        "approve": approve or "",
        "user": by,
        "discuss": discuss,
    }


def let_decide(client: KernelClient, pending: ApprovalPendingError) -> Settled:
    """Ask whoever sits at the terminal about a change; return the kernel's answer to a yes.

    Where nobody sits there, and where they want to decide later, the change goes on waiting.

    Raises:
        ApprovalPendingError: It goes on waiting.
        MissionFailedError: It was refused.
    """
    number = str(pending.details.get("cycle", ""))
    if not number or not is_attended():
        raise pending
    try:
        found = client.request(ShowChange(number))
        print_change(found)
        return _Dialogue(client, found).decide()
    except (click.Abort, EOFError, KeyboardInterrupt, _LaterError):
        note("")
        raise pending from None


class _LaterError(Exception):
    """The person wants to decide later."""


class _Dialogue:
    """One question, until it is answered."""

    def __init__(self, client: KernelClient, change: WaitingChange) -> None:
        self._client = client
        self._change = change
        self._answers: Mapping[str, Callable[[], Settled | None]] = {
            "y": self._yes,
            "n": self._no,
            "d": self._diff,
            "r": self._run,
            "e": self._edit,
            "l": self._later,
        }

    def decide(self) -> Settled:
        """Return the answer to the approval.

        Raises:
            MissionFailedError: It was refused.
            click.Abort: The person has left the question.
        """
        while True:
            words = click.prompt(f"Install it? {_QUESTION}", err=True, default="", **_SILENT)
            answer = self._answers.get(str(words).strip().lower()[:1])
            if answer is None:
                continue
            try:
                done = answer()
            except (MissionFailedError, WireError):
                raise
            except BatosError as error:
                self._check_it_waits(error)
                show_error(error)
                continue
            if done is not None:
                return done

    def _check_it_waits(self, error: BatosError) -> None:
        """Raise an error where the question does not stand any more."""
        try:
            self._client.request(ShowChange(self._change["id"]))
        except UsageError:
            raise error from None

    def _yes(self) -> Settled:
        return self._client.request(Approve(self._change["id"]))

    def _no(self) -> None:
        reason = click.prompt("Why? (Enter for no reason)", err=True, default="", **_SILENT)
        outcome = self._client.request(Refuse(self._change["id"], reason=str(reason))).outcome
        raise MissionFailedError(
            f"{outcome.receiver} did not learn {outcome.selector!r}: {outcome.reason}",
            hint=outcome.hint,
            details=outcome.to_plain(),
        )

    def _diff(self) -> None:
        show_diff(self._client.request(DiffChange(self._change["id"])), err=True)

    def _run(self) -> None:
        words = click.prompt("Arguments (JSON, else text)", err=True, default="", **_SILENT)
        try:
            args, kwargs = read_arguments(_words(str(words)))
        except ValueError as error:
            raise UsageError(f"The arguments cannot be read: {error}.") from None
        asked = RunChange(self._change["id"], tuple(args), kwargs)
        print_run(self._client.request(asked), err=True)

    def _edit(self) -> None:
        source = edited(str(self._change["source"]))
        if source is None:
            note("Nothing was changed.")
            return
        self._change = self._client.request(EditChange(self._change["id"], source))
        print_change(self._change)

    @staticmethod
    def _later() -> None:
        raise _LaterError


def _words(text: str) -> list[str]:
    """Return the words of a line as a shell would give them, with JSON values whole."""
    import json

    try:
        json.loads(text)
    except ValueError:
        return shlex.split(text)
    return [text]


def print_change(found: WaitingChange) -> None:
    """Say on stderr what waits: its source, its examples, who asked."""
    _say(f"{found['address']}{found['signature']}", bold=True)
    for line in str(found["source"]).rstrip().splitlines():
        _say(f"  {line}")
    for example in found["examples"]:
        _say(f"  {example_line(found['selector'], example)}")
    if found["previous"] is not None:
        standing = found.get("standing") or {}
        what = f"version {standing['version']} of {standing['address']}" if standing else "a method"
        _say(f"It would take the place of {what}; [d]iff compares them.")


def message_line(message: Mapping[str, Any]) -> str:
    """Return the command that sends a message."""
    parts = [to_json(each) for each in message["args"]]
    parts += [f"{name}={to_json(each)}" for name, each in message["kwargs"].items()]
    words = [str(message["receiver"]), str(message["selector"]), *parts]
    return f"batos send {' '.join(shlex.quote(word) for word in words)}"


def print_run(found: Mapping[str, Any], *, err: bool = False) -> None:
    """Print what a run on a scratch view gave: the value, and on stderr what would change."""
    if found["printed"]:
        note(str(found["printed"]).rstrip())
    click.echo(to_json(found["value"]), err=err)
    for line in found["changes"]:
        before = to_json(line["before"]) if "before" in line else "nothing"
        after = to_json(line["after"]) if "after" in line else "nothing"
        note(f"  would change {line['object']}.{line['slot']}: {before} -> {after}")
    note("Nothing was kept.")


def show_diff(found: ChangeDiff, *, err: bool = False) -> None:
    """Print a unified diff, coloured on a terminal."""
    if found["stale"]:
        note(str(found["stale"]))
    if not found["diff"]:
        note("It is the same as the present version.")
    for line in str(found["diff"]).splitlines():
        colour = {_REMOVED: "red", _ADDED: "green"}.get(line[:1])
        click.echo(click.style(printable(line), fg=colour), err=err)


def _say(text: str, *, bold: bool = False) -> None:
    click.echo(click.style(fitted(printable(text), sys.stderr, hang=4), bold=bold), err=True)

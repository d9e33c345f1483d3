"""``batos watch``: hearing what somebody else has asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from batos.cli.reach.connect import connected
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.output import fitted, json_flag, note, print_json, print_table, printable
from batos.cli.terminal.progress import CycleProgress
from batos.errors import CancelledError, UnknownNameError, UsageError
from batos.wire.faults import UnknownJobError, error_from_body
from batos.wire.messages.kernel import ListJobs
from batos.wire.messages.talk.conversations import ShowConversation
from batos.wire.messages.talk.watching import JobBegun, Joined, WatchConversation, Watched, WatchJob

if TYPE_CHECKING:
    from batos.wire import KernelClient

__all__ = ["watch"]

_COLUMNS = ("job", "type", "state", "seconds", "client", "cycles")


@click.command()
@click.argument("what", default="", metavar="[JOB|CYCLE]")
@click.option(
    "--conversation", default="", metavar="NAME", help="Hear every turn of a conversation."
)
@by_flag
@json_flag
def watch(what: str, conversation: str, by: str, as_json: bool) -> None:
    """Hear a request or a cycle that somebody else has begun; without a name, list what runs.

    What was told before comes first, then what is told, and at last the answer. A conversation is
    printed from its first turn and gone on with, until Ctrl-C; with --json each turn is an object
    on a line of its own. Ctrl-C ends the watching and nothing else.

    \b
    Examples:
      batos watch
      batos watch j2a
      batos watch --conversation garden
    """
    if what and conversation:
        raise UsageError("Give a job or a cycle, or a conversation; not both.")
    with connected() as client:
        if conversation:
            with connected() as ear:
                _Listener(ear, as_json=as_json).follow(client, conversation, by)
        elif what:
            _show(_heard(client, what), as_json=as_json)
        else:
            _list(client, as_json=as_json)


def _list(client: KernelClient, *, as_json: bool) -> None:
    jobs = [dict(each) for each in client.request(ListJobs()).jobs if not each["parent"]]
    if as_json:
        print_json(jobs)
    else:
        rows = [{**each, "cycles": ", ".join(map(str, _cycles(each)))} for each in jobs]
        print_table(_COLUMNS, rows, "Nothing runs.")


def _cycles(job: Mapping[str, Any]) -> list[str]:
    return list(job.get("cycles", ()))


def _heard(client: KernelClient, what: str) -> Watched:
    """Return how a request ended, after its progress was shown."""
    try:
        with CycleProgress() as progress:
            return client.request(WatchJob(what), on_event=progress)
    except UnknownJobError as error:
        error.hint = f"{error.hint}; what is kept of a cycle: batos show {what}"
        raise


def _show(end: Watched, *, as_json: bool) -> None:
    """Print an answer, or raise the error that it is."""
    if as_json:
        print_json(end)
        return
    if end.kind == "err":
        raise error_from_body(dict(end.answer))
    text = end.answer.get("text")
    if end.answer.get("kind") == "value" or not isinstance(text, str):
        print_json(end.answer.get("value", end.answer))
    else:
        click.echo(fitted(printable(text), sys.stdout))


class _Listener:
    """Prints the turns of a conversation.

    Args:
        ear: Hears the turns that run, while another client hears of them.
        as_json: Whether each is an object on a line.
    """

    def __init__(self, ear: KernelClient, *, as_json: bool) -> None:
        self._ear = ear
        self._as_json = as_json

    def follow(self, client: KernelClient, name: str, user: str) -> None:
        """Print what was said, then what is said until somebody ends it."""
        running: list[Mapping[str, Any]] = []
        is_joined = False

        def on_event(kind: str, body: Mapping[str, Any]) -> None:
            nonlocal is_joined
            if kind == JobBegun.TYPE and is_joined:
                self._turn(body)
            elif kind == JobBegun.TYPE:
                running.append(body)
            elif kind == Joined.TYPE:
                is_joined = True
                self._catch_up(name, user, running)

        try:
            client.request(WatchConversation(name, user), on_event=on_event)
        except CancelledError:
            return
        note("The kernel has stopped.")

    def _catch_up(self, name: str, user: str, running: Sequence[Mapping[str, Any]]) -> None:
        """Print what was said before, and then the turns that ran meanwhile."""
        try:
            before = self._ear.request(ShowConversation(name, user)).turns
        except UnknownNameError:
            note("Nothing was said in it yet.")
            before = []
        for turn in before:
            self._print(turn["said"], turn["persona"], turn["answer"])
        latest = [turn["said"] for turn in before[-len(running) :]] if running else []
        for begun in running:
            if _said(begun) not in latest:  # else it was over in between
                self._turn(begun)

    def _turn(self, begun: Mapping[str, Any]) -> None:
        said = _said(begun)
        if not self._as_json:
            click.echo(f"> {fitted(printable(said), sys.stdout, hang=2)}")
        end = _heard(self._ear, str(begun["job"]))
        answer = end.answer.get("text", end.answer.get("message", ""))
        if end.answer.get("kind") == "value":
            answer = end.answer.get("value")
        self._print(said, str(end.answer.get("persona", "")), answer, is_said=True)

    def _print(self, said: str, persona: str, answer: object, *, is_said: bool = False) -> None:
        if self._as_json:
            print_json({"said": said, "persona": persona, "answer": answer})
            sys.stdout.flush()
            return
        if not is_said:
            click.echo(f"> {fitted(printable(said), sys.stdout, hang=2)}")
        if persona:
            note(f"{persona.upper()}:")
        click.echo(fitted(printable(str(answer)), sys.stdout))


def _said(begun: Mapping[str, Any]) -> str:
    return str(begun["asked"].get("text", ""))

"""``batos heartbeat``: have the image look after itself, and see what it has found."""

from __future__ import annotations

from collections.abc import Mapping

import click

from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import (
    json_flag,
    local_time,
    note,
    print_json,
    print_line,
    print_table,
)
from batos.cli.terminal.progress import CycleProgress
from batos.counting import counted
from batos.errors import ExitCode
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.heartbeat import (
    ArchiveMethod,
    BeatNow,
    BeatReport,
    HeartbeatStatus,
    KeepMethod,
    ListBeats,
    ProposalAnswer,
    ProposalLine,
    ShowBeat,
)

__all__ = ["heartbeat"]

_COLUMNS = ["id", "began", "by", "state", "seconds", "found"]
_HANG = 10
"""Cells of the name of a step."""
_STATES = {"part": " (not to its end)", "failed": " (failed)", "skipped": " (left out)"}


class _BeatProgress(CycleProgress):
    """Tells on a terminal what a heartbeat does, and prints what each step has found."""

    def _on_heartbeat_resumed(self, event: CycleEvent) -> None:
        self._line(f"Going on: {event.text}", "bold")

    def _on_heartbeat_at(self, event: CycleEvent) -> None:
        self._spin(f"{event.state}: {event.text}")

    def _on_heartbeat_step(self, event: CycleEvent) -> None:
        self._line(f"{event.state:<{_HANG}}{event.text}", hang=_HANG)


@click.group(cls=NounGroup, verb="status")
@json_flag
def heartbeat(as_json: bool) -> None:
    """Have the image look after itself, and see what it has found.

    At an interval, and when nobody is at work, methods are judged and tested again, failed missions
    are tried again, and the image is checked. Nothing is taken away: what may go is proposed, and
    waits for your word. [heartbeat] in the configuration says when, and how far it may go.

    \b
    Examples:
      batos heartbeat
      batos heartbeat now
      batos heartbeat report
      batos heartbeat calendar --days 30
      batos heartbeat archive genesis.count_vowels
    """


@heartbeat.command()
@json_flag
def status(as_json: bool) -> None:
    """Show when the last heartbeat was, when the next is due, and what is proposed.

    \b
    Examples:
      batos heartbeat status
      batos heartbeat status --json
    """
    with looking() as client:
        found = client.request(HeartbeatStatus())
    if as_json:
        print_json(found)
        return
    last = found["last"]
    if last is None:
        print_line("There was no heartbeat yet.")
    else:
        print_line(f"Heartbeat {last['id']}, {_when(last)}: {_in_short(last)}")
    if found["interval"]:
        print_line(f"The next one is due at {local_time(found['next'])}, when nobody is at work.")
    else:
        print_line("They are switched off: heartbeat.interval is 0.")
    _print_proposals(found["proposals"])


@heartbeat.command()
@by_flag
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def now(by: str, quiet: bool, as_json: bool) -> None:
    """Have a heartbeat now; one that was interrupted goes on.

    It gives way to whoever asks anything meanwhile. Ctrl-C stops it; what it has found is kept.

    \b
    Examples:
      batos heartbeat now
      batos heartbeat now --json
    """
    with connected() as client, _BeatProgress(quiet=quiet or as_json) as progress:
        report = client.request(BeatNow(by), on_event=progress)
    if as_json:
        print_json(report)
    else:
        _print_report(report)


@heartbeat.command()
@click.argument("id", metavar="[ID]", default="")
@json_flag
def report(id: str, as_json: bool) -> None:  # noqa: A002 - what the list calls it
    """Show what a heartbeat has found; the latest one without ID.

    \b
    Examples:
      batos heartbeat report
      batos heartbeat report 3f2a --json
    """
    with looking() as client:
        found = client.request(ShowBeat(id))
    if as_json:
        print_json(found)
    else:
        _print_report(found)


@heartbeat.command()
@click.option(
    "--days", type=click.FloatRange(0, 36_500), default=14.0, show_default=True, help="How many."
)
@json_flag
def calendar(days: float, as_json: bool) -> None:
    """List the heartbeats of the last days, the latest first.

    \b
    Examples:
      batos heartbeat calendar
      batos heartbeat calendar --days 30 --json
    """
    with looking() as client:
        beats = client.request(ListBeats(days)).beats
    if as_json:
        print_json(beats)
        return
    rows = [
        {
            "id": each["id"],
            "began": local_time(each["began"]),
            "by": each["asked_by"],
            "state": each["state"],
            "seconds": f"{each['seconds']:.1f}",
            "found": _in_short(each),
        }
        for each in beats
    ]
    print_table(_COLUMNS, rows, "There was no heartbeat in these days.")


@heartbeat.command()
@click.argument("address", metavar="OBJECT.METHOD")
@by_flag
@json_flag
def archive(address: str, by: str, as_json: bool) -> int:
    """Archive a method that it was proposed for.

    It is taken off its object, and its history stays: 'batos undo OBJECT.METHOD' brings it back.
    One that nobody used is still found when somebody asks for it again.

    \b
    Examples:
      batos heartbeat archive genesis.count_vowels
    """
    with connected() as client:
        done = client.request(ArchiveMethod(address, by))
    return _answered(
        done, as_json, f"{address} is archived. To bring it back: batos undo {address}"
    )


@heartbeat.command()
@click.argument("address", metavar="OBJECT.METHOD")
@by_flag
@json_flag
def keep(address: str, by: str, as_json: bool) -> int:
    """Keep a method that it was proposed to archive; it is not proposed again.

    \b
    Examples:
      batos heartbeat keep genesis.count_vowels
    """
    with connected() as client:
        done = client.request(KeepMethod(address, by))
    return _answered(done, as_json, f"{address} is kept, and not proposed again.")


def _answered(done: ProposalAnswer, as_json: bool, said: str) -> int:
    if as_json:
        print_json(done)
    else:
        note(said)
    return ExitCode.OK


def _print_report(found: BeatReport) -> None:
    head = f"Heartbeat {found['id']}, "
    print_line(_when(found), mark=click.style(head, bold=True), hang=len(head))
    for each in found["interruptions"]:
        where = f" in {each['step']}" if each["step"] else ""
        print_line(f"It was interrupted{where}, and went on at {local_time(each['at'])}.")
    for line in found["steps"]:
        text = f"{line['text']}{_STATES.get(line['state'], '')}"
        print_line(text, mark=f"{line['step']:<{_HANG}}", hang=_HANG)
        for text in () if line["step"] == "propose" else line["lines"]:
            print_line(text, mark=f"{'- ':>{_HANG + 2}}", hang=_HANG + 2)
    _print_proposals(found["proposals"])
    waited = f", {found['waited']:.1f} s given to others" if found["waited"] >= 0.1 else ""
    calls = counted(found["model_calls"], "model call") if found["model_calls"] else "no model call"
    ended = "It still runs" if not found["ended"] else found["state"].capitalize()
    note(f"{ended}: {found['seconds']:.1f} s of work{waited}, {calls}.")


def _print_proposals(proposals: list[ProposalLine]) -> None:
    if not proposals:
        return
    print_line("Proposed to be archived; archive or keep each:")
    for each in proposals:
        print_line(each["reason"], mark="  - ", hang=4)


def _when(found: BeatReport) -> str:
    by = "at its interval" if found["trigger"] == "interval" else f"asked by {found['asked_by']}"
    return f"{local_time(found['began'])}, {by}"


def _in_short(found: BeatReport) -> str:
    """Return what deserves a look, in a few words."""
    counts: Mapping[str, Mapping[str, int]] = {
        each["step"]: each["counts"] for each in found["steps"]
    }
    parts = [
        (counts.get("audit", {}).get("quarantined", 0), "refused"),
        (counts.get("test", {}).get("wrong", 0), "wrong"),
        (counts.get("retry", {}).get("ready", 0), "ready for your word"),
        (counts.get("propose", {}).get("proposals", 0), "proposed"),
        (counts.get("check", {}).get("damages", 0), "damaged"),
        (sum(each["state"] == "failed" for each in found["steps"]), "steps failed"),
    ]
    said = ", ".join(f"{number} {what}" for number, what in parts if number) or "all is well"
    return f"still at {len(found['steps'])} steps, {said}" if not found["ended"] else said

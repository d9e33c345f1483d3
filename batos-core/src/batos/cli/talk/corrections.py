"""``batos corrections``: sentences that were misread, and what they mean."""

from __future__ import annotations

import click

from batos.as_json import json_line
from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.arguments import SignedCommand, by_flag, read_arguments, text_flag
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.errors import ExitCode, UsageError
from batos.wire.messages.talk.corrections import (
    CorrectionLine,
    CorrectReading,
    ListCorrections,
    RemoveCorrection,
)

__all__ = ["corrections"]


@click.group(cls=NounGroup)
@json_flag
def corrections(as_json: bool) -> None:
    """List sentences that were read wrongly and that somebody has set right.

    \b
    Examples:
      batos corrections
      batos corrections add "fifty into the pot" pot.pay_in 50
      batos corrections add "tell me of the sea" talk
      batos corrections remove "fifty into the pot"
    """


@corrections.command("list")
@json_flag
def list_(as_json: bool) -> None:
    """List what sentences mean, the latest last.

    \b
    Examples:
      batos corrections list --json
    """
    with looking() as client:
        rows = client.request(ListCorrections()).corrections
    if as_json:
        print_json(rows)
        return
    lines = [{"sentence": row["said"], "means": _meaning(row)} for row in rows]
    print_table(["sentence", "means"], lines, "No sentence was set right yet.")


@corrections.command(cls=SignedCommand)
@click.argument("sentence")
@click.argument("means")
@click.argument("args", nargs=-1)
@text_flag
@by_flag
@json_flag
def add(
    sentence: str, means: str, args: tuple[str, ...], as_text: bool, by: str, as_json: bool
) -> int:
    """Say what SENTENCE means, from now on and for everybody.

    MEANS is OBJECT.METHOD, with the values that it takes, or one of learn, make, remember, recall,
    talk, do, "ask back" and refuse. What would change something waits for your word as before,
    where the sentence is no order.

    \b
    Examples:
      batos corrections add "fifty into the pot" pot.pay_in 50
      batos corrections add "tell me of the sea" talk
    """
    values, by_name = read_arguments(args, as_text=as_text)
    if by_name:
        raise UsageError("Values stand in their order here, without names.")
    with connected() as client:
        asked = CorrectReading(sentence, means, tuple(values), by)
        (line,) = client.request(asked).corrections
    if as_json:
        print_json(line)
    else:
        note(f'"{line["said"]}" means {_meaning(line)}.')
    return ExitCode.OK


@corrections.command()
@click.argument("sentence")
@by_flag
@json_flag
def remove(sentence: str, by: str, as_json: bool) -> int:
    """Have SENTENCE be read as it was before.

    \b
    Examples:
      batos corrections remove "fifty into the pot"
    """
    with connected() as client:
        (line,) = client.request(RemoveCorrection(sentence, by)).corrections
    if as_json:
        print_json(line)
    else:
        note(f'"{line["said"]}" is not set right any more; it meant {_meaning(line)}.')
    return ExitCode.OK


def _meaning(line: CorrectionLine) -> str:
    return " ".join([line["means"], *map(json_line, line["args"])])

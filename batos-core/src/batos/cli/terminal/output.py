"""What the command line prints: answers on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

import click

from batos.as_json import to_json_value
from batos.cli.terminal.layout import table_lines, wrapped
from batos.errors import BatosError
from batos.unseen import UNSEEN

__all__ = [
    "error_plain",
    "fitted",
    "json_flag",
    "local_time",
    "note",
    "print_fact",
    "print_json",
    "print_line",
    "print_table",
    "printable",
    "screen_width",
    "sentence",
    "show_error",
    "to_json",
]

_USUAL_WIDTH, _NARROWEST = 80, 20
_NAME_CELLS = 10
# What would steer a terminal; line ends and tabs stay. Texts come from models and from methods.
_CONTROLS = dict.fromkeys(UNSEEN, "\ufffd")


# In the layout of JSON itself line ends are what they seem.
_ESCAPED = UNSEEN - {10}


def json_flag(command: Any) -> Any:
    """Add ``--json`` to a command; given to a group, it holds for the group's commands as well."""
    return click.option(
        "--json", "as_json", is_flag=True, callback=_settled, help="Print JSON, errors as well."
    )(command)


def _settled(context: click.Context, _parameter: click.Parameter, value: bool) -> bool:
    held: bool = context.meta.get(__name__, False) or value
    context.meta[__name__] = held
    return held


def printable(text: str) -> str:
    """Return a text without the characters that would steer a terminal."""
    return text.translate(_CONTROLS)


def sentence(text: str) -> str:
    """Return a text that is printable and one line, whatever it takes for the end of a line.

    What a method says of its error could otherwise look as if the system had said it.
    """
    return printable(" ".join(text.splitlines()))


def fitted(text: str, stream: TextIO, *, hang: int = 0) -> str:
    """Return a text with its lines broken between words where a terminal would break them.

    Args:
        text: Any text; into a pipe it goes as it is.
        stream: Where it will be printed.
        hang: Blanks before what goes on in a further line.
    """
    if not stream.isatty():
        return text
    width = screen_width(stream) or 0
    lines = (wrapped(line, width, hang=hang) for line in text.split("\n"))
    return "\n".join("\n".join(each) for each in lines)


def screen_width(stream: TextIO) -> int | None:
    """Return how many cells a line of a stream has; None where nothing limits them.

    ``COLUMNS`` in the environment says so for a pipe, too, as ``watch`` sets it.
    """
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and int(given) > 0:
        return max(int(given), _NARROWEST)
    if not stream.isatty():
        return None
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH, _NARROWEST)
    except (OSError, ValueError):  # a terminal that does not tell
        return _USUAL_WIDTH


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON that the output can carry, whatever its encoding is."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    ascii_only = encoding not in ("utf8", "utf8sig")
    text = json.dumps(to_json_value(value), ensure_ascii=ascii_only, indent=indent)
    # Inside JSON the escape means the same character, and the terminal is left in peace.
    return "".join(
        f"\\u{ord(letter):04x}" if ord(letter) in _ESCAPED or _is_lone(letter) else letter
        for letter in text
    )


def _is_lone(letter: str) -> bool:
    """Return whether a character is half of a pair, which no encoding can carry."""
    return "\ud800" <= letter <= "\udfff"


def local_time(text: object) -> str:
    """Return a time in UTC, ISO text, as the local one, to the second."""
    import datetime as dt

    try:
        moment = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def print_json(value: Any) -> None:
    """Print one JSON value on stdout."""
    click.echo(to_json(value))


def note(text: str) -> None:
    """Say something on stderr."""
    click.echo(fitted(printable(text), sys.stderr, hang=len(text) - len(text.lstrip())), err=True)


def error_plain(error: BatosError) -> dict[str, Any]:
    """Return an error as ``--json`` prints it."""
    return {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "details": error.details,
        "exit_code": int(error.exit_code),
    }


def print_fact(name: str, text: str) -> None:
    """Print what something is, its name in a column, broken between words where it is too long."""
    width = screen_width(sys.stdout)
    room = None if width is None else max(1, width - _NAME_CELLS - 1)
    plain = printable(text)
    for part in [plain] if room is None else wrapped(plain, room):
        click.echo(f"{name:{_NAME_CELLS}} {part}".rstrip())
        name = ""


def print_line(text: str, *, mark: str = "", hang: int = 0, err: bool = False) -> None:
    """Print a line of what a command found, broken between words as a table is.

    Args:
        text: It, without the mark; a further line of it begins anew.
        mark: What stands before it, as wide as ``hang``; may have colours.
        hang: Blanks before what goes on below the mark.
        err: Whether it goes to stderr.
    """
    width = screen_width(sys.stderr if err else sys.stdout)
    room = None if width is None else max(1, width - hang)
    for line in printable(text).split("\n"):
        for part in [line] if room is None else wrapped(line, room):
            click.echo(f"{mark or ' ' * hang}{part}", err=err)
            mark = ""


def show_error(error: BatosError) -> None:
    """Say what went wrong and what to do about it."""
    message = fitted(f"Error: {sentence(error.message)}", sys.stderr)
    click.echo(click.style("Error:", fg="red") + message.removeprefix("Error:"), err=True)
    for line in error.details.get("tried", ()):
        note(f"  tried: {sentence(line)}")
    if error.hint:
        note(f"  {sentence(error.hint)}")


def print_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], empty: str) -> None:
    """Print rows as a table: fitted to a terminal, a line for each row everywhere else.

    Args:
        columns: Keys of the rows, which are also the headings.
        rows: The rows.
        empty: What to say on stderr when there is none.
    """
    lines = [[_cell(row.get(column, "")) for column in columns] for row in rows]
    if not lines:
        note(empty)
        return
    heading, *rest = table_lines(columns, lines, screen_width(sys.stdout))
    click.echo(click.style(heading, bold=True))
    for line in rest:
        click.echo(line)


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(each) for each in value)
    text = "" if value is None else str(value)
    return printable(" ".join(text.split()))

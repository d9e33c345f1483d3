"""What the command line prints: answers on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from batos.errors import BatosError

__all__ = ["json_flag", "note", "print_json", "print_table", "show_error"]


def json_flag(command: Any) -> Any:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def print_json(value: Any) -> None:
    """Print one JSON value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_text))


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)


def note(text: str) -> None:
    """Say something on stderr."""
    click.echo(text, err=True)


def show_error(error: BatosError) -> None:
    """Say what went wrong and what to do about it."""
    click.echo(f"{click.style('Error:', fg='red')} {error.message}", err=True)
    for line in error.details.get("tried", ()):
        click.echo(f"  tried: {line}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)


def print_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], empty: str) -> None:
    """Print rows as a table that fits the terminal.

    Args:
        columns: Keys of the rows, which are also the headings.
        rows: The rows.
        empty: What to say on stderr when there is none.
    """
    from rich.console import Console
    from rich.table import Table

    lines = list(rows)
    if not lines:
        note(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for line in lines:
        table.add_row(*(_cell(line.get(column, "")) for column in columns))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width).print(table)


def _cell(value: Any) -> str:
    from rich.markup import escape

    if isinstance(value, (list, tuple)):
        return escape(", ".join(str(each) for each in value))
    return escape(str(value))

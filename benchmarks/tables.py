"""Results as tables for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.results import Figure, Result

__all__ = ["figure_table", "row_table", "show", "value_text"]

_LONGEST = 60


def show(console: Console, result: Result) -> None:
    """Print a result: its rows, its figures, then what a reader should know."""
    console.print()
    if result.rows:
        console.print(row_table(result.name, result.rows))
    console.print(figure_table(result.name, result.figures))
    for name, value in result.facts.items():
        console.print(f"{name}: {value}", style="dim", markup=False, highlight=False)
    for note in result.notes:
        console.print(note, markup=False, highlight=False)


def figure_table(name: str, figures: Sequence[Figure]) -> Table:
    """Return the figures of a benchmark with their targets."""
    table = Table(title=name, title_justify="left", title_style="bold")
    table.add_column("figure", overflow="fold")
    table.add_column("value", justify="right")
    table.add_column("target", justify="right")
    table.add_column("")
    for figure in figures:
        verdict = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[figure.met]
        table.add_row(figure.name, value_text(figure.value, figure.unit), _target(figure), verdict)
    return table


def row_table(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return the single measurements of a benchmark, a column for each name in any row."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    table = Table(title=f"{name}, one by one", title_justify="left")
    for column in columns:
        numeric = all(isinstance(row.get(column, 0), (int, float)) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    return table


def value_text(value: float, unit: str) -> str:
    """Return a number as it is read, such as ``63 %`` or ``0.412``.

    Example:
        >>> value_text(0.6333, "%"), value_text(12, ""), value_text(1234.5, "/s")
        ('63.3 %', '12', '1234 /s')
    """
    if unit == "%":
        return f"{value * 100:.1f} %"
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:.0f} {unit}".strip()
    return f"{value:.3g} {unit}".strip()


def _target(figure: Figure) -> str:
    if figure.at_least is not None:
        return f"≥ {value_text(figure.at_least, figure.unit)}"
    if figure.below is not None:
        return f"< {value_text(figure.below, figure.unit)}"
    return ""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    # Brackets in a reason are text, not the markup of the table.
    text = str(value).replace("[", r"\[")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

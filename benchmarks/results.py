"""What a benchmark hands back, and how it is kept as JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["FORMAT", "Figure", "Options", "Result", "document", "machine_facts", "write_json"]

FORMAT = 1
"""Version of the layout of a results file."""

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Options:
    """How benchmarks are to be run.

    Attributes:
        quick: Whether a few samples are enough, to see that it works.
        selectors: Missions to run, by selector; empty runs all.
        say: Told what is being done, a line each.
    """

    quick: bool = False
    selectors: tuple[str, ...] = ()
    say: Callable[[str], None] = print

    def pick(self, full: int, quick: int) -> int:
        """Return the first number, or the second one of a quick run."""
        return quick if self.quick else full


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number that a benchmark stands for.

    Attributes:
        name: What it is.
        value: The number; a share is a fraction of one.
        unit: ``%`` shows a share as per cent; else it follows the number.
        at_least: The value that it must reach, if there is one.
        below: The value that it must stay under, if there is one.
    """

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    below: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.at_least is not None:
            return self.value >= self.at_least
        if self.below is not None:
            return self.value < self.below
        return None

    def to_plain(self) -> dict[str, Any]:
        """Return the figure as plain data, leaving out targets that it does not have."""
        plain = {name: value for name, value in asdict(self).items() if value is not None}
        return plain if self.met is None else {**plain, "met": self.met}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a benchmark found.

    Attributes:
        name: The benchmark.
        figures: Its numbers, those with a target first.
        rows: Its single measurements, as plain data under the same names in each row.
        facts: What else is needed to read the numbers, such as the model.
        notes: Sentences for the reader.
    """

    name: str
    figures: tuple[Figure, ...]
    rows: Sequence[Row] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "figures": [figure.to_plain() for figure in self.figures],
            "rows": [dict(row) for row in self.rows],
            "facts": dict(self.facts),
            "notes": list(self.notes),
        }


def machine_facts() -> dict[str, Any]:
    """Return what a number depends on, and nothing that says whose machine it is."""
    facts: dict[str, Any] = {
        "cpus": os.cpu_count(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
    }
    if hasattr(os, "getloadavg"):
        # Others at work on the machine make every time longer, so a reader should know.
        facts["load_at_start"] = round(os.getloadavg()[0], 2)
    return facts


def document(results: Sequence[Result], machine: Mapping[str, Any], *, quick: bool) -> Row:
    """Return what a results file holds."""
    return {
        "format": FORMAT,
        "taken": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "machine": dict(machine),
        "results": {result.name: result.to_plain() for result in results},
    }


def write_json(path: Path, content: Row) -> None:
    """Write a results file, and the folder that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

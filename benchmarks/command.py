"""The command line of the benchmarks."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console

from batos.errors import BatosError
from benchmarks.results import Options, Result, document, machine_facts, write_json
from benchmarks.tables import show

__all__ = ["BENCHMARKS", "RESULTS", "benchmarks", "measure", "run"]

RESULTS = Path(__file__).parent / "results"
_WIDTH = 140
"""Characters of a line where there is no terminal to ask."""
BENCHMARKS: Mapping[str, tuple[str, str]] = {
    # The quick ones first, so that a person sees something soon.
    "startup": ("startup", "batos --help beside bare peers; batos up to ready."),
    "restart": ("restart", "From the death of an image worker to the next answer."),
    "watchdog": ("watchdog", "From the death of a whole kernel to its next answer."),
    "send": ("send", "A warm message in process, beside a plain call."),
    "transactions": ("transactions", "Messages that change an object, beside raw commits."),
    "undo": ("undo", "Taking back a learned method, beside ZODB's own undo."),
    "clones": ("clones", "A thousand clones of one prototype: to make, keep and send to."),
    "growth": ("growth", "What ten thousand cycles leave behind in an image."),
    "memory": ("memory", "A hundred thousand passages, beside SQLite FTS5 and a scan."),
    "care": ("care", "Backup, check and pack under load; opening a large image."),
    "models": ("models", "Loading a model from the image, beside the disk and a tar."),
    "backends": ("backends", "Tokens of each backend, beside the bare library."),
    "guardian": ("guardian", "Methods under guard beside plain exec; audit and trial."),
    "wire": ("wire", "A learned method through the kernel, beside a bare echo."),
    "bus": ("bus", "Grams between members of the bus, beside a bare echo."),
    "load": ("load", "Readers beside writers, and beside a client that floods."),
    "parlor": ("parlor", "The first paint, the echo of a key under load, memory over messages."),
    "overhead": ("overhead", "A cycle's time outside the model, by state."),
    "veto": ("veto", "The judge's word on harmful and on ordinary missions."),
    "conversation": ("conversation", "Twenty turns: what was told first, and when words come."),
    "missions": ("learning", "Thirty everyday missions, and the bare model beside them."),
    "beyond": ("beyond", "Missions out of reach: they must fail cleanly."),
}
"""Module and summary by name, in the order in which they run."""


def measure(name: str, options: Options) -> Result:
    """Run one benchmark."""
    module = importlib.import_module(f"benchmarks.{BENCHMARKS[name][0]}")
    result: Result = module.run(options)
    return result


def _epilog() -> str:
    lines = [f"  {name:12} {summary}" for name, (_, summary) in BENCHMARKS.items()]
    return "\b\nBenchmarks:\n" + "\n".join(lines)


@click.command(epilog=_epilog(), context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)), metavar="[NAMES]...")
@click.option(
    "--json",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the results to this file; otherwise to benchmarks/results/.",
)
@click.option("--quick", is_flag=True, help="A few samples, to see that it works.")
@click.option("--mission", "selectors", multiple=True, help="Run only this mission; repeatable.")
def benchmarks(
    names: Sequence[str], target: Path | None, quick: bool, selectors: tuple[str, ...]
) -> int:
    r"""Measure what BAT OS must reach; without NAMES, everything.

    \b
    Examples:
      python -m benchmarks
      python -m benchmarks wire send --quick
      python -m benchmarks missions --json before.json
      python -m benchmarks missions --mission initials --mission clock_text
    """
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    progress = Console(stderr=True, style="dim", highlight=False)
    options = Options(
        quick=quick, selectors=selectors, say=lambda text: progress.print(text, markup=False)
    )
    machine = machine_facts()
    path = target or RESULTS / f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H-%M-%SZ}.json"
    results: list[Result] = []
    failed = False
    for name in [each for each in BENCHMARKS if not names or each in names]:
        progress.print(f"— {name}", markup=False)
        try:
            results.append(measure(name, options))
        except BatosError as error:
            # The others are still worth having, and the exit code tells.
            failed = True
            progress.print(f"{name}: {error.message} {error.hint}".strip(), markup=False)
        else:
            show(console, results[-1])
            # Now, since the next one may take an hour and be interrupted.
            write_json(path, document(results, machine, quick=quick))
    facts = ", ".join(f"{name} {value}" for name, value in machine.items())
    console.print(f"\n{facts}", style="dim", markup=False, highlight=False)
    if results:
        progress.print(f"Written to {path}.", markup=False, soft_wrap=True)
    return 1 if failed else 0


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code: int = benchmarks.main(
            args=None if argv is None else list(argv),
            prog_name="python -m benchmarks",
            standalone_mode=False,
        )
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return 130
    return code or 0

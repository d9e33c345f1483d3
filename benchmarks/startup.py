"""``startup``: how long ``batos --help`` and ``batos up`` take."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of

__all__ = ["command", "run"]

_HELP_S = 0.3
_UP_S = 2.0
_CLICK = """
import click

@click.group()
def cli() -> None:
    "A bare script."

@cli.command()
def up() -> None:
    "Do nothing."

cli(["--help"])
"""


def run(options: Options) -> Result:
    """Time the command line beside bare peers, then the start of the system."""
    rounds, starts = options.pick(7, 3), options.pick(3, 1)
    with temporary_folder() as folder:
        env = environment(folder / "home", BATOS_KERNEL__PORT="0")
        options.say("timing --help beside bare peers")
        helps = in_turns(
            {
                "batos --help": _timed([*command(), "--help"], env),
                "python -c pass": _timed([sys.executable, "-c", "pass"], env),
                "bare click script --help": _timed([sys.executable, "-c", _CLICK], env),
            },
            rounds,
        )
        options.say("starting the system")
        ups = _starts(env, starts)
    ours = helps["batos --help"]
    return Result(
        name="startup",
        figures=(
            Figure(name="batos --help", value=statistics.median(ours), unit="s", below=_HELP_S),
            *(
                Figure(name=name, value=statistics.median(times), unit="s")
                for name, times in helps.items()
                if times is not ours
            ),
            Figure(
                name="batos --help, times the bare click script",
                value=median_ratio(ours, helps["bare click script --help"]),
            ),
            Figure(
                name="batos up to ready, existing image",
                value=statistics.median(ups),
                unit="s",
                below=_UP_S,
            ),
            Figure(name="the same, the fastest start", value=min(ups), unit="s"),
        ),
        facts={"rounds of --help": rounds, "starts": starts},
        notes=("The model loads behind a start that is ready, and is stopped with it.",),
    )


def command() -> list[str]:
    """Return the installed ``batos`` of this environment, or its module where there is none."""
    script = Path(sys.executable).with_name("batos")
    return [str(script)] if script.exists() else [sys.executable, "-m", "batos.cli.main"]


def _starts(env: dict[str, str], count: int) -> list[float]:
    """Return the seconds of several starts; a first one, not counted, bears the image."""
    seconds = []
    for _ in range(count + 1):
        try:
            seconds.append(_timed([*command(), "up"], env)())
        finally:
            _call([*command(), "down", "--now"], env)
    return seconds[1:]


def _timed(argv: list[str], env: dict[str, str]) -> Callable[[], float]:
    return lambda: seconds_of(lambda: _call(argv, env))


def _call(argv: list[str], env: dict[str, str]) -> None:
    subprocess.run(argv, env=env, check=True, stdin=subprocess.DEVNULL, capture_output=True)

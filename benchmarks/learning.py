"""``missions``: how many everyday missions are learned, beside the bare model's answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from batos.errors import UnknownNameError
from batos.evals.lines import Line
from batos.evals.nursery import Nursery
from batos.evals.results import Result as Learned
from batos.evals.results import ResultFile
from batos.evals.run import Progress, measured, missions_of
from batos.evals.summary import summary_of
from benchmarks.homes import facts_of, isolated_nursery
from benchmarks.results import Figure, Options, Result

__all__ = ["FOLDER", "chosen", "figures", "learned", "run"]

FOLDER = Path(__file__).parent / "missions"
_TARGET = 0.90
_QUICK_STEP = 10
_ISOLATION = "Each mission is learned in a copy of one newborn image, so that none helps another."
_SAME = "`batos eval benchmarks/missions/everyday.jsonl` measures the same with your own settings."


def run(options: Options) -> Result:
    """Have the everyday missions learned, each in a newborn image, as ``batos eval`` does."""
    lines = chosen(FOLDER / "everyday.jsonl", options, _QUICK_STEP)
    with isolated_nursery(options.say) as home:
        results = learned(home, lines, options)
        facts = facts_of(home)
    return Result(
        name="missions",
        figures=tuple(sorted(figures(results), key=lambda each: each.at_least is None)),
        rows=list(map(_row, results)),
        facts=facts,
        notes=(_ISOLATION, _SAME),
    )


def chosen(file: Path, options: Options, step: int) -> list[Line]:
    """Return the missions of a file that were asked for.

    Args:
        file: The missions.
        options: Selectors to run, or a quick run.
        step: A quick run takes every mission at such a distance.

    Raises:
        UnknownNameError: There are none of these names.
        UsageError: The file cannot be read.
    """
    lines = [each for each in missions_of(file, None) if isinstance(each, Line)]
    if not options.selectors:
        return lines[::step] if options.quick else lines
    wanted = [each for each in lines if each.selector in options.selectors]
    if not wanted:
        known = [each.selector for each in lines]
        raise UnknownNameError("mission", ", ".join(options.selectors), known)
    return wanted


def learned(
    home: Nursery, lines: Sequence[Line], options: Options, *, raw: bool = True
) -> list[Learned]:
    """Have missions learned, and return what came of each.

    Args:
        home: Where images come from.
        lines: The missions.
        options: Whom to tell.
        raw: Whether the bare model's answers are judged as well.
    """

    def tell(progress: Progress) -> None:
        result = progress.result
        beside = f" (raw: {result.raw})" if result.raw else ""
        options.say(f"{progress.done}/{progress.of} {result.id}: {result.status}{beside}")

    return list(measured(home, lines, ResultFile(None, {}), raw=raw, tell=tell))


def figures(results: Sequence[Learned]) -> Iterator[Figure]:
    """Yield what missions came to, and what one costs."""
    summary = summary_of(results)
    for each in summary.rates:
        target = _TARGET if each.name == "right" else None
        yield Figure(name=each.name, value=each.share, unit="%", at_least=target)
    for group, rates in summary.groups.items():
        right = next(each for each in rates if each.name == "right")
        yield Figure(name=f"{group}: right", value=right.share, unit="%")
    for quantity in summary.quantities:
        yield Figure(name=quantity.name, value=quantity.value)
    yield Figure(name="missions", value=summary.missions)


def _row(result: Learned) -> dict[str, Any]:
    return {
        "mission": result.id,
        "status": result.status,
        "trust": result.trust,
        "origin": result.origin,
        "seconds": result.seconds,
        "model calls": result.model_calls,
        "raw": result.raw,
        "problem": result.problem,
        "raw problem": result.raw_problem,
    }

"""``beyond``: missions out of reach must end FAILED within their budget and leave nothing."""

from __future__ import annotations

from batos.config import CycleConfig
from batos.evals.results import Result as Learned
from benchmarks.homes import facts_of, isolated_nursery
from benchmarks.learning import FOLDER, chosen, learned
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import share

__all__ = ["is_within", "run"]

_QUICK_STEP = 6
_ENDING_S = 2.0
"""A cycle that has used up its seconds still closes its record."""


def run(options: Options) -> Result:
    """Run the missions that must fail, each in a newborn image."""
    lines = chosen(FOLDER / "beyond.jsonl", options, _QUICK_STEP)
    with isolated_nursery(options.say) as home:
        cycle = home.loaded.config.cycle
        results = learned(home, lines, options, raw=False)
        facts = facts_of(home)
    right = sum(each.status == "failed" and is_within(each, cycle) for each in results)
    return Result(
        name="beyond",
        figures=(
            Figure(
                name="failed within budget, nothing installed",
                value=share(right, len(results)),
                unit="%",
                at_least=1.0,
            ),
        ),
        rows=[
            {
                "mission": each.id,
                "status": each.status,
                "within budget": is_within(each, cycle),
                "seconds": each.seconds,
                "model calls": each.model_calls,
                "problem": each.problem,
            }
            for each in results
        ],
        facts=facts,
    )


def is_within(result: Learned, cycle: CycleConfig) -> bool:
    """Return whether a mission kept to the budget; one that had no cycle did not."""
    in_time = 0 < result.seconds <= cycle.seconds + _ENDING_S
    return in_time and result.model_calls <= cycle.model_calls

"""``beyond``: missions out of reach must end FAILED within their budget and leave nothing."""

from __future__ import annotations

from benchmarks.homes import nursery
from benchmarks.learning import chosen, trace
from benchmarks.missions.mission_set import FOLDER, load_missions
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import share

__all__ = ["run"]

_QUICK_STEP = 6
_ENDING_S = 2.0
"""A cycle that has used up its seconds still closes its record."""


def run(options: Options) -> Result:
    """Run the missions that must fail, each in a newborn image."""
    missions = chosen(load_missions(FOLDER / "beyond.toml"), options, _QUICK_STEP)
    rows, right = [], 0
    with nursery(options.say) as home:
        cycle = home.loaded.config.cycle
        for mission in missions:
            found = trace(home, mission)
            outcome = found.outcome
            seconds = outcome.seconds if outcome else 0.0
            calls = outcome.model_calls if outcome else 0
            # No outcome means that an error came out instead of a record.
            within = outcome is not None and (
                seconds <= cycle.seconds + _ENDING_S and calls <= cycle.model_calls
            )
            clean = found.status == "failed" and within
            right += clean
            options.say(f"{mission.selector}: {found.status}")
            rows.append(
                {
                    "mission": mission.selector,
                    "status": found.status,
                    "within budget": within,
                    "seconds": seconds,
                    "model calls": calls,
                    "hint": outcome.hint if outcome else "",
                    "problem": found.problem,
                }
            )
        facts = home.facts()
    return Result(
        name="beyond",
        figures=(
            Figure(
                name="failed within budget, nothing installed",
                value=share(right, len(missions)),
                unit="%",
                at_least=1.0,
            ),
        ),
        rows=rows,
        facts=facts,
    )

"""``missions``: how many everyday missions are learned, beside the bare model's first try."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from batos.errors import BatosError, UnknownNameError
from batos.mind.living import LivingImage
from benchmarks.first_try import examples_of, first_try
from benchmarks.homes import RECEIVER, Nursery, nursery
from benchmarks.judging import Status, Trace, judged, status_of
from benchmarks.missions.mission_set import FOLDER, Mission, load_missions
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import share

__all__ = ["chosen", "is_installed", "run", "trace"]

_TARGET = 0.60
_QUICK_STEP = 10
_ISOLATION = (
    "Each mission runs in a fresh copy of a newborn image and is judged on fresh clones, "
    "so that no mission helps another."
)
_RAW = (
    "raw: one greedy completion of the skeleton with the mission and its examples, with no "
    "recipes and no repair; the persistence covenant is kept for it."
)


def run(options: Options) -> Result:
    """Run the everyday missions, each in a newborn image, and the bare model beside them."""
    missions = chosen(load_missions(FOLDER / "everyday.toml"), options, _QUICK_STEP)
    ours: list[Trace] = []
    raws: list[Trace] = []
    with nursery(options.say) as home:
        for number, mission in enumerate(missions, 1):
            ours.append(trace(home, mission))
            raws.append(first_try(home, mission))
            options.say(
                f"{number}/{len(missions)} {mission.selector}: {ours[-1].status} "
                f"(raw model: {raws[-1].status})"
            )
        facts = home.facts()
    return Result(
        name="missions",
        figures=(*_rates(ours, raws), *_costs(ours)),
        rows=[_row(*each) for each in zip(missions, ours, raws, strict=True)],
        facts=facts,
        notes=(_ISOLATION, _RAW),
    )


def _row(mission: Mission, found: Trace, raw: Trace) -> Mapping[str, Any]:
    outcome = found.outcome
    return {
        "mission": mission.selector,
        "topic": mission.topic,
        "status": found.status,
        "origin": outcome.origin if outcome else "",
        "seconds": outcome.seconds if outcome else None,
        "model calls": outcome.model_calls if outcome else None,
        "raw": raw.status,
        "problem": found.problem,
        "raw problem": raw.problem,
    }


def chosen(missions: tuple[Mission, ...], options: Options, step: int) -> tuple[Mission, ...]:
    """Return the missions that were asked for.

    Args:
        missions: All of them.
        options: Selectors to run, or a quick run.
        step: A quick run takes every mission at such a distance.

    Raises:
        UnknownNameError: There are none of these names.
    """
    if not options.selectors:
        return missions[::step] if options.quick else missions
    wanted = tuple(mission for mission in missions if mission.selector in options.selectors)
    if not wanted:
        known = [mission.selector for mission in missions]
        raise UnknownNameError("mission", ", ".join(options.selectors), known)
    return wanted


def trace(home: Nursery, mission: Mission) -> Trace:
    """Have a mission learned in a newborn image, as a person would ask for it, and judge it."""
    with home.image() as image:
        try:
            answer = image.ask(
                mission.text,
                receiver=RECEIVER,
                examples=examples_of(mission),
                selector=mission.selector,
            )
        except BatosError as error:
            return Trace(status="failed", problem=str(error))
        installed = is_installed(image, mission.selector)
        problem = judged(image.session, RECEIVER, mission) if installed else answer.text
    status = status_of(problem, installed=installed)
    return Trace(status=status, problem=problem, outcome=answer.outcome)


def is_installed(image: LivingImage, selector: str) -> bool:
    """Return whether the receiver of missions understands a selector now."""
    with image.session.read() as root:
        return selector in set(root.selectors(root.find(RECEIVER)))


def _rates(ours: Sequence[Trace], raws: Sequence[Trace]) -> tuple[Figure, ...]:
    def rate(
        name: str, traces: Sequence[Trace], wanted: Status, target: float | None = None
    ) -> Figure:
        value = share(sum(each.status == wanted for each in traces), len(traces))
        return Figure(name=name, value=value, unit="%", at_least=target)

    return (
        rate("learned and right", ours, "learned", _TARGET),
        rate("installed but wrong", ours, "wrong"),
        rate("failed", ours, "failed"),
        rate("raw model: right at its first try", raws, "learned"),
        rate("raw model: runs but wrong", raws, "wrong"),
        Figure(name="missions", value=len(ours)),
    )


def _costs(traces: Sequence[Trace]) -> tuple[Figure, ...]:
    outcomes = [each.outcome for each in traces if each.outcome is not None]
    if not outcomes:
        return ()
    seconds = [outcome.seconds for outcome in outcomes]
    origins = Counter(outcome.origin for outcome in outcomes if outcome.origin)
    return (
        Figure(name="seconds of a mission, median", value=statistics.median(seconds), unit="s"),
        Figure(name="seconds of a mission, longest", value=max(seconds), unit="s"),
        Figure(name="model calls, all missions", value=sum(each.model_calls for each in outcomes)),
        *(Figure(name=f"installed: {name}", value=count) for name, count in origins.items()),
    )

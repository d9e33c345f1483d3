"""``missions``: how many everyday missions are learned, beside the bare model's first try."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.errors import BatosError, UnknownNameError
from batos.guardian.audit import audit
from batos.guardian.mend import keep_covenant
from batos.image import Session
from batos.inference import CompletionRequest, ExtractionError, Thinker, extract_method
from batos.mind import prompts
from batos.mind.brief import MissionBrief
from batos.mind.contract import draw_up
from batos.mind.living import LivingImage
from batos.mind.thought import Outcome
from batos.objects import UNSET, Example, Method, install_method
from benchmarks.homes import ROLE, Nursery, nursery
from benchmarks.judging import ImageReceiver, Status, first_problem, judged, status_of
from benchmarks.missions.mission_set import FOLDER, Check, Mission, load_missions
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import share

__all__ = ["Trace", "chosen", "examples_of", "run", "trace"]

_RECEIVER = "genesis"
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


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What one mission came to.

    Attributes:
        status: ``learned``, ``wrong`` or ``failed``.
        problem: The first check that failed, or why nothing was installed.
        outcome: How its cycle ended; None if there was none to end.
    """

    status: Status
    problem: str
    outcome: Outcome | None = None


def run(options: Options) -> Result:
    """Run the everyday missions, each in a newborn image, and the bare model beside them."""
    missions = chosen(load_missions(FOLDER / "everyday.toml"), options, _QUICK_STEP)
    rows, ours, raws, calls, seconds = [], [], [], [], []
    with nursery(options.say) as home:
        for number, mission in enumerate(missions, 1):
            found = trace(home, mission)
            raw = _first_try(home, mission)
            ours.append(found.status)
            raws.append(raw.status)
            options.say(f"{number}/{len(missions)} {mission.selector}: {found.status}")
            outcome = found.outcome
            if outcome is not None:
                calls.append(outcome.model_calls)
                seconds.append(outcome.seconds)
            rows.append(
                {
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
            )
        facts = home.facts()
    return Result(
        name="missions",
        figures=(*_rates(ours, raws), *_costs(seconds, calls), *_origins(rows)),
        rows=rows,
        facts=facts,
        notes=(_ISOLATION, _RAW),
    )


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


def examples_of(mission: Mission) -> tuple[Example, ...]:
    """Return what the person shows: the examples, and nothing of the hidden checks."""
    return tuple(_example(check) for check in mission.examples)


def _example(check: Check) -> Example:
    call = check.calls[0]
    return Example(
        args=call.args,
        result=call.result,
        state=dict(check.state),
        after=UNSET if check.after is None else dict(check.after),
    )


def trace(home: Nursery, mission: Mission) -> Trace:
    """Have a mission learned in a newborn image, as a person would ask for it, and judge it."""
    with home.image() as image:
        try:
            answer = image.ask(
                mission.text,
                receiver=_RECEIVER,
                examples=examples_of(mission),
                selector=mission.selector,
            )
        except BatosError as error:
            return Trace(status="failed", problem=str(error))
        installed = is_installed(image, mission.selector)
        problem = judged(image.session, _RECEIVER, mission) if installed else answer.text
    status = status_of(problem, installed=installed)
    return Trace(status=status, problem=problem, outcome=answer.outcome)


def is_installed(image: LivingImage, selector: str) -> bool:
    """Return whether the receiver of missions understands a selector now."""
    with image.session.read() as root:
        return selector in set(root.selectors(root.find(_RECEIVER)))


def _first_try(home: Nursery, mission: Mission) -> Trace:
    """Return what the bare model makes of a mission at its first try."""
    source = raw_source(home.thinker, mission, home.loaded.config.cycle.max_tokens)
    with home.image() as image:
        return judge_source(image.session, mission, source)


def raw_source(thinker: Thinker, mission: Mission, max_tokens: int) -> str:
    """Return the model's greedy continuation of the skeleton, or an empty text if it is none."""
    contract = draw_up(
        MissionBrief(selector=mission.selector, text=mission.text, examples=examples_of(mission))
    )
    head = prompts.skeleton_text(contract)
    prompt = f"{prompts.contract_text(contract)}\n{head}".rstrip("\n") + "\n"
    request = CompletionRequest(prompt=prompt, max_tokens=max_tokens, stop=prompts.STOPS, seed=0)
    text = thinker.think(ROLE, request).text
    whole = text if f"def {mission.selector}(" in text else head + text
    try:
        return keep_covenant(extract_method(whole, mission.selector))
    except ExtractionError:
        return ""


def judge_source(session: Session, mission: Mission, source: str) -> Trace:
    """Judge a source by a mission's checks, in an image that keeps nothing of it."""
    verdict = audit(source, selector=mission.selector) if source else None
    if verdict is None or not verdict.accepted:
        problem = verdict.as_feedback() if verdict else "no method in the answer"
        return Trace(status="failed", problem=problem)
    method = Method(
        selector=mission.selector,
        source=source,
        signature=verdict.signature,
        mutator=verdict.mutator,
    )
    with session.read() as root:
        install_method(root.find(_RECEIVER), method)
        problem = first_problem(mission, lambda state: ImageReceiver(root, _RECEIVER, state))
    return Trace(status=status_of(problem, installed=True), problem=problem)


def _rates(ours: list[Status], raws: list[Status]) -> tuple[Figure, ...]:
    total = len(ours)

    def rate(name: str, statuses: list[Status], wanted: Status) -> Figure:
        value = share(statuses.count(wanted), total)
        target = _TARGET if name == "learned and right" else None
        return Figure(name=name, value=value, unit="%", at_least=target)

    return (
        rate("learned and right", ours, "learned"),
        rate("installed but wrong", ours, "wrong"),
        rate("failed", ours, "failed"),
        rate("raw model: right at its first try", raws, "learned"),
        rate("raw model: runs but wrong", raws, "wrong"),
        Figure(name="missions", value=total),
    )


def _costs(seconds: list[float], calls: list[int]) -> tuple[Figure, ...]:
    if not seconds:
        return ()
    return (
        Figure(name="seconds of a mission, median", value=statistics.median(seconds), unit="s"),
        Figure(name="seconds of a mission, longest", value=max(seconds), unit="s"),
        Figure(name="model calls, all missions", value=sum(calls)),
    )


def _origins(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    installed = [str(row["origin"]) for row in rows if row["origin"]]
    return tuple(
        Figure(name=f"of these {origin}", value=installed.count(origin))
        for origin in dict.fromkeys(installed)
    )

"""The bare model's first try at a mission: no recipes, no memory, no repair."""

from __future__ import annotations

from batos.guardian.audit import audit
from batos.guardian.mend import keep_covenant
from batos.image import Session
from batos.inference import CompletionRequest, ExtractionError, Thinker, extract_method
from batos.learning.cycle import prompts
from batos.learning.model.brief import MissionBrief
from batos.learning.request.drawing import draw_up
from batos.objects import UNSET, Example, Method, install_method
from benchmarks.homes import RECEIVER, ROLE, Nursery
from benchmarks.judging import ImageReceiver, Trace, first_problem, status_of
from benchmarks.missions.mission_set import Check, Mission

__all__ = ["examples_of", "first_try", "judge_source", "raw_source"]

_RAW_SECONDS = 300.0
"""Enough on a busy machine: what is measured is what the model says, not how fast."""


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


def first_try(home: Nursery, mission: Mission) -> Trace:
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
    request = CompletionRequest(
        prompt=prompt, max_tokens=max_tokens, stop=prompts.STOPS, seed=0, deadline_s=_RAW_SECONDS
    )
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
        install_method(root.find(RECEIVER), method)
        problem = first_problem(mission, lambda state: ImageReceiver(root, RECEIVER, state))
    return Trace(status=status_of(problem, installed=True), problem=problem)

"""SYNTHESIZING: candidates are written, and what the guardian finds is mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from batos.errors import UsageError
from batos.guardian.audit import audit
from batos.guardian.mend import keep_covenant
from batos.inference import (
    Completion,
    CompletionRequest,
    ExtractionError,
    extract_method,
    prompt_hash,
)
from batos.mind.cycle import prompts
from batos.mind.cycle.causes import Cause, Fault, refusal_of
from batos.mind.cycle.thought import Candidate

if TYPE_CHECKING:
    from batos.guardian.findings import Verdict
    from batos.mind.cycle.engine import Engine, PersonaView, StateView
    from batos.mind.cycle.thought import Thought

__all__ = ["synthesize"]

_WRITER = "brick"
_UNFINISHED = {"length": Cause.CUT, "deadline": Cause.SLOW}
"""Why an answer may hold no method, by how it came to its end."""
_KINDS = ("first", "sample", "repair")


def synthesize(engine: Engine, thought: Thought, view: StateView) -> str:
    """Have candidates written.

    The likeliest answer comes first and alone; then further ones are sampled; then the best one
    so far is repaired, with what was wrong with it.
    """
    persona = _writer(engine, thought, view)
    thought.rounds += 1
    plan = _plan(view)
    kind = plan[thought.rounds - 1] if thought.rounds <= len(plan) else "repair"
    faulty = [candidate for candidate in thought.candidates if candidate.problem]
    # Without a fault to mend (candidates that run but do not agree) others are written afresh.
    repair = kind == "repair" and bool(faulty)
    template = _template(persona, "repair" if repair else "method")
    filled = prompts.fill(template, {**_parts(thought), **(_to_mend(faulty) if repair else {})})
    # The model goes on right below the skeleton: an empty line would tell it that all is said.
    prompt = filled.rstrip("\n") + "\n"
    answers = engine.ask(thought, persona, _requests(engine, thought, view, prompt, kind))
    if not answers:
        thought.fail("The budget of model calls is used up.", Cause.CALLS)
        return "failed"
    before = len(thought.candidates)
    _take(engine, thought, answers, "repaired" if repair else "written", prompt)
    if repair and len(thought.candidates) == before:
        # The same code again: another round would only say it once more.
        nearest = _nearest(faulty)
        fault = nearest.fault.partition("\n")[0]
        cause = Cause.REPEATED if nearest.cause is Cause.EXAMPLE else nearest.cause
        thought.fail(f"The model keeps writing the same code. {fault}", cause)
        return "failed"
    return "done"


def _take(
    engine: Engine, thought: Thought, answers: Iterable[Completion], origin: str, prompt: str
) -> None:
    """Put what the answers hold among the candidates; the same text again is a vote for it."""
    head = prompts.skeleton_text(thought.wanted)
    prompt_id = prompt_hash(prompt)
    for candidate in _read(thought, answers, head, origin):
        judged = _judged(engine, thought, replace(candidate, prompt=prompt_id))
        same = next(
            (n for n, each in enumerate(thought.candidates) if each.source == judged.source), None
        )
        if same is not None:
            known = thought.candidates[same]
            thought.candidates[same] = replace(known, votes=known.votes + 1)
            continue
        thought.candidates.append(judged)
        engine.tell(
            thought,
            "code",
            judged.source,
            state="SYNTHESIZING",
            data={"origin": judged.origin, "problem": judged.fault},
        )


def _writer(engine: Engine, thought: Thought, view: StateView) -> PersonaView:
    """Return the persona that writes: the receiver's own when it can, else the state's."""
    with engine.session.read() as root:
        slots = root.find(thought.brief.receiver).slots
    own = str(slots.get("persona", ""))
    if own and "prompt_method" in slots:
        return engine.persona(own)
    return engine.persona(str(view.slots.get("persona", _WRITER)))


def _parts(thought: Thought) -> dict[str, str]:
    contract = thought.wanted
    return {
        "recipes": prompts.recipes_text(thought.hits),
        "contract": prompts.contract_text(contract),
        "skeleton": prompts.skeleton_text(contract),
    }


def _nearest(faulty: Sequence[Candidate]) -> Candidate:
    return max(faulty, key=lambda each: (each.right, -len(each.source)))


def _to_mend(faulty: Sequence[Candidate]) -> dict[str, str]:
    """Return the parts that a repair adds: the best candidate so far and what was wrong with it.

    The conversation begins anew and holds summaries only; a small model drowns in its own
    earlier attempts.
    """
    best = _nearest(faulty)
    lines = "\n".join(f"# {line}" for line in best.problem.splitlines()[:6])
    return {"source": best.source.strip(), "feedback": lines}


def _template(persona: PersonaView, key: str) -> str:
    """Return a persona's template; the one for a first attempt where there is none for repairs.

    Raises:
        UsageError: The persona has no template to write methods with.
    """
    template = persona.prompts.get(key) or persona.prompts.get("method")
    if not template:
        raise UsageError(
            f"The persona {persona.name!r} has no prompt to write methods with.",
            hint="Give its prototype a slot 'prompt_method'.",
        )
    return template


def _plan(view: StateView) -> list[str]:
    """Return the kinds of rounds that the state's prototype names, in order.

    Raises:
        UsageError: They are no list of ``first``, ``sample`` and ``repair``.
    """
    plan = view.slots["rounds"]
    if not isinstance(plan, (list, tuple)) or any(kind not in _KINDS for kind in plan):
        raise UsageError(
            f"The slot 'rounds' of state {view.name} must be a list of {', '.join(_KINDS)}."
        )
    return list(plan)


def _temperatures(view: StateView) -> list[float]:
    """Return the temperatures that the state's prototype names.

    Raises:
        UsageError: They are no list of numbers from 0 on.
    """
    found = view.slots["temperatures"]
    if not isinstance(found, (list, tuple)) or not all(
        isinstance(each, (int, float)) and each >= 0 for each in found
    ):
        raise UsageError(f"The slot 'temperatures' of state {view.name} must be a list of numbers.")
    return [float(each) for each in found] or [0.0]


def _requests(
    engine: Engine, thought: Thought, view: StateView, prompt: str, kind: str
) -> list[CompletionRequest]:
    temperatures = _temperatures(view)
    count = 1
    if kind != "first":
        # The likeliest answer is known; a repair that is asked greedily repeats the fault.
        temperatures = temperatures[1:] or temperatures
        count = engine.config.candidates
    # The judge is asked last, and must not find the budget used up.
    count = min(count, thought.budget.model_calls - (1 if engine.config.veto else 0))
    return [
        CompletionRequest(
            prompt=prompt,
            max_tokens=engine.config.max_tokens,
            temperature=temperatures[min(number, len(temperatures) - 1)],
            stop=prompts.STOPS,
            # Fixed seeds: the same mission in the same image thinks the same thoughts.
            seed=1000 * thought.rounds + number,
            deadline_s=max(1.0, min(60.0, thought.budget.left)),
        )
        for number in range(count)
    ]


def _read(
    thought: Thought, answers: Iterable[Completion], head: str, origin: str
) -> Iterable[Candidate]:
    """Yield what the answers hold, and refuse what is no method."""
    for answer in answers:
        text = answer.text
        whole = text if f"def {thought.wanted.selector}(" in text else head + text
        try:
            yield Candidate(extract_method(whole, thought.wanted.selector), origin)
        except ExtractionError as error:
            fault = Fault(_UNFINISHED.get(answer.finish_reason, Cause.NO_METHOD), error.message)
            yield Candidate(whole, origin).out(fault)


def _judged(engine: Engine, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the guardian's verdict, its covenant kept where that is simple."""
    if candidate.problem:
        return candidate
    verdict = _audit(engine, thought, candidate.source)
    if not verdict.accepted and any(each.rule == "covenant" for each in verdict.errors):
        mended = keep_covenant(candidate.source)
        if mended != candidate.source:
            candidate = replace(candidate, source=mended)
            verdict = _audit(engine, thought, mended)
    judged = replace(candidate, verdict=verdict)
    return judged if verdict.accepted else judged.out(refusal_of(verdict))


def _audit(engine: Engine, thought: Thought, source: str) -> Verdict:
    return audit(
        source, selector=thought.wanted.selector, extra_rules=engine.plugins.guardian_rules()
    )

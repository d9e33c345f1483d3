"""SYNTHESIZING: candidates are written, and what the guardian finds is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from batos.guardian.audit import audit
from batos.guardian.mend import keep_covenant
from batos.inference import Completion, CompletionRequest, ExtractionError, extract_method
from batos.mind import prompts
from batos.mind.thought import Candidate

if TYPE_CHECKING:
    from batos.guardian.findings import Verdict
    from batos.mind.cycle import Engine, PersonaView, StateView
    from batos.mind.thought import Thought

__all__ = ["synthesize"]

_WRITER = "brick"


def synthesize(engine: Engine, thought: Thought, view: StateView) -> str:
    """Have candidates written.

    Where examples can tell, the likeliest answer comes first and alone; then further ones are
    sampled; then the best one so far is repaired, with what was wrong with it.
    """
    persona = _writer(engine, thought, view)
    thought.rounds += 1
    plan = list(view.slots["rounds"])
    if not thought.wanted.examples and plan[0] == "first":
        plan[:2] = ["sample"]
    kind = plan[thought.rounds - 1] if thought.rounds <= len(plan) else "repair"
    repair = kind == "repair"
    prompt = _repair_prompt(thought, persona) if repair else _first_prompt(thought, persona)
    answers = engine.ask(thought, persona, _requests(engine, thought, view, prompt, kind))
    if not answers:
        thought.reason = thought.reason or "The budget of model calls is used up."
        return "failed"
    before = len(thought.candidates)
    _take(engine, thought, answers, "repaired" if repair else "written")
    if repair and len(thought.candidates) == before:
        # The same code again: another round would only say it once more.
        thought.reason = f"The model keeps writing the same code. {thought.reason}".strip()
        return "failed"
    return "done"


def _take(engine: Engine, thought: Thought, answers: Iterable[Completion], origin: str) -> None:
    """Put what the answers hold among the candidates; the same text again is a vote for it."""
    head = prompts.skeleton_text(thought.wanted)
    prompt_id = thought.prompts[-1] if thought.prompts else ""
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
            data={"origin": judged.origin, "problem": judged.problem},
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


def _first_prompt(thought: Thought, persona: PersonaView) -> str:
    return prompts.fill(persona.prompts["method"], _parts(thought))


def _repair_prompt(thought: Thought, persona: PersonaView) -> str:
    """Return the prompt of a repair: the best candidate so far and what was wrong with it.

    The conversation begins anew and holds summaries only; a small model drowns in its own
    earlier attempts.
    """
    tried = [candidate for candidate in thought.candidates if candidate.problem]
    best = max(tried, key=lambda each: (each.right, -len(each.source)))
    lines = "\n".join(f"# {line}" for line in best.problem.splitlines()[:6])
    parts = {**_parts(thought), "source": best.source.strip(), "feedback": lines}
    return prompts.fill(persona.prompts.get("repair", persona.prompts["method"]), parts)


def _requests(
    engine: Engine, thought: Thought, view: StateView, prompt: str, kind: str
) -> list[CompletionRequest]:
    temperatures: list[float] = list(view.slots["temperatures"])
    if kind == "first":
        chosen = temperatures[:1]
    elif kind == "sample" and thought.rounds == 1:
        chosen = temperatures
    else:
        # The likeliest answer is known; a repair that is asked greedily repeats the fault.
        chosen = temperatures[1:]
    return [
        CompletionRequest(
            prompt=prompt.rstrip("\n") + "\n",
            max_tokens=engine.config.max_tokens,
            temperature=chosen[min(number, len(chosen) - 1)],
            stop=prompts.STOPS,
            # Fixed seeds: the same mission in the same image thinks the same thoughts.
            seed=1000 * thought.rounds + number,
            deadline_s=max(1.0, min(60.0, thought.budget.left)),
        )
        for number in range(1 if kind == "first" else engine.config.candidates)
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
            yield Candidate(whole, origin, problem=error.message)


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
    problem = "" if verdict.accepted else verdict.as_feedback()
    return replace(candidate, verdict=verdict, problem=problem)


def _audit(engine: Engine, thought: Thought, source: str) -> Verdict:
    return audit(
        source, selector=thought.wanted.selector, extra_rules=engine.plugins.guardian_rules()
    )

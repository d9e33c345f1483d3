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
    """Have candidates written: afresh in the first round, with what went wrong in later ones."""
    persona = _writer(engine, thought, view)
    repair = thought.rounds > 0
    thought.rounds += 1
    before = len(thought.candidates)
    prompt = _repair_prompt(thought, persona) if repair else _first_prompt(thought, persona)
    requests = _requests(engine, thought, view, prompt)
    answers = engine.ask(thought, persona, requests)
    if not answers:
        thought.reason = thought.reason or "The budget of model calls is used up."
        return "failed"
    head = prompts.skeleton_text(thought.wanted)
    prompt_id = thought.prompts[-1] if thought.prompts else ""
    for candidate in _read(thought, answers, head, "repaired" if repair else "written"):
        judged = _judged(engine, thought, replace(candidate, prompt=prompt_id))
        thought.candidates.append(judged)
        engine.tell(
            thought,
            "code",
            judged.source,
            state="SYNTHESIZING",
            data={"origin": judged.origin, "problem": judged.problem},
        )
    if len(thought.candidates) == before:
        # The same code again: another round would only say it once more.
        thought.reason = thought.reason or "The model kept writing the same code."
        return "failed"
    return "done"


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
    engine: Engine, thought: Thought, view: StateView, prompt: str
) -> list[CompletionRequest]:
    temperatures: list[float] = list(view.slots["temperatures"])
    count = engine.config.candidates
    first = 0 if thought.rounds == 1 else 1
    return [
        CompletionRequest(
            prompt=prompt.rstrip("\n") + "\n",
            max_tokens=engine.config.max_tokens,
            # A repair that is asked greedily tends to repeat the fault, so it starts warmer.
            temperature=temperatures[min(number + first, len(temperatures) - 1)],
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
    """Yield what the answers hold, each text once, and refuse what is no method."""
    seen = {candidate.source for candidate in thought.candidates}
    for answer in answers:
        text = answer.text
        whole = text if f"def {thought.wanted.selector}(" in text else head + text
        try:
            source = extract_method(whole, thought.wanted.selector)
            problem = ""
        except ExtractionError as error:
            source, problem = whole, error.message
        if answer.finish_reason == "length" and not problem:
            # It stopped for lack of room; what came out whole may still be right.
            problem = ""
        if source not in seen:
            seen.add(source)
            yield Candidate(source=source, origin=origin, problem=problem)


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

"""SYNTHESIZING an object: a class is written several times, and each is taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.errors import BackendError, DeadlineError, UsageError
from batos.inference import CompletionRequest, ExtractionError, Message, prompt_hash, prompt_text
from batos.learning.cycle import prompts
from batos.learning.cycle.manner import asked_before
from batos.learning.design.design import taken_apart
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause, Fault
from batos.objects import value_line

if TYPE_CHECKING:
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import PersonaView, StateView
    from batos.learning.model.thought import Thought

__all__ = ["write"]

_ROUNDS = 10
_LONGEST_WAIT = 90.0
_TOKENS = 700
"""A class is longer than a method."""
_TEMPERATURE = 0.7
_TEXTS = ("class_system", "class_task")
"""Prompts of the persona that writes."""


def write(host: Host, thought: Thought, view: StateView) -> str:
    """Have classes written: the likeliest first and alone, then several others at once.

    Raises:
        BackendError: No answer can be had, and there is none yet.
    """
    persona = host.persona(str(view.slots.get("persona", "brick")))
    thought.rounds += 1
    requests = _requests(host, thought, persona)
    try:
        answers = host.ask(thought, persona, requests)
    except (BackendError, DeadlineError) as error:
        if all(each.problem for each in thought.candidates):
            raise
        thought.notes["no_more"] = {"why": error.message, "cause": "", "hint": error.hint}
        return "done"
    if not answers:
        why = "The budget of model calls is used up."
        thought.notes["no_more"] = {"why": why, "cause": str(Cause.CALLS), "hint": ""}
        return "done"
    prompt = prompt_hash(prompt_text(requests[0]))
    for answer in answers:
        _take(host, thought, answer.text, prompt)
    return "done"


def _take(host: Host, thought: Thought, said: str, prompt: str) -> None:
    """Put what an answer holds among the candidates; the same design again is a vote for it."""
    wanted = [each.selector for each in thought.wanted.methods]
    try:
        design = taken_apart(said, wanted, taken=thought.known)
        source = design.text(thought.brief.selector)
        candidate = Candidate(source, "written", prompt=prompt)
    except ExtractionError as error:
        out = Fault(Cause.NO_METHOD, error.message)
        candidate = Candidate(said, "written", prompt=prompt).out(out)
    for number, other in enumerate(thought.candidates):
        if other.source == candidate.source:
            thought.candidates[number] = other.again()
            return
    thought.candidates.append(candidate)
    host.tell(
        thought,
        "code",
        candidate.source,
        state="SYNTHESIZING",
        data={"origin": "written", "problem": candidate.fault},
    )


def _requests(host: Host, thought: Thought, persona: PersonaView) -> list[CompletionRequest]:
    first = thought.rounds == 1
    count = 1 if first else host.config.candidates
    # The judge is asked last, and must not find the budget used up.
    count = min(count, thought.budget.model_calls - (1 if host.config.veto else 0))
    return [
        CompletionRequest(
            messages=_messages(thought, persona.prompts),
            max_tokens=max(_TOKENS, host.config.max_tokens),
            temperature=0.0 if first else _TEMPERATURE,
            seed=1000 * (thought.rounds + _ROUNDS * len(asked_before(thought))) + number,
            deadline_s=max(1.0, min(_LONGEST_WAIT, thought.budget.left)),
        )
        for number in range(count)
    ]


def _messages(thought: Thought, texts: Mapping[str, str]) -> tuple[Message, ...]:
    """Return the conversation that asks for a class.

    Raises:
        UsageError: The persona has no texts for it.
    """
    if not all(key in texts for key in _TEXTS):
        raise UsageError(
            "The persona that writes has no prompts for objects.",
            hint="Give its prototype the slots 'prompt_class_system' and 'prompt_class_task'.",
        )
    like = ""
    if not thought.brief.is_for_all:
        slots = ", ".join(f"{name} = {value_line(value)}" for name, value in thought.state.items())
        methods = ", ".join(thought.notes.get("like", ()))
        like = (
            f"It inherits all of {thought.brief.receiver}: the attributes {slots or '(none)'}, and "
            f"the methods {methods or '(none)'}. Write only what is new or different."
        )
    parts = {
        "task": _task(thought),
        "name": thought.brief.selector,
        "like": like,
        "offered": prompts.offered_text(),
        "examples": prompts.examples_text(thought.wanted),
    }
    system, asked = (prompts.tidy(prompts.fill(texts[key], parts)) for key in _TEXTS)
    return (Message("system", system), Message("user", asked))


def _task(thought: Thought) -> str:
    """Return the description, with its methods where it does not spell them itself."""
    text, planned = thought.wanted.text, thought.wanted.methods
    if all(f"{each.selector}(" in text for each in planned):
        return text
    return f"{text}: {', '.join(f'{each.line} {each.meaning}' for each in planned)}"

"""SYNTHESIZING an object: a class is written several times, and each is taken apart."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from batos.errors import BackendError, DeadlineError, UsageError
from batos.inference import (
    Completion,
    CompletionRequest,
    ExtractionError,
    Message,
    prompt_hash,
    prompt_text,
)
from batos.learning.cycle import prompts
from batos.learning.cycle.manner import passes_before
from batos.learning.design.design import read_design, taken_apart
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import UNFINISHED, Cause, Fault
from batos.objects import value_line

if TYPE_CHECKING:
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import PersonaView, StateView
    from batos.learning.model.thought import Thought

__all__ = ["write"]

_ROUNDS = 10
_ALONE = 2
"""Rounds in which one class is written: two that agree in everything are enough."""
_LONGEST_WAIT = 90.0
_TOKENS = 700
"""A class is longer than a method."""
_TEMPERATURE = 0.7
_TEXTS = ("class_system", "class_task")
"""Prompts of the persona that writes."""


def write(host: Host, thought: Thought, view: StateView) -> str:
    """Have classes written: the likeliest and another one, each alone, then several at once.

    Where a good one falls short in some methods, these are written by themselves at last, with
    the rest in place.

    Raises:
        BackendError: No answer can be had, and there is none yet.
    """
    persona = host.persona(view.serving())
    thought.rounds += 1
    short = thought.notes.pop("short", {})
    requests = _requests(host, thought, persona, short)
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
    if short:
        _fill(host, thought, short, requests, answers)
        return "done"
    for request, answer in zip(requests, answers, strict=False):
        _take(host, thought, _read(thought, answer, prompt_hash(prompt_text(request))))
    return "done"


def _read(thought: Thought, answer: Completion, prompt: str) -> Candidate:
    """Return the design that an answer holds."""
    wanted = [each.selector for each in thought.wanted.methods]
    unfinished = UNFINISHED.get(answer.finish_reason)
    try:
        design = taken_apart(answer.text, wanted, taken=thought.known)
    except ExtractionError as error:
        out = Fault(unfinished or Cause.NO_METHOD, error.message)
        return Candidate(answer.text, "written", prompt=prompt).out(out)
    candidate = Candidate(design.text(thought.brief.selector), "written", prompt=prompt)
    lacks = tuple(name for name in wanted if name not in design.methods)
    if not lacks or unfinished is None:
        return candidate
    return candidate.out(Fault(unfinished, f"It was cut off before {lacks[0]}."), lacks=lacks)


def _fill(
    host: Host,
    thought: Thought,
    short: Mapping[str, Any],
    requests: Sequence[CompletionRequest],
    answers: Sequence[Completion],
) -> None:
    """Put methods that were written by themselves into the design that lacks them."""
    rest = read_design(short["source"]).without(short["methods"])
    count = len(requests) // len(short["methods"])
    prompt = prompt_hash(prompt_text(requests[0]))
    for number in range(count):
        whole = rest
        # One answer for each method; of a budget that ran out the last ones are missing.
        for selector, answer in zip(short["methods"], answers[number::count], strict=False):
            with contextlib.suppress(ExtractionError):
                whole = whole.filled(taken_apart(answer.text, [selector], taken=thought.known))
        source = whole.text(thought.brief.selector)
        _take(host, thought, Candidate(source, "repaired", prompt=prompt))


def _take(host: Host, thought: Thought, candidate: Candidate) -> None:
    """Put one among the candidates; the same design again is a vote for it."""
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
        data={"origin": candidate.origin, "problem": candidate.fault},
    )


def _requests(
    host: Host, thought: Thought, persona: PersonaView, short: Mapping[str, Any]
) -> list[CompletionRequest]:
    """Return what is asked: for whole classes, or for each method that one falls short in."""
    alone = thought.rounds <= _ALONE
    # The judge is asked last, and must not find the budget used up.
    left = thought.budget.model_calls - (1 if host.config.veto else 0)
    shorts: Sequence[str] = short.get("methods", ("",))
    count = min(1 if alone else host.config.candidates, left // len(shorts))
    return [
        CompletionRequest(
            messages=_messages(thought, persona.prompts, short.get("source", ""), selector),
            max_tokens=max(_TOKENS, host.config.max_tokens),
            temperature=0.0 if thought.rounds == 1 else _TEMPERATURE,
            seed=1000 * (thought.rounds + _ROUNDS * passes_before(thought)) + number,
            deadline_s=max(1.0, min(_LONGEST_WAIT, thought.budget.left)),
        )
        for selector in shorts
        for number in range(count)
    ]


def _messages(
    thought: Thought, texts: Mapping[str, str], written: str, selector: str
) -> tuple[Message, ...]:
    """Return the conversation that asks for a class, or for a method of one that is written.

    Raises:
        UsageError: The persona has no texts for it.
    """
    if not all(key in texts for key in _TEXTS):
        raise UsageError(
            "The persona that writes has no prompts for objects.",
            hint="Give its prototype the slots 'prompt_class_system' and 'prompt_class_task'.",
        )
    parts = {
        "task": _task(thought),
        "name": thought.brief.selector,
        "like": "\n\n".join(filter(None, (_like(thought), _written(thought, written, selector)))),
        "offered": prompts.offered_text(),
        "examples": prompts.examples_text(thought.wanted),
    }
    system, asked = (prompts.tidy(prompts.fill(texts[key], parts)) for key in _TEXTS)
    return (Message("system", system), Message("user", asked))


def _like(thought: Thought) -> str:
    """Return what an object that is like another one inherits."""
    if thought.brief.is_for_all:
        return ""
    slots = ", ".join(f"{name} = {value_line(value)}" for name, value in thought.state.items())
    methods = ", ".join(thought.notes.get("like", ()))
    return (
        f"It inherits all of {thought.brief.receiver}: the attributes {slots or '(none)'}, and "
        f"the methods {methods or '(none)'}. Write only what is new or different."
    )


def _written(thought: Thought, source: str, selector: str) -> str:
    """Return what is there already, where only one method is asked for."""
    if not source:
        return ""
    rest = read_design(source).without([selector]).text(thought.brief.selector)
    line = next(each.line for each in thought.wanted.methods if each.selector == selector)
    return f"All of this is written already:\n{rest}\nWrite only the method {line}."


def _task(thought: Thought) -> str:
    """Return the description, with its methods where it does not spell them itself."""
    text, planned = thought.wanted.text, thought.wanted.methods
    if all(f"{each.selector}(" in text for each in planned):
        return text
    return f"{text}: {', '.join(f'{each.line} {each.meaning}' for each in planned)}"

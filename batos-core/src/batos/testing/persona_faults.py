"""What is wrong with a persona as its package describes it: a sentence for each fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from batos.errors import near
from batos.genesis.personas import BORN_SLOTS, PLACES
from batos.guardian.audit.audit import audit
from batos.learning.cycle.views import OWN_PLACEHOLDERS
from batos.learning.model.machine import JUDGE, PERSONA
from batos.plugins import PersonaSpec

__all__ = ["PROMPTS", "faults_of_persona"]

_LONGEST = {
    "title": 60,
    "tone": 160,
    "identity": 1200,
    "pillars": 160,
    "protocols": 300,
    "takes": 160,
    "prompts": 6000,
    "codex": 1200,
}
"""Characters of one text. A prompt of 6000 takes about 1500 tokens of a window of 4096."""
_TAKES = 8
"""Sentences that who routes is shown of each persona."""
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class _Prompt:
    """A prompt that the core asks.

    Attributes:
        needs: Placeholders without which it says nothing of what is asked.
        may: Further ones that are filled.
    """

    needs: frozenset[str] = frozenset()
    may: frozenset[str] = field(default=frozenset())


def _prompt(needs: str = "", may: str = "") -> _Prompt:
    return _Prompt(frozenset(needs.split()), frozenset(may.split()))


_METHOD = "task examples slots used related head recipes contract skeleton"
PROMPTS = {
    "talk": _prompt(),
    "first_voice": _prompt(),
    "second_voice": _prompt("heard", "name words"),
    "recall": _prompt("facts request"),
    "route": _prompt("request", "personas examples"),
    "command": _prompt(),
    "harm": _prompt("mission"),
    "veto": _prompt("mission", "source"),
    "reason": _prompt("mission"),
    "system": _prompt("", "offered object worked"),
    "object": _prompt(),
    "worked": _prompt(),
    "method": _prompt("", _METHOD),
    "repair": _prompt("feedback", f"{_METHOD} source"),
    "discuss": _prompt("task", "examples slots used known found said"),
    "synthesis": _prompt("said", _METHOD),
    "class_system": _prompt("", "offered"),
    "class_task": _prompt("task", "like examples name offered"),
}
"""Prompts that are asked, by their keys."""
_WRITES, _JUDGES = ("system", "method"), "veto"


def faults_of_persona(persona: PersonaSpec) -> list[str]:
    """Return what is wrong with a persona, a sentence for each fault.

    What :class:`~batos.plugins.PersonaSpec` itself refuses cannot be here any more. Methods are
    read by the guardian, and not run.

    Example:
        >>> from batos.plugins import PersonaSpec
        >>> owl = PersonaSpec(name="owl", title="Owl", role="coder", identity="OWL sees at night.")
        >>> faults_of_persona(owl)[0]
        "owl: 'tone' is missing: how it speaks, in a few words."
    """
    looks = (_missing, _texts, _takes, _places, _prompts, _slots, _codex, _methods)
    return [f"{persona.name}: {fault}" for look in looks for fault in look(persona)]


def _missing(persona: PersonaSpec) -> Iterator[str]:
    wanted = {
        "tone": "how it speaks, in a few words",
        "pillars": "whom it takes after",
        "protocols": "rules of conduct that it keeps",
        "takes": "sentences that are for it, or nobody is ever sent to it",
        "codex": "golden pairs, such as what it answers to 'Who are you?'",
    }
    for name, what in wanted.items():
        if not getattr(persona, name):
            yield f"{name!r} is missing: {what}."


def _texts(persona: PersonaSpec) -> Iterator[str]:
    """Tell of texts that are empty or too long for their purpose."""
    for kind, place, text in _all_texts(persona):
        if not text.strip() and kind != "tone":  # that one is missing, which is said
            yield f"{place} is empty."
        elif len(text) > _LONGEST[kind]:
            yield f"{place} has {len(text)} characters, and {_LONGEST[kind]} are enough."


def _all_texts(persona: PersonaSpec) -> Iterator[tuple[str, str, str]]:
    for name in ("title", "tone", "identity"):
        yield name, f"{name!r}", getattr(persona, name)
    for name in ("pillars", "takes"):
        for number, text in enumerate(getattr(persona, name), start=1):
            yield name, f"Number {number} of {name!r}", text
    for name in ("protocols", "prompts"):
        for key, text in getattr(persona, name).items():
            yield name, f"{key!r} of [{name}]", text
    for entry in persona.codex:
        yield "codex", f"The response to {entry.prompt[:40]!r} in the codex", entry.response


def _takes(persona: PersonaSpec) -> Iterator[str]:
    if len(persona.takes) > _TAKES:
        yield f"'takes' has {len(persona.takes)} sentences, of which only {_TAKES} are shown."
    yield from (f"'takes' says {text!r} twice." for text in _twice(persona.takes))


def _places(persona: PersonaSpec) -> Iterator[str]:
    for state, place in persona.serves.items():
        if state not in PLACES:
            yield f"It serves in {state!r}, which is no state of the cycle. {_near(state, PLACES)}"
        elif place not in PLACES[state]:
            places = " or ".join(map(repr, PLACES[state]))
            yield f"It serves in {state} as {place!r}, where there is {places}."
        elif place == JUDGE and not persona.prompts.get(_JUDGES):
            yield f"It judges in {state}, and has no prompt {_JUDGES!r}."
        elif (state, place) == ("SYNTHESIZING", PERSONA) and not _writes(persona):
            yield f"It writes in {state}, and has neither a prompt 'system' nor 'method'."


def _writes(persona: PersonaSpec) -> bool:
    return any(persona.prompts.get(key) for key in _WRITES)


def _prompts(persona: PersonaSpec) -> Iterator[str]:
    """Tell of placeholders that nothing fills, and of those without which a prompt asks nothing."""
    for key, text in persona.prompts.items():
        found = set(_PLACEHOLDER.findall(text))
        known = PROMPTS.get(key)
        if known is None:
            continue  # for a method of its own, which fills it as it likes
        for name in sorted(known.needs - found):
            yield f"The prompt {key!r} lacks {{{name}}}, what it is asked about."
        filled = known.needs | known.may | set(OWN_PLACEHOLDERS)
        for name in sorted(found - filled):
            told = _near(name, filled)
            yield f"The prompt {key!r} has {{{name}}}, which nothing fills. {told}".rstrip()


def _slots(persona: PersonaSpec) -> Iterator[str]:
    for name in persona.slots:
        if name in BORN_SLOTS or name.startswith("prompt_"):
            yield f"[slots] has {name!r}, which is a slot that every persona has of itself."


def _codex(persona: PersonaSpec) -> Iterator[str]:
    prompts = (entry.prompt.strip().lower() for entry in persona.codex)
    yield from (f"The codex answers {prompt!r} twice." for prompt in _twice(prompts))


def _methods(persona: PersonaSpec) -> Iterator[str]:
    taken = {*BORN_SLOTS, *persona.slots, *(f"prompt_{key}" for key in persona.prompts)}
    names = []
    for source in persona.methods:
        verdict = audit(source)
        names.append(verdict.selector)
        if not verdict.accepted:
            feedback = " ".join(verdict.as_feedback().split()).removeprefix("- ")
            yield f"The guardian refuses the method {verdict.selector!r}: {feedback}"
        elif not verdict.doc:
            yield f"The method {verdict.selector!r} says nothing about itself: give it a docstring."
        if verdict.selector in taken:
            yield f"The method {verdict.selector!r} has the name of a slot."
    yield from (f"The method {name!r} is there twice." for name in _twice(names))


def _twice(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def _near(name: str, known: Iterable[str] | Mapping[str, object]) -> str:
    return near(name, known) or f"There are: {', '.join(sorted(known))}."

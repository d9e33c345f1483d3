"""Talk: what a persona answers, from its codex, from what the memory holds, and from its model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from batos.dialogue.facts import Fact
from batos.dialogue.talk.offering import offering
from batos.dialogue.talk.voices import Asked, Said, answered
from batos.dialogue.understanding.golden import golden
from batos.dialogue.understanding.rules import asks_what_is_offered
from batos.dialogue.who import addressed, persona_names, persona_with, steward_of
from batos.errors import BackendError, BatosError
from batos.inference import CancelToken, CompletionRequest
from batos.learning.cycle import prompts
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView
from batos.memory import KnowledgeCatalog
from batos.memory.recall import Passage, with_sources
from batos.memory.words import words_of

__all__ = ["recalled", "talk"]

_RECALL_TOKENS = 60
_RECALL_SECONDS = 60.0
_FACTS = 3
"""Facts that stand in a prompt of talk."""
_TAKES = 8
"""Sentences of a persona that who routes is shown."""
_UNTOLD = "You have not told me that."


def talk(
    host: Host,
    asked: Asked,
    *,
    facts: Sequence[Fact] = (),
    recall: Callable[[], Sequence[Passage]] = tuple,
) -> Said:
    """Answer a sentence with words.

    Args:
        host: Asks the personas.
        asked: The sentence, and what was before it.
        facts: What the person has told that may matter.
        recall: Gives what the memory holds that is near.

    Raises:
        BatosError: No persona lives in the image.
        BackendError: No answer can be had from the model.
        CancelledError: It was cancelled.
    """
    names = persona_names(host)
    if asks_what_is_offered(asked.text):
        with host.session.read() as root:
            return Said(offering(root, names))
    if found := golden(host, asked.text):
        return Said(found.text, str(found.meta.get("persona", "")))
    named = addressed(asked.text, names)
    persona, calls = (host.persona(named), 0) if named else _routed(host, asked.text, asked.cancel)
    with host.session.read() as root:
        catalog: KnowledgeCatalog = root.memory["catalog"]
        hits = catalog.search(asked.text, kinds=("codex",), limit=2)
    known = [f"{hit.title} {hit.text}" for hit in hits]
    known += [f'The person told: "{each.text}"' for each in facts[:_FACTS]]
    passages = recall()
    known += [each.line for each in passages]
    said = answered(host, persona, replace(asked, known=known), single=bool(named))
    text = with_sources(said.text, asked.text, passages)
    return replace(said, text=text, calls=said.calls + calls)


def recalled(
    host: Host, text: str, facts: Sequence[Fact], *, cancel: CancelToken | None = None
) -> Said:
    """Answer a question from what a person has told, and from nothing else.

    What they told is cited. A sentence of the model stands before it where all its words are of
    what was told and what was asked.

    Args:
        host: Asks the persona that has a prompt ``recall``.
        text: The question.
        facts: What they told that is near to it, the nearest first.
        cancel: Stops the work.

    Raises:
        CancelledError: It was cancelled.
    """
    if not facts:
        return Said(f'{_UNTOLD} Tell me, such as: "remember that …".')
    cited = "\n".join(f'You told me on {each.at[:10]}: "{each.text}"' for each in facts)
    persona = persona_with(host, "recall")
    if persona is None:
        return Said(cited)
    told = "\n".join(f'"{each.text}"' for each in facts)
    request = CompletionRequest(
        prompt=prompts.fill(persona.prompts["recall"], {"facts": told, "request": text}),
        max_tokens=_RECALL_TOKENS,
        stop=("\n",),
        deadline_s=_RECALL_SECONDS,
    )
    try:
        answer = host.thinker.think(persona.role, persona.asks(request), cancel=cancel)
    except BackendError:  # what was told answers by itself
        return Said(cited, calls=1)
    sentence = answer.text.strip()
    known = set(words_of(f"{told} {text}"))
    if not sentence or not set(words_of(sentence)) <= known:
        return Said(cited, persona.name, 1)
    return Said(f"{sentence}\n{cited}", persona.name, 1)


def _routed(host: Host, text: str, cancel: CancelToken | None) -> tuple[PersonaView, int]:
    """Return who takes a sentence, as the steward says, and the completions asked for.

    The steward takes it where that cannot be had.
    """
    names = persona_names(host)
    steward = steward_of(host)
    if steward is None:
        raise BatosError(
            "No persona lives in this image.",
            hint="Install one, such as batos-persona-alfred, and start again.",
        )
    template = steward.prompts.get("route")
    if not template or len(names) < 2:
        return steward, 0
    told = {"personas": ", ".join(map(str.upper, names)), "examples": _examples(host, names)}
    asked = CompletionRequest(
        prompt=prompts.fill(template, {"request": text, **told}),
        max_tokens=6,
        grammar='root ::= " "? (' + " | ".join(f'"{name}"' for name in names) + ")",
    )
    try:
        answer = host.thinker.think(steward.role, steward.asks(asked), cancel=cancel)
    except BackendError:
        return steward, 1
    chosen = answer.text.strip().lower()
    return host.persona(chosen) if chosen in names else steward, 1


def _examples(host: Host, names: Sequence[str]) -> str:
    """Return sentences with the persona that each is for, as the personas say, in no order.

    A model goes on with an order where there is one.
    """
    shown: list[str] = []
    for name in names:
        takes = host.persona(name).slots.get("takes", ())
        sentences = takes if isinstance(takes, (list, tuple)) else ()
        shown += [f"{' '.join(str(each).split())} -> {name}" for each in sentences[:_TAKES]]
    return "\n".join(sorted(shown, key=lambda line: hashlib.sha256(line.encode()).digest()))

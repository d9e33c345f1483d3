"""Talk: what a persona answers, from its codex, or from what is near to it and from its model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from batos.dialogue.facts import Fact
from batos.dialogue.talk.offering import offering
from batos.dialogue.talk.routing import routed
from batos.dialogue.talk.voices import Asked, Said, answered
from batos.dialogue.understanding.golden import Golden, golden_pair, is_heard
from batos.dialogue.understanding.rules import asks_what_is_offered
from batos.dialogue.who import persona_names, persona_with
from batos.errors import BackendError
from batos.inference import CancelToken, CompletionRequest
from batos.learning.cycle import prompts
from batos.learning.cycle.host import Host
from batos.memory import KnowledgeCatalog, is_about
from batos.memory.documents.sources import voice_of
from batos.memory.recall import SOURCE, Passage, quoted, with_sources
from batos.memory.words import words_of

__all__ = ["recalled", "talk"]

_RECALL_TOKENS = 60
_RECALL_SECONDS = 60.0
_PAIRS = 2
"""Golden pairs that are looked at for a prompt of talk."""
_FACTS = 3
"""Facts that stand in a prompt of talk."""
_UNTOLD = "You have not told me that."


def talk(
    host: Host,
    asked: Asked,
    *,
    facts: Sequence[Fact] = (),
    recall: Callable[[], Sequence[Passage]] = tuple,
    golden: Golden | None = None,
) -> Said:
    """Answer a sentence with words.

    Args:
        host: Asks the personas.
        asked: The sentence, and what was before it.
        facts: What the person has told that may matter.
        recall: Gives what the memory holds that is near.
        golden: Looks golden pairs up; of use where they were looked up before.

    Raises:
        BatosError: No persona lives in the image.
        BackendError: No answer can be had from the model.
        CancelledError: It was cancelled.
    """
    names = persona_names(host)
    if asks_what_is_offered(asked.text):
        with host.session.read() as root:
            return Said(offering(root, names))
    if found := golden(asked.text) if golden is not None else golden_pair(host, asked.text):
        if voice := voice_of(found):
            return Said(found.text, voice)
        return Said(f"{found.text}{SOURCE}{Passage(found, found.text).reference}")
    route = routed(host, asked.text, asked.cancel)
    with host.session.read() as root:
        catalog: KnowledgeCatalog = root.memory["catalog"]
        pairs = catalog.search(asked.text, kinds=("codex",), limit=_PAIRS)
    known = [
        quoted(f"{each.title} {each.text}")
        for each in pairs
        if is_heard(each, names) and is_about(asked.text, each.title)
    ]
    known += [f"The person told: {quoted(each.text)}" for each in facts[:_FACTS]]
    passages = recall()
    known += [each.line for each in passages]
    asked = replace(asked, known=known)
    said = answered(host, route.persona, asked, single=route.is_named)
    text = with_sources(said.text, asked.text, passages)
    return replace(said, text=text, calls=said.calls + route.calls)


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

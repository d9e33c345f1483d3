"""Golden answers: questions that a persona's codex answers already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from batos.dialogue.who import persona_names
from batos.learning.cycle.host import Host
from batos.memory import Document, Hit, KnowledgeCatalog
from batos.memory.documents.sources import voice_of

__all__ = ["Golden", "golden_answer", "golden_pair", "is_heard"]

_ENOUGH = 0.75
"""How alike a question and a golden prompt must be, as the F1 of all their words."""
_WORD = re.compile(r"[a-z]+")


Golden = Callable[[str], Hit | None]
"""Returns the golden pair that answers a sentence, or None."""


def golden_pair(host: Host, text: str) -> Hit | None:
    """Return the golden pair of a persona's codex that answers a sentence, or None."""
    names = persona_names(host)
    with host.session.read() as root:
        catalog: KnowledgeCatalog = root.memory["catalog"]
        found = golden_answer(text, catalog.documents("codex"), names)
        return Hit.of(found, 1.0) if found is not None else None


def golden_answer(
    question: str, codex: Iterable[Document], personas: Sequence[str]
) -> Document | None:
    """Return the golden pair that answers a question, or None.

    A question about a persona is one to it: "who is ROBIN?" is what ROBIN calls "who are you?".
    Pairs of personas that are not among those named are passed over.

    Args:
        question: What was asked.
        codex: The golden pairs.
        personas: Names of the personas.
    """
    asked = question.lower()
    named = [name for name in personas if re.search(rf"\b{re.escape(name)}\b", asked)]
    wordings = [(_words(asked), "")]
    if len(named) == 1:
        wordings.append((_words(_to_persona(asked, named[0])), named[0]))
    best: tuple[float, Document | None] = (0.0, None)
    for document in codex:
        golden = _words(document.title.lower())
        for words, persona in wordings:
            if not is_heard(document, personas) or (persona and voice_of(document) != persona):
                continue
            score = _alike(words, golden)
            if score > best[0]:
                best = (score, document)
    return best[1] if best[0] >= _ENOUGH else None


def is_heard(pair: Document | Hit, personas: Sequence[str]) -> bool:
    """Return whether a golden pair is of one of some personas, or of none."""
    voice = voice_of(pair)
    return not voice or voice in personas


def _to_persona(asked: str, name: str) -> str:
    """Return a question about a persona as one to it."""
    text = re.sub(rf"\b{re.escape(name)}'?s\b", "your", asked)
    text = re.sub(rf"\bis\s+{re.escape(name)}\b", "are you", text)
    text = re.sub(rf"\bdoes\s+{re.escape(name)}\b", "do you", text)
    return re.sub(rf"\b{re.escape(name)}\b", "you", text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0

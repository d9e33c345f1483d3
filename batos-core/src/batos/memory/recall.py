"""Recall: what the memory holds that is near to what is being talked of, with where it is from.

It is shown to a model as data, quoted and each in a line. Whatever is asked for in it, no command
comes of it: what a model says in talk is words for a person.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from batos.inference import CancelToken
from batos.memory.catalog import Hit
from batos.memory.fractal import FractalMemory
from batos.memory.snippets import snippet
from batos.memory.words import words_of

__all__ = ["SOURCE", "Passage", "quoted", "recall", "with_sources"]

SOURCE = "\n\nSource: "
"""Between an answer and where it is from."""
_KINDS = ("document", "method", "tentative", "mission", "conversation")
_LOOKED = 12
_MOST = 3
_NEAR = 0.36
"""Cosine of what is near, by all-MiniLM-L6-v2: of the nearest passages to 50 questions that the
project's pages answer 45 are, and none of those to 29 sentences that they do not."""
_COVERS = 0.4
"""Share of the words of what is near, where nothing is known of its meaning."""
_LONGEST = 600
"""Characters of a passage that are shown."""


@dataclass(frozen=True)
class Passage:
    """Something that the memory holds, and how it is spoken of.

    Attributes:
        hit: It.
        said: The part of it that is near.
    """

    hit: Hit
    said: str

    @property
    def name(self) -> str:
        """What a person knows it by."""
        meta, day = self.hit.meta, str(self.hit.meta.get("at", ""))[:10]
        match self.hit.kind:
            case "conversation":
                return f"the conversation {self.hit.source!r} on {day}"
            case "mission":
                return f"the mission of {day}"
            case "codex":
                return self.hit.source
            case "document":
                return self.hit.title or self.hit.source
            case _:
                return f"the method {meta.get('receiver')}.{meta.get('selector')}"

    @property
    def line(self) -> str:
        """It as a line of data, in which nothing can end it."""
        return f"{self.name}: {quoted(self.said)}"

    @property
    def reference(self) -> str:
        """Its name, and how to see it."""
        return f"{self.name} (batos memory show {shlex.quote(self.hit.key)})"


def quoted(text: str) -> str:
    """Return a text as a line of data, in which nothing can end it."""
    return json.dumps(text, ensure_ascii=False)


def recall(
    memory: FractalMemory,
    text: str,
    *,
    user: str,
    besides: str = "",
    cancel: CancelToken | None = None,
) -> list[Passage]:
    """Return what is near to a sentence, the nearest first; nothing where nothing is.

    Methods that are not there any more, and missions that have made them, are left out.

    Args:
        memory: Where to look.
        text: The sentence.
        user: Who says it: they recall what they said themselves, and nobody else does.
        besides: A conversation that is known anyhow.
        cancel: Stops it.

    Raises:
        CancelledError: It was cancelled.
    """
    if not words_of(text):
        return []
    found, _ = memory.search(text, kinds=_KINDS, limit=_LOOKED, user=user, cancel=cancel)
    passages: dict[str, Passage] = {}
    for hit in (each.hit for each in found):
        is_known = hit.kind == "conversation" and hit.source == besides
        if not is_known and _is_near(hit, text) and memory.is_answered(hit):
            said = _said(hit, text)
            passages.setdefault(said, Passage(hit, said))
    return list(passages.values())[:_MOST]


def with_sources(answer: str, asked: str, passages: Sequence[Passage]) -> str:
    """Return an answer with where it is from: passages whose words it has and the question had not.

    Args:
        answer: The answer.
        asked: The question.
        passages: What was shown.
    """
    own = set(words_of(answer)) - set(words_of(asked))
    shared = [(len(own & set(words_of(each.said))), each.reference) for each in passages]
    most = max((count for count, _ in shared), default=0)
    named = [reference for count, reference in shared if count and 2 * count >= most]
    return f"{answer}{SOURCE}{'; '.join(named)}" if named else answer


def _is_near(hit: Hit, text: str) -> bool:
    if hit.cosine:
        return hit.cosine >= _NEAR
    asked = set(words_of(text))
    shared = asked & set(words_of(f"{hit.title} {hit.text}"))
    return hit.covers >= _COVERS and (len(shared) > 1 or shared == asked)


def _said(hit: Hit, text: str) -> str:
    """Return the part of a document that is near to a sentence."""
    said = hit.text.partition(SOURCE)[0]
    if hit.kind == "conversation":
        return f"{hit.title} - {snippet(said, text, length=_LONGEST // 2).text}"
    if hit.kind == "document":
        return snippet(said, text, length=_LONGEST).text
    return f"{hit.title} {said}"[:_LONGEST]

"""Parts: what a document falls into by its own form, whatever it means.

A part is taken in as a whole or not at all, and is known by what it says: where a document has
changed, only the parts that are others than before are read and embedded again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from batos.memory.documents.front_matter import front_matter
from batos.memory.facets import Known, known_of

__all__ = ["Pair", "Part", "markdown_parts", "text_parts", "whole"]

LONGEST = 8_000
"""Characters of a part. One more sentence changes one part, and its vectors with it."""
_SHORTEST = 1_500
_ENDS_IN = 4
"""Every fourth paragraph ends a part: where it is cut depends on what is there, not on what is
before, so that a paragraph more moves nothing."""

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)$")
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair, such as JSON and PDF may have: no embedder takes it."""
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_BLANK = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True)
class Pair:
    """A golden pair.

    Attributes:
        prompt: What is asked.
        response: What is answered.
        persona: Whose answer it is; empty for nobody's.
    """

    prompt: str
    response: str
    persona: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a document.

    Attributes:
        place: Where it is, such as a heading or ``page 3``; empty where that is clear.
        text: It.
        pair: The golden pair that it is, if it is one.
        meta: What is known of it, plain data.
    """

    place: str
    text: str
    pair: Pair | None = None
    meta: Mapping[str, Known] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What it is told apart by: the same for the same text at the same place."""
        told = "\0".join((self.place, self.text, self.pair.persona if self.pair else ""))
        if self.meta:
            told += "\0" + json.dumps(self.meta, sort_keys=True)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def whole(known: Any) -> Any:
    """Return a value with each half of a surrogate pair in its texts replaced."""
    if isinstance(known, str):
        return _HALF.sub("\ufffd", known)
    if isinstance(known, dict):
        return {whole(name): whole(value) for name, value in known.items()}
    return [*map(whole, known)] if isinstance(known, list) else known


def text_parts(text: str, place: str = "") -> Iterator[Part]:
    """Yield the parts of a plain text: some paragraphs each."""
    held: list[str] = []
    size = 0
    for paragraph in _paragraphs(text):
        if held and size + len(paragraph) > LONGEST:
            yield Part(place, "\n\n".join(held))
            held, size = [], 0
        held.append(paragraph)
        size += len(paragraph) + 2
        digest = hashlib.sha256(paragraph.encode("utf-8", "surrogatepass")).digest()
        if size >= _SHORTEST and digest[0] % _ENDS_IN == 0:
            yield Part(place, "\n\n".join(held))
            held, size = [], 0
    if held:
        yield Part(place, "\n\n".join(held))


def markdown_parts(text: str) -> Iterator[Part]:
    """Yield the parts of a Markdown text: what stands under each heading.

    A place is the way of headings that leads there, such as ``Undo > What stays``. What looks like
    a heading inside a fence of code is none, and no fence is cut where it fits into a part. What
    stands before the text, as front matter, is known of each part.
    """
    meta, text = front_matter(text)
    known = known_of(meta)
    for part in _by_headings(text):
        yield replace(part, meta=known)


def _by_headings(text: str) -> Iterator[Part]:
    way: list[tuple[int, str]] = []
    held: list[str] = []
    fence = ""
    for line in text.splitlines():
        if opened := _FENCE.match(line):
            if not fence:
                fence = opened[1]
            elif opened[1].startswith(fence):
                fence = ""
        heading = None if fence else _HEADING.match(line)
        if heading:
            yield from text_parts("\n".join(held), _place(way))
            held = []
            way = [each for each in way if each[0] < len(heading[1])]
            way.append((len(heading[1]), heading[2].rstrip(" \t#")))
        else:
            held.append(line)
    yield from text_parts("\n".join(held), _place(way))


def _place(way: Iterable[tuple[int, str]]) -> str:
    return " > ".join(name for _, name in way if name)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text, none longer than a part; a fence of code is one of them."""
    for whole in _unfenced(text):
        block = whole
        while len(block) > LONGEST:
            end = max(block.rfind(each, LONGEST // 2, LONGEST) for each in ("\n", ". ", " "))
            end = LONGEST if end < 0 else end + 1
            yield block[:end].strip()
            block = block[end:]
        if block.strip():
            yield block.strip("\n")


def _unfenced(text: str) -> Iterator[str]:
    held: list[str] = []
    fence = ""
    for block in _BLANK.split(text):
        for opened in map(_FENCE.match, block.splitlines()):
            if opened and not fence:
                fence = opened[1]
            elif opened and opened[1].startswith(fence):
                fence = ""
        held.append(block)
        if not fence:
            yield "\n\n".join(held)
            held = []
    yield "\n\n".join(held)

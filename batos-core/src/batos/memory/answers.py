"""What the memory answers: what became of a document, what was found, how it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from batos.memory.catalog import Hit
from batos.memory.facets import Known, known_of
from batos.memory.snippets import Snippet

__all__ = ["Added", "Found", "MemoryStatus"]


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of a document that was to be taken in.

    Attributes:
        source: What it is called now.
        form: Its form.
        passages: How many it has in the memory now.
        fresh: How many of them are new.
        gone: How many that it had before are not there any more.
        unchanged: Whether it was there already, as it is.
        refused: Why lines of it are not taken; or why it is not, where it has no form.
        remark: Why some of it has no vector yet and is found by words alone; empty where all has.
    """

    source: str
    form: str = ""
    passages: int = 0
    fresh: int = 0
    gone: int = 0
    unchanged: bool = False
    refused: tuple[str, ...] = ()
    remark: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "refused": list(self.refused)}


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        hit: The document.
        snippet: The part of its text that answers, with the words of the query.
    """

    hit: Hit
    snippet: Snippet

    @property
    def source(self) -> str:
        """Where it comes from; empty where it is of the image's own."""
        return self.hit.source

    @property
    def known(self) -> dict[str, Known]:
        """What is known about it, and can be searched for."""
        known = known_of(self.hit.meta)
        known.pop("source", None)
        return known

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "key": self.hit.key,
            "kind": self.hit.kind,
            "title": self.hit.title,
            "source": self.source,
            "score": self.hit.score,
            "snippet": self.snippet.text,
            "marks": [list(each) for each in self.snippet.marks],
            "known": self.known,
        }


@dataclass(frozen=True, kw_only=True)
class MemoryStatus:
    """How the memory is.

    Attributes:
        kinds: How many documents there are of each kind.
        sources: How many documents were taken in.
        incomplete: Names of those of which only a part is in.
        embedder: Embedder, model and dimension; empty where it works by words.
        remark: Why it works by words, or what is to be done about vectors.
        spaces: How many vectors there are of each embedder.
        lacking: How many documents have no vector of the one that is configured.
    """

    kinds: dict[str, int]
    sources: int
    incomplete: tuple[str, ...]
    embedder: str
    remark: str
    spaces: dict[str, int] = field(default_factory=dict)
    lacking: int = 0

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "incomplete": list(self.incomplete)}

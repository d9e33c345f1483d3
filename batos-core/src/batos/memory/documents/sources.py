"""Sources: where documents of the memory come from, and which passages came of each of their parts.

``root.memory`` has the sources by name; their documents are in the library, golden pairs in the
catalog of what the image can do.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from batos.errors import UnknownNameError, UsageError
from batos.image import Root
from batos.memory.catalog import Document, Hit, KnowledgeCatalog
from batos.memory.catalogs import catalog_of

__all__ = [
    "GOLDEN",
    "Source",
    "SourceFacts",
    "catalog_for",
    "found_source",
    "sources",
    "voice_of",
]

GOLDEN = "golden:"
"""What the keys of golden pairs begin with that came by a document."""
_SOURCES = "sources"


class Source(Persistent):
    """A document that was taken in, whole or in part.

    Attributes:
        name: Its path, or what it was called.
        form: See :data:`batos.memory.documents.reading.FORMS`.
        sha256: Of its bytes.
        size: Bytes.
        added: When it was last taken in, ISO text in UTC.
        complete: Whether all of it is in.
        parts: Keys of the documents of each part, by the part's id.
        order: The ids of its parts, in their order; of a complete one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.form = ""
        self.sha256 = ""
        self.size = 0
        self.added = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.complete = False
        self.parts = OOBTree()
        self.order: tuple[str, ...] = ()

    def settle(self, form: str, sha256: str, size: int, order: tuple[str, ...]) -> None:
        """Note that all of it is in."""
        self.form, self.sha256, self.size, self.order = form, sha256, size, order
        self.added = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.complete = True

    def documents(self) -> list[str]:
        """Return the keys of its documents, in their order as far as that is known."""
        known = dict.fromkeys([*self.order, *self.parts.keys()])
        return [key for part in known for key in self.parts.get(part, ())]


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """A source as plain data.

    Attributes:
        name: See :class:`Source`.
        form: See :class:`Source`; of one document its kind.
        size: Bytes.
        sha256: Of its bytes.
        added: When it was last taken in, ISO text in UTC.
        passages: How many documents came of it.
        complete: Whether all of it is in.
    """

    name: str
    form: str
    size: int
    sha256: str
    added: str
    passages: int
    complete: bool

    @classmethod
    def of(cls, source: Source) -> SourceFacts:
        """Return the facts of a source."""
        return cls(
            name=source.name,
            form=source.form,
            size=source.size,
            sha256=source.sha256,
            added=source.added,
            passages=len(source.documents()),
            complete=source.complete,
        )

    @classmethod
    def of_document(cls, document: Document) -> SourceFacts:
        """Return the facts of one document, as if it were alone in its source."""
        return cls(
            name=document.key,
            form=document.kind,
            size=len(document.content.encode("utf-8", "surrogatepass")),
            sha256="",
            added=str(document.meta.get("at", "")),
            passages=1,
            complete=True,
        )

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def sources(root: Root, *, make: bool = False) -> Any:
    """Return the sources by name; where there were never any, an empty dict, or a new tree."""
    if make and _SOURCES not in root.memory:
        root.memory[_SOURCES] = OOBTree()
    return root.memory.get(_SOURCES, {})


def catalog_for(root: Root, key: str) -> KnowledgeCatalog:
    """Return the catalog that a document of a source belongs to, made where it is not there yet.

    Golden pairs are of use to those who talk, and stand with those of the personas.
    """
    return catalog_of(root, "catalog" if key.startswith(GOLDEN) else "library")


def found_source(root: Root, name: str) -> Source:
    """Return a source by its name, or by an end of it that no other has.

    Raises:
        UnknownNameError: There is none.
        UsageError: There are several.
    """
    known = sources(root)
    ending = [each for each in known if each.endswith(f"/{name}")]
    if name in known or len(ending) == 1:
        source: Source = known[name if name in known else ending[0]]
        return source
    if ending:
        raise UsageError(f"Several sources end with {name!r}: {', '.join(ending[:5])}.")
    raise UnknownNameError("source", name, known, hint="'batos memory' lists them.")


def voice_of(pair: Document | Hit) -> str:
    """Return the persona whose package brought a golden pair; empty for one of a document.

    Whoever writes a document may claim to be a persona.
    """
    return "" if pair.key.startswith(GOLDEN) else str(pair.meta.get("persona", ""))

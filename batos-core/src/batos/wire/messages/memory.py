"""``memory.*``: what an image was given to read, and what is found in it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from batos.wire.messages.request import Notice, Request, Response, Text

__all__ = [
    "AddDocument",
    "AddedDocument",
    "AddedDocuments",
    "ForgetSource",
    "FoundDocument",
    "FoundDocuments",
    "ListSources",
    "MemoryState",
    "MemoryStep",
    "Passage",
    "Reembed",
    "Reembedded",
    "SearchMemory",
    "ShowMemory",
    "ShowSource",
    "SourceFacts",
    "SourceList",
    "SourceShown",
]

Count = Annotated[int, msgspec.Meta(ge=1)]


class SourceFacts(Response):
    """A document that was taken in.

    Attributes:
        name: Its path, or what it was called.
        form: ``text``, ``markdown``, ``jsonl`` or ``pdf``; of one document its kind.
        size: Bytes.
        sha256: Of its bytes.
        added: When it was last taken in, ISO text in UTC.
        passages: How many passages came of it.
        complete: Whether all of it is in.
    """

    name: str
    form: str
    size: int
    sha256: str
    added: str
    passages: int
    complete: bool


class SourceList(Response):
    """What was taken in.

    Attributes:
        sources: It, by name.
    """

    sources: list[SourceFacts]


class Passage(msgspec.Struct):
    """A passage of a document.

    Attributes:
        key: Its own name.
        title: Where it stands.
        text: It.
    """

    key: str
    title: str
    text: str


class SourceShown(Response):
    """A document, and what came of it.

    Attributes:
        source: It.
        passages: Its first passages.
    """

    source: SourceFacts
    passages: list[Passage]


class AddedDocument(msgspec.Struct):
    """What became of a document that was to be taken in.

    Attributes:
        source: What it is called.
        form: Its form; empty where it is not taken.
        passages: How many it has in the memory now.
        fresh: How many of them are new.
        gone: How many that it had before are not there any more.
        unchanged: Whether it was there already, as it is.
        refused: Why lines of it are not taken, or all of it is not.
        remark: Why some of it has no vector yet; empty where all has.
    """

    source: str
    form: str
    passages: int
    fresh: int
    gone: int
    unchanged: bool
    refused: list[str]
    remark: str = ""


class AddedDocuments(Response):
    """What became of documents.

    Attributes:
        documents: A line for each.
    """

    documents: list[AddedDocument]


class FoundDocument(msgspec.Struct):
    """What was found.

    Attributes:
        key: Its own name.
        kind: What it is, such as ``document`` or ``method``.
        title: Its line.
        source: Where it comes from; empty where it is of the image's own.
        score: How well it fits, comparable within one search only.
        snippet: The part of its text that answers.
        marks: Where words of the query begin and end in that part.
        known: What is known of it and can be searched for: texts, numbers, and lists of those.
    """

    key: str
    kind: str
    title: str
    source: str
    score: float
    snippet: str
    marks: list[tuple[int, int]]
    known: dict[str, Any] = msgspec.field(default_factory=dict)


class FoundDocuments(Response):
    """What was found.

    Attributes:
        found: It, the best first.
        remark: Why only words were looked for, or that nothing has what was asked for; else empty.
    """

    found: list[FoundDocument]
    remark: str


class MemoryState(Response):
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
    incomplete: list[str]
    embedder: str
    remark: str
    spaces: dict[str, int]
    lacking: int


class Reembedded(Response):
    """That documents have got their vectors.

    Attributes:
        documents: How many.
    """

    documents: int


class MemoryStep(Notice):
    """How far the work on the memory is.

    Attributes:
        text: What is done.
        share: The share of it that is done.
    """

    TYPE = "memory.step"

    text: str
    share: float


class ListSources(Request[SourceList]):
    """List what was taken in."""

    TYPE = "memory.sources"


class ShowSource(Request[SourceShown]):
    """Tell of a document, and what came of it.

    Attributes:
        name: Its name, or an end of it that no other has; or the key of what was found.
        limit: Passages at most.
        user: Who asks: what people said is shown to themselves alone.
    """

    TYPE = "memory.show"

    name: Text
    limit: Count = 100
    user: Text = "user"


class AddDocument(Request[AddedDocuments]):
    """Take a document in: a file or folder of the kernel's machine, or bytes that are sent.

    Attributes:
        path: The file or folder; empty where bytes are sent.
        name: What bytes that are sent are to be called.
        content: They.
        form: Their form; as name and content say where it is left out.
    """

    TYPE = "memory.add"

    path: str = ""
    name: str = ""
    content: bytes = b""
    form: Literal["", "text", "markdown", "jsonl", "pdf"] = ""


class SearchMemory(Request[FoundDocuments]):
    """Find documents by words and by meaning.

    Attributes:
        query: What is looked for.
        kinds: Only documents of these kinds; all where there are none.
        source: Only what comes from sources whose name holds this.
        where: Only what all of this is known of, as names and values.
        limit: How many at most.
        by: By ``both``, ``words`` or ``meaning``.
        user: Who searches: what people said is found by themselves alone.
    """

    TYPE = "memory.search"

    query: Text
    kinds: tuple[str, ...] = ()
    source: str = ""
    where: tuple[tuple[str, str], ...] = ()
    limit: Count = 10
    by: Literal["both", "words", "meaning"] = "both"
    user: Text = "user"


class ShowMemory(Request[MemoryState]):
    """Tell how the memory is."""

    TYPE = "memory.status"


class ForgetSource(Request[SourceFacts]):
    """Forget a document: its passages, their words and their vectors; or a mission of one's own.

    Attributes:
        name: As of ``memory.show``.
        user: Who asks.
    """

    TYPE = "memory.forget"

    name: Text
    user: Text = "user"


class Reembed(Request[Reembedded]):
    """Give every document its vector by the embedder that is configured."""

    TYPE = "memory.reembed"

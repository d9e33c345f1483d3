"""Taking documents in: read, chunked and embedded outside of any transaction, kept part by part.

Each part is committed with its passages and their vectors, so that whatever ends the work leaves
whole parts, and the next time goes on behind them.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from batos.errors import BatosError, CancelledError, UsageError
from batos.image import Root, Session
from batos.inference import CancelToken
from batos.memory.answers import Added
from batos.memory.catalog import Document
from batos.memory.catalogs import catalogs
from batos.memory.documents.chunking import MOST, chunks_of, sentences_of
from batos.memory.documents.parts import Part, whole
from batos.memory.documents.reading import ReadDocument, form_of, read_document
from batos.memory.documents.sources import GOLDEN, Source, catalog_for, sources
from batos.memory.embedding import Embedding, VectorSpace

if TYPE_CHECKING:
    from batos.memory.embedding import Matrix

__all__ = ["NOBODY", "Intake", "Onlooker", "Tell", "put_vectors"]

Tell = Callable[[str, float], None]
"""Told what is done, and the share of it that is done."""

_TELL_S = 1.0
"""Seconds from one time that is told how far the reading of a document is to the next."""
BATCH = 48
"""Passages that are embedded and committed together, about."""


@dataclass(frozen=True)
class Onlooker:
    """Who looks on while something takes long.

    Attributes:
        tell: Told how far it is.
        stopped: Whether to stop.
        user: On whose behalf it is done.
    """

    tell: Tell = lambda _what, _share: None
    stopped: Callable[[], bool] = lambda: False
    user: str = "user"

    @property
    def cancel(self) -> CancelToken:
        """Cancelled when it is to stop."""
        return _Stop(self.stopped)


NOBODY = Onlooker()


class _Stop(CancelToken):
    def __init__(self, stopped: Callable[[], bool]) -> None:
        super().__init__()
        self._stopped = stopped

    @property
    def cancelled(self) -> bool:
        return self._stopped()


@dataclass(frozen=True)
class _Embedded:
    """Documents by the id of their part, their keys and contents, and the vectors of those."""

    documents: Mapping[str, Sequence[Document]]
    made: Sequence[tuple[str, str]]
    vectors: Matrix | None = None


class Intake:
    """Takes documents into an image.

    Args:
        session: The image.
        embedding: Makes vectors; where there is none, documents come without.
    """

    def __init__(self, session: Session, embedding: Embedding) -> None:
        self._session = session
        self._embedding = embedding

    def take(self, name: str, content: bytes, form: str, onlooker: Onlooker) -> Added:
        """Take a document in, or what is new of it.

        Raises:
            UsageError: It cannot be read, or has no text.
            CancelledError: It was stopped.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        with self._session.read() as root:
            known = sources(root).get(name)
            if known is not None and known.complete and known.sha256 == sha256:
                passages = len(known.documents())
                return Added(source=name, form=known.form, passages=passages, unchanged=True)
        heed = _heeding(name, onlooker)
        read = read_document(name, content, form or form_of(name, content), heed=heed)
        fresh, remark = self._keep_parts(name, read, onlooker)
        order = tuple(part.id for part in read.parts)

        def settle(root: Root) -> tuple[int, int]:
            source: Source = sources(root, make=True).setdefault(name, Source(name))
            if any(part not in source.parts for part in order):
                raise UsageError(
                    f"{name!r} was changed in the memory while it was read.", hint="Add it again."
                )
            # Where lines were refused, the next time tells them again.
            source.settle(read.form, "" if read.refused else sha256, len(content), order)
            gone = [part for part in source.parts if part not in set(order)]
            keys = [key for part in gone for key in source.parts.pop(part)]
            for key in keys:
                catalog_for(root, key).remove(key)
            return len(keys), len(source.documents())

        gone, passages = self._session.change(
            settle, note="A document is in the memory", user=onlooker.user
        )
        return Added(
            source=name,
            form=read.form,
            passages=passages,
            fresh=fresh,
            gone=gone,
            refused=read.refused,
            remark=remark,
        )

    def _keep_parts(self, name: str, read: ReadDocument, onlooker: Onlooker) -> tuple[int, str]:
        """Keep the parts that are not there yet; return how many passages came of them.

        Where the embedder fails, the rest comes without vectors; they are made later, as those of
        all documents that lack one. Why that is so is returned as well.
        """
        with self._session.read() as root:
            source = sources(root).get(name)
            there = frozenset(source.parts) if source is not None else frozenset()
        waiting = [part for part in read.parts if part.id not in there]
        space, remark = self._space(), ""
        count, done = 0, len(read.parts) - len(waiting)
        for batch in _batches(waiting):
            if onlooker.stopped():
                raise CancelledError(
                    f"{name!r} is in the memory in part.", hint="Add it again to go on there."
                )
            onlooker.tell(f"taking in {Path(name).name}", done / len(read.parts))
            try:
                embedded = self._embedded(name, batch, space, onlooker)
            except CancelledError:
                raise
            except BatosError as error:
                space, remark = None, f"The rest is found by words for now. {error.message}"
                embedded = self._embedded(name, batch, None, onlooker)
            count += self._keep(name, embedded, space, onlooker)
            done += len(batch)
        return count, remark

    def _embedded(
        self, name: str, parts: Sequence[Part], space: VectorSpace | None, onlooker: Onlooker
    ) -> _Embedded:
        """Return the documents of parts with their vectors, where there is a space for them."""
        documents = self._documents(name, parts, space, onlooker)
        made = [(each.key, each.content) for group in documents.values() for each in group]
        if space is None:
            return _Embedded(documents, made)
        vectors = self._embedding.vectors([each for _, each in made], onlooker.cancel)
        return _Embedded(documents, made, vectors)

    def _keep(
        self, name: str, embedded: _Embedded, space: VectorSpace | None, onlooker: Onlooker
    ) -> int:
        documents, made, vectors = embedded.documents, embedded.made, embedded.vectors

        def keep(root: Root) -> None:
            source = sources(root, make=True).setdefault(name, Source(name))
            source.complete = False
            for part, group in documents.items():
                source.parts[part] = tuple(each.key for each in group)
                for each in group:
                    # A new object for each try of the transaction.
                    fresh = Document(each.key, each.kind, each.title, each.text, each.meta)
                    catalog_for(root, each.key).add(fresh)
            if space is not None and vectors is not None:
                put_vectors(root, space, made, vectors)

        self._session.change(keep, note="A part of a document is in the memory", user=onlooker.user)
        return len(made)

    def _documents(
        self, name: str, parts: Sequence[Part], space: VectorSpace | None, onlooker: Onlooker
    ) -> Mapping[str, Sequence[Document]]:
        """Return the documents of parts, by the id of each part."""
        sentences = {part.id: sentences_of(part.text) for part in parts if len(part.text) > MOST}
        distances: dict[str, list[float]] = {}
        if space is not None:
            said = [each for group in sentences.values() for each in group]
            rows = iter(self._embedding.vectors(said, onlooker.cancel))
            for part, group in sentences.items():
                own = [next(rows) for _ in group]
                distances[part] = [1.0 - float(a @ b) for a, b in itertools.pairwise(own)]
        found = {}
        for each in parts:
            chunks = [each.text.strip()]
            if each.id in sentences:
                chunks = chunks_of(sentences[each.id], distances.get(each.id))
            found[each.id] = list(_documents_of(name, each, chunks))
        return found

    def _space(self) -> VectorSpace | None:
        try:
            return self._embedding.space()
        except BatosError:
            return None  # by words, as the status says


def _heeding(name: str, onlooker: Onlooker) -> Callable[[str], None]:
    """Return who is told how far the reading of a document is, and ends it where it is stopped."""
    told = time.monotonic()

    def heed(far: str) -> None:
        nonlocal told
        if onlooker.stopped():
            raise CancelledError(f"{name!r} was not taken in.")
        if time.monotonic() - told >= _TELL_S:
            told = time.monotonic()
            onlooker.tell(f"reading {Path(name).name}, {far}", 0.0)

    return heed


def put_vectors(
    root: Root, space: VectorSpace, of: Sequence[tuple[str, str]], vectors: Matrix
) -> int:
    """Give documents their vectors, in whichever catalog they are; return how many got theirs."""
    rows = vectors.tolist()
    return sum(catalog.put_vectors(space, of, rows) for catalog in catalogs(root))


def _documents_of(name: str, part: Part, chunks: Sequence[str]) -> Iterator[Document]:
    home = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    if part.pair is not None:
        meta = {**part.meta, "persona": part.pair.persona, "source": name}
        key = f"{GOLDEN}{home}:{part.id}"
        yield Document(key, "codex", part.pair.prompt, part.pair.response, meta)
        return
    called = whole(Path(name).name)
    title = f"{called} > {part.place}" if part.place else called
    for number, text in enumerate(chunks):
        key = f"document:{home}:{part.id}:{number}"
        yield Document(key, "document", title, text, {**part.meta, "source": name})


def _batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield some parts at a time, of about as many passages as are embedded together."""
    batch: list[Part] = []
    size = 0
    for part in parts:
        batch.append(part)
        size += max(len(part.text), MOST // 2)
        if size > BATCH * MOST // 2:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

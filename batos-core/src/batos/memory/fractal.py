"""The Fractal Memory of an image that is open: what it was given to read, and what it knows.

Nothing is read or embedded inside a transaction. Without an embedder everything works by words.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from batos.counting import counted
from batos.errors import BatosError, CancelledError, UsageError, near
from batos.image import Root, Session
from batos.inference import CancelToken
from batos.memory.answers import Added, Found, MemoryStatus
from batos.memory.catalog import Document, Hit
from batos.memory.catalogs import catalogs, kinds_of, own_catalog, owned, seen_by
from batos.memory.documents.reading import check_name, check_size, files_of, read_file
from batos.memory.documents.sources import (
    SourceFacts,
    catalog_for,
    found_source,
    sources,
)
from batos.memory.embedding import Embedding
from batos.memory.facets import Wanted
from batos.memory.hybrid import hybrid_search
from batos.memory.intake import BATCH, NOBODY, Intake, Onlooker
from batos.memory.reembedding import Reembedding
from batos.memory.snippets import snippet
from batos.memory.vectors import Meaning, VectorShelf
from batos.objects import Method

__all__ = ["FractalMemory"]

_FORGOTTEN = 400
"""Documents that one transaction forgets."""


class FractalMemory:
    """What an image was given to read, and what it knows of itself.

    Args:
        session: The image.
        embedding: Makes vectors.
        largest: Bytes that a document may have.
    """

    def __init__(self, session: Session, embedding: Embedding, *, largest: int = 64 << 20) -> None:
        self._session = session
        self._embedding = embedding
        self._largest = largest
        self._shelf = VectorShelf()
        self._intake = Intake(session, embedding)
        self._reembedding = Reembedding(session, embedding)

    def add(self, path: Path, onlooker: Onlooker = NOBODY) -> list[Added]:
        """Take a file in, or the documents of a folder and of what is below it.

        One that is there already gets what has changed of it, and loses what is gone.

        Args:
            path: It.
            onlooker: May stop it: what is in by then stays, and the next time goes on there.

        Returns:
            What became of each; in a folder also of those that cannot be read, whatever the fault.

        Raises:
            UsageError: There is no such file, or it cannot be read.
            CancelledError: It was stopped.
        """
        files = files_of(path)
        done = []
        for number, file in enumerate(files):
            share = _Share(onlooker, number, len(files))
            try:
                content = read_file(file, self._largest)
                done.append(self._intake.take(str(file), content, "", share.onlooker))
            except CancelledError:
                raise
            except Exception as error:
                if path.is_file():
                    raise
                done.append(Added(source=str(file), refused=(_told(error),)))
        return done

    def add_content(
        self, name: str, content: bytes, *, form: str = "", onlooker: Onlooker = NOBODY
    ) -> Added:
        """Take a document in whose bytes are here.

        Args:
            name: What it is to be called; another one of that name is replaced.
            content: Its bytes.
            form: ``text``, ``markdown``, ``jsonl`` or ``pdf``; as name and content say when empty.
            onlooker: As for :meth:`add`.

        Raises:
            UsageError: It cannot be read, is too large, has no text, or cannot be called so.
            CancelledError: It was stopped.
        """
        check_name(name)
        check_size(name, len(content), self._largest)
        return self._intake.take(name, content, form, onlooker)

    def search(
        self,
        query: str,
        *,
        kinds: Sequence[str] = (),
        source: str = "",
        where: Mapping[str, object] | Sequence[tuple[str, object]] = (),
        limit: int = 10,
        by: str = "both",
        user: str = "user",
        cancel: CancelToken | None = None,
    ) -> tuple[list[Found], str]:
        """Return what fits a query best, by its words and by what it means.

        Args:
            query: Any text.
            kinds: Only documents of these kinds; all when empty.
            source: Only what comes from sources whose name holds this.
            where: Only what all of this is known of, as names and values: of a document what it
                says of itself, of a method such as ``receiver``.
            limit: How many at most.
            by: ``both``, ``words`` or ``meaning``.
            user: Who searches: what people said is found by themselves alone.
            cancel: Stops it.

        Returns:
            They, and what the one who asks should know: why only words were looked for, or that
            nothing has what was asked for. Else an empty text.

        Raises:
            UsageError: There is no such way to search, or nothing is asked.
            BatosError: Meaning alone was asked for, and there is no embedder.
        """
        if by not in ("both", "words", "meaning"):
            raise UsageError(f"There is no search by {by!r}.", hint="By words, meaning or both.")
        if not query.strip():
            raise UsageError("There is nothing to search for.")
        pairs = list(where.items() if isinstance(where, Mapping) else where)
        wanted = Wanted(frozenset(kinds), source, tuple((n, str(value)) for n, value in pairs))
        with self._session.read() as root:
            # What cannot find anything asks no embedder.
            looked = seen_by(root, user)
            there = set().union(*(each.kinds() for each in looked))
            if kinds and not wanted.kinds & there:
                return [], _no_kind(kinds, there)
            known = set().union(*(each.known_names() for each in looked)) if pairs else set()
        if unknown := [name for name, _ in pairs if name not in known]:
            said = f"Nothing in the memory has a {unknown[0]!r}. {near(unknown[0], known)}"
            return [], said.strip()
        meaning, remark = None, ""
        if by != "words":
            try:
                meaning = self._meaning(query, cancel or CancelToken())
            except CancelledError:
                raise
            except BatosError as error:
                if by == "meaning":
                    raise
                remark = error.message
        said = "" if by == "meaning" else query
        with self._session.read() as root:
            looked = seen_by(root, user)
            hits = hybrid_search(looked, said, meaning=meaning, wanted=wanted, limit=limit)
        return [Found(each, snippet(each.text or each.title, query)) for each in hits], remark

    def is_answered(self, hit: Hit) -> bool:
        """Return whether there is still the method that a document tells of; True for all others.

        The document of an archived method is kept: whoever asks for it again gets it at once.
        """
        learned = hit.kind == "mission" and hit.meta.get("status") == "COMPLETE"
        if not learned and hit.kind not in ("method", "tentative"):
            return True
        with self._session.read() as root, contextlib.suppress(BatosError):
            holder = root.objects.get(hit.meta.get("receiver"))
            selector = str(hit.meta.get("selector"))
            return holder is not None and type(root.method(holder, selector)[1]) is Method
        return False

    def sources(self) -> list[SourceFacts]:
        """Return what was taken in, by name."""
        with self._session.read() as root:
            return [SourceFacts.of(each) for each in sources(root).values()]

    def show(
        self, name: str, *, limit: int = 100, user: str = "user"
    ) -> tuple[SourceFacts, list[Hit]]:
        """Return a source, and its passages in their order; or one document by its key.

        Args:
            name: Its name, or an end of it that no other has; or the key of what was found.
            limit: Passages at most.
            user: Who asks: what people said is shown to themselves alone.

        Raises:
            UnknownNameError: There is no such source.
            UsageError: There are several.
        """
        with self._session.read() as root:
            for catalog in seen_by(root, user):
                if (found := catalog.get(name)) is not None:
                    return SourceFacts.of_document(found), [Hit.of(found, 0.0)]
            source = found_source(root, name)
            documents = (catalog_for(root, key).get(key) for key in source.documents()[:limit])
            return SourceFacts.of(source), [Hit.of(each, 0.0) for each in documents if each]

    def forget(self, name: str, onlooker: Onlooker = NOBODY) -> SourceFacts:
        """Forget a source: its passages, their words and their vectors; or a mission of one's own.

        A mission is one of which nothing came: what was learned is forgotten with its method. A
        pack takes what was forgotten out of the image's file as well.

        Args:
            name: As for :meth:`show`; the key of a mission.
            onlooker: Who asks. It may stop it; asked again, it goes on where it stopped.

        Raises:
            UnknownNameError: There is no such source.
            CancelledError: It was stopped.
        """
        with self._session.read() as root:
            if mission := _own_mission(root, name, onlooker.user):
                facts = SourceFacts.of_document(mission)
            else:
                facts = SourceFacts.of(found_source(root, name))
        if mission:
            self._session.change(
                lambda root: own_catalog(root, onlooker.user).remove(name),
                note="A mission is forgotten",
                user=onlooker.user,
            )
            return facts
        left = facts.passages
        while left:
            if onlooker.stopped():
                raise CancelledError(
                    f"{counted(left, 'passage is', 'passages are')} left of {facts.name!r}.",
                    hint="Forget it again to go on there.",
                )
            onlooker.tell(f"forgetting {facts.name}", 1 - left / facts.passages)
            left = self._session.change(
                lambda root: _forget_some(root, facts.name),
                note="A part of a document is forgotten",
                user=onlooker.user,
            )
        self._session.change(
            lambda root: _drop(root, facts.name),
            note="A document is forgotten",
            user=onlooker.user,
        )
        return facts

    def status(self) -> MemoryStatus:
        """Return how the memory is."""
        space, remark = None, ""
        try:
            space = self._embedding.space()
        except BatosError as error:
            remark = f"{error.message} {error.hint or ''}".strip()
        spaces = Counter[str]()
        lacking = 0
        with self._session.read() as root:
            known = sources(root)
            for catalog in catalogs(root):
                spaces.update(catalog.spaces())
                lacking += catalog.lacking(space) if space else 0
            incomplete = tuple(each.name for each in known.values() if not each.complete)
            count, kinds = len(known), kinds_of(root)
        if space and lacking:
            changed = any(label != space.label for label in spaces)
            why = "The embedder is another one than before: " if changed else ""
            remark = f"{why}{lacking} documents have no vector; batos memory reembed makes them."
        return MemoryStatus(
            kinds=kinds,
            sources=count,
            incomplete=incomplete,
            embedder=space.label if space else "",
            remark=remark,
            spaces=dict(spaces),
            lacking=lacking,
        )

    def reembed(self, onlooker: Onlooker = NOBODY) -> int:
        """Give every document its vector by the embedder that is configured; return how many.

        Vectors of another embedder go when all have one of this that can have one. What is done
        stays, whatever ends it, and the next time goes on there.

        Args:
            onlooker: May stop it.

        Raises:
            BatosError: There is no embedder, or it failed at some documents; all others have their
                vectors then.
            CancelledError: It was stopped.
        """
        return self._reembedding.reembed(onlooker)

    def catch_up(self, onlooker: Onlooker = NOBODY, *, most: int = BATCH) -> int:
        """Give some documents their vectors that came without, such as learned methods.

        It does nothing where there are vectors of another embedder: a person says when those go.

        Args:
            onlooker: May stop it.
            most: How many at most, about.

        Returns:
            How many.

        Raises:
            BatosError: There is no embedder.
            CancelledError: It was stopped.
        """
        return self._reembedding.catch_up(onlooker, most=most)

    def _meaning(self, query: str, cancel: CancelToken) -> Meaning:
        space = self._embedding.space()
        vector = self._embedding.vectors([query], cancel)[0]
        return Meaning(space, vector.tolist(), self._shelf)


class _Share:
    """One of several pieces of work, of which the whole is told.

    Args:
        whole: Who looks on at all of it.
        number: Which one it is, from 0.
        of: How many there are.
    """

    def __init__(self, whole: Onlooker, number: int, of: int) -> None:
        self._whole = whole
        self._number = number
        self._of = of
        self.onlooker = replace(whole, tell=self._tell)

    def _tell(self, what: str, share: float) -> None:
        self._whole.tell(what, (self._number + share) / self._of)


def _told(error: Exception) -> str:
    """Return why a file of a folder was not taken."""
    if isinstance(error, BatosError):
        return error.message
    return f"It cannot be read: {type(error).__name__}{f': {error}' if str(error) else ''}."


def _no_kind(asked: Sequence[str], known: Collection[str]) -> str:
    """Return what is said where nothing is of the kinds that were asked for."""
    there = f"There are {', '.join(sorted(known))}." if known else ""
    return f"Nothing in the memory is of the kind {asked[0]!r}. {there}".strip()


def _own_mission(root: Root, key: str, user: str) -> Document | None:
    """Return a mission of which nothing came, by its key, that a person has asked for."""
    own = owned(root, user)
    known = own.get(key) if own is not None else None
    return known if known is not None and known.kind == "mission" else None


def _drop(root: Root, name: str) -> None:
    sources(root).pop(name, None)


def _forget_some(root: Root, name: str) -> int:
    """Forget some documents of a source; return how many are left."""
    source = sources(root).get(name)
    if source is None:
        return 0
    source.complete = False
    count = 0
    for part in list(source.parts):
        for key in source.parts.pop(part):
            catalog_for(root, key).remove(key)
            count += 1
        if count >= _FORGOTTEN:
            break
    return len(source.documents())

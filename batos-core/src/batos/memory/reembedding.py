"""Making vectors for documents that came without, and for all where the embedder is another one.

What is bad at one document, such as a text that no embedder reads, costs no other one its vector.
"""

from __future__ import annotations

import logging
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from batos.counting import counted
from batos.errors import BackendError, BatosError, CancelledError
from batos.image import Root, Session
from batos.inference import CancelToken
from batos.memory.catalogs import catalogs
from batos.memory.embedding import Embedding, VectorSpace
from batos.memory.intake import BATCH, NOBODY, Onlooker, put_vectors

if TYPE_CHECKING:
    from batos.memory.embedding import Matrix

__all__ = ["Reembedding"]

_LOG = logging.getLogger(__name__)
_PROBE = "A text that every embedder reads."


class Reembedding:
    """Gives the documents of an image their vectors.

    Args:
        session: The image.
        embedding: Makes vectors.
    """

    def __init__(self, session: Session, embedding: Embedding) -> None:
        self._session = session
        self._embedding = embedding
        self._failed: dict[tuple[str, str], str] = {}
        """Keys and contents of which no vector can be made, and why, until a person tries anew."""

    def reembed(self, onlooker: Onlooker = NOBODY) -> int:
        """See :meth:`~batos.memory.fractal.FractalMemory.reembed`."""
        space = self._embedding.space()
        self._failed = {}
        done = self._embed(space, onlooker)
        if self._others(space):
            self._session.change(
                lambda root: _keep_only(root, space),
                note="Vectors of other embedders go",
                user=onlooker.user,
            )
        if self._failed:
            raise self._failure(done)
        return done

    def catch_up(self, onlooker: Onlooker = NOBODY, *, most: int = BATCH) -> int:
        """See :meth:`~batos.memory.fractal.FractalMemory.catch_up`."""
        space = self._embedding.space()
        return 0 if self._others(space) else self._embed(space, onlooker, most)

    def _embed(self, space: VectorSpace, onlooker: Onlooker, most: int | None = None) -> int:
        """Give documents their vectors that have none; return how many."""
        done = 0
        while (most is None or done < most) and (of := self._without_vectors(space, onlooker)):
            if onlooker.stopped():
                raise CancelledError(f"{done} documents got their vectors; others have none yet.")
            of, vectors = self._vectors_of(of, onlooker.cancel)

            def put(root: Root, of: Sequence[tuple[str, str]] = of, rows: Matrix = vectors) -> int:
                return put_vectors(root, space, of, rows)

            done += self._session.change(
                put, note="Documents get their vectors", user=onlooker.user
            )
        return done

    def _vectors_of(
        self, of: list[tuple[str, str]], cancel: CancelToken
    ) -> tuple[list[tuple[str, str]], Matrix]:
        """Return what of some documents an embedder can read, and the vectors of that.

        Raises:
            BatosError: It can read nothing at all.
        """
        try:
            return of, self._embedding.vectors([content for _, content in of], cancel)
        except CancelledError:
            raise
        except BatosError:
            self._embedding.vectors([_PROBE], cancel)
        able, rows = [], []
        for each in of:
            try:
                rows.append(self._embedding.vectors([each[1]], cancel))
                able.append(each)
            except CancelledError:
                raise
            except BatosError as error:
                self._failed[each] = error.message
                _LOG.warning("the document %r gets no vector: %s", each[0], error.message)
        import numpy as np

        return able, np.concatenate([*rows, self._embedding.vectors([], cancel)])

    def _failure(self, done: int) -> BatosError:
        """Return what is said of documents of which no vector can be made."""
        (key, _), reason = next(iter(self._failed.items()))
        more = len(self._failed) - 1
        told = f"the document {key!r}{f', and of {more} more,' if more else ''} cannot be made"
        return BackendError(
            f"{counted(done, 'document has', 'documents have')} got their vectors; that of {told}: "
            f"{reason}",
            hint=f"To see it: batos memory show {shlex.quote(key)}",
        )

    def _others(self, space: VectorSpace) -> bool:
        """Return whether there are vectors of another space."""
        with self._session.read() as root:
            return any(set(each.spaces()) - {space.label} for each in catalogs(root))

    def _without_vectors(self, space: VectorSpace, onlooker: Onlooker) -> list[tuple[str, str]]:
        with self._session.read() as root:
            for catalog in catalogs(root):
                if of := catalog.without_vectors(space, BATCH, self._failed):
                    total = sum(len(each) for each in catalogs(root))
                    left = sum(each.lacking(space) for each in catalogs(root))
                    onlooker.tell("making vectors", 1 - left / total)
                    return of
        return []


def _keep_only(root: Root, space: VectorSpace) -> None:
    for catalog in catalogs(root):
        catalog.keep_only(space)

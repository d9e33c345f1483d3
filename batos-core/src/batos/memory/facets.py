"""Facets: what is known about documents beside their text, as an index that filters by it.

A search that is narrowed by them looks numbers up, and loads no document for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

__all__ = ["EVERYTHING", "Facets", "Known", "Wanted", "facets_of", "known_of"]

Known = str | int | float | list[str | int | float]
"""What can be known of a document under a name."""

_LONGEST = 1_000
"""Characters of a value; of a longer one its beginning."""
_BEYOND = 1 << 62
"""A number that no document has."""


@dataclass(frozen=True)
class Wanted:
    """Which documents a search is for.

    Attributes:
        kinds: Those of these kinds; all when empty.
        source: Those from sources whose name holds this.
        where: Those of which all of this is known, as names and values.
    """

    kinds: frozenset[str] = frozenset()
    source: str = ""
    where: tuple[tuple[str, str], ...] = ()

    @property
    def by_facets(self) -> bool:
        """Whether it asks for what is known about documents, and not only for their kinds."""
        return bool(self.source or self.where)


EVERYTHING = Wanted()


class Facets(Persistent):
    """Names and values, and the numbers of the documents that have them."""

    def __init__(self) -> None:
        # One set of (name, value, number): a value that one document has costs no record of its own
        self._known = OOTreeSet()

    def put(self, number: int, known: Iterable[tuple[str, str]]) -> None:
        """Note what is known of a document."""
        self._known.update((name, value, number) for name, value in known)

    def remove(self, number: int, known: Iterable[tuple[str, str]]) -> None:
        """Forget what was known of a document."""
        for name, value in known:
            self._known.discard((name, value, number))

    def numbers(self, wanted: Wanted) -> set[int]:
        """Return the numbers of the documents that have what is wanted, whatever their kind."""
        groups = [self._having(name, _text(value)) for name, value in wanted.where]
        if wanted.source:
            held = _text(wanted.source)
            groups.append(self._where("source", lambda value: held in value))
        return set.intersection(*groups) if groups else set()

    def names(self) -> Iterator[str]:
        """Yield the names of what is known of some document."""
        place: tuple[Any, ...] = ("",)
        while (found := self._from(place)) is not None:
            yield found[0]
            place = (f"{found[0]}\0",)

    def faults(self, known: Mapping[int, Iterable[tuple[str, str]]]) -> Iterator[str]:
        """Yield where the index does not agree with what is known by number, as a sentence."""
        due = {(name, value, number) for number, pairs in known.items() for name, value in pairs}
        if due != set(self._known):
            yield "The index of what is known of documents says something else than they do."

    def _having(self, name: str, value: str) -> set[int]:
        found = self._known.keys((name, value, 0), (name, value, _BEYOND))
        return {number for _, _, number in found}

    def _where(self, name: str, fits: Callable[[str], bool]) -> set[int]:
        numbers: set[int] = set()
        place: tuple[Any, ...] = (name, "", 0)
        while (found := self._from(place)) is not None and found[0] == name:
            if fits(found[1]):
                numbers |= self._having(name, found[1])
            place = (name, found[1], _BEYOND)
        return numbers

    def _from(self, place: tuple[Any, ...]) -> tuple[str, str, int] | None:
        """Return the first entry from a place on; None behind the last."""
        try:
            found: tuple[str, str, int] = self._known.minKey(place)
        except ValueError:
            return None
        return found


def known_of(meta: Mapping[str, Any]) -> dict[str, Known]:
    """Return what a document can be found by of what is known about it: texts, numbers, and lists.

    Texts of several lines are none.
    """
    found: dict[str, Known] = {}
    for name, value in meta.items():
        if isinstance(value, (list, tuple)):
            if given := [each for each in value if _is_plain(each)]:
                found[name] = given
        elif _is_plain(value):
            found[name] = value
    return found


def facets_of(meta: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the names and values by which a document is found (see :func:`known_of`).

    Example:
        >>> sorted(facets_of({"Author": "Ann", "tags": ["a", "B"], "draft": True, "more": {}}))
        [('Author', 'ann'), ('draft', 'true'), ('tags', 'a'), ('tags', 'b')]
    """
    known = known_of(meta).items()
    each_of = [(name, value if isinstance(value, list) else [value]) for name, value in known]
    return {(name, _text(each)) for name, values in each_of for each in values}


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float)) and "\n" not in str(value)


def _text(value: object) -> str:
    return str(value).strip().casefold()[:_LONGEST]

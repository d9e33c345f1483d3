"""The repertoire: the objects and methods of an image that a sentence may mean."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from batos.errors import UnknownNameError
from batos.learning.candidates.sources import parameters_of
from batos.learning.records.remembering import TENTATIVE_KIND
from batos.learning.request.naming import spoken
from batos.memory import KnowledgeCatalog
from batos.memory.words import words_of
from batos.objects import Method, UvmObject, ancestors, name_of
from batos.stewardship.natives import is_native

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["FIRST", "Offer", "Repertoire", "may_change", "methods_seen", "names_in", "repertoire"]

FIRST = "genesis"
"""The object that learns where nobody says which."""
_OBJECTS = 300
"""Objects that are looked at; those that the words of a sentence name come before them."""
_WORDS = 400
"""Words of a text that are looked at for names of objects."""
_MOST_WORDS = 6
"""Words of an object's name."""
_HITS = 20


@dataclass(frozen=True)
class Offer:
    """A method that an object offers.

    Attributes:
        object: Name of the object.
        selector: Name of the method.
        parameters: Names of what it takes.
        needed: How many of them it must be given.
        changes: Whether it may change something.
        doc: What it does, in a line; empty where it does not say.
        also: Other words for it, from the recipe that it was taken from.
    """

    object: str
    selector: str
    parameters: tuple[str, ...]
    needed: int
    changes: bool
    doc: str = ""
    also: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """``OBJECT.SELECTOR``."""
        return f"{self.object}.{self.selector}"

    @property
    def line(self) -> str:
        """It as it is shown: ``shopping_list.add(item, price)``."""
        return f"{self.address}({', '.join(self.parameters)})"

    @property
    def words(self) -> frozenset[str]:
        """The telling words of its name and its parameters."""
        return frozenset(words_of(f"{spoken(self.address)} {' '.join(self.parameters)}"))


@dataclass(frozen=True)
class Repertoire:
    """What an image offers to a sentence, plain data.

    Attributes:
        offers: Methods, by object and name.
        objects: Names of objects that it looked at.
    """

    offers: tuple[Offer, ...]
    objects: tuple[str, ...]

    def offer(self, address: str) -> Offer | None:
        """Return the method at an address, or None."""
        return next((each for each in self.offers if each.address == address), None)

    def named(self, selector: str) -> tuple[Offer, ...]:
        """Return the methods of a name."""
        return tuple(each for each in self.offers if each.selector == selector)

    def nearest(self, text: str, limit: int) -> tuple[Offer, ...]:
        """Return the methods that share the most words with a text, in the order of the image."""
        said = frozenset(words_of(text))
        ranked = sorted(self.offers, key=lambda each: -len(each.words & said))
        chosen = set(ranked[:limit])
        return tuple(each for each in self.offers if each in chosen)


def repertoire(root: Root, text: str) -> Repertoire:
    """Return what an image offers to a sentence: the objects that it names, and what is near."""
    found: dict[str, UvmObject] = {}
    words = list(itertools.islice(re.finditer(r"\w+", text), _WORDS))
    said = (name for name, _ in names_in(root, words))
    for name in itertools.chain([FIRST], said, root.objects):
        if len(found) >= _OBJECTS:
            break
        obj = root.objects.get(name)
        if isinstance(obj, UvmObject) and (name == FIRST or not is_native(root, name)):
            found.setdefault(name, obj)
    offers = {each.address: each for obj in found.values() for each in _offers(root, obj)}
    catalog: KnowledgeCatalog = root.memory["catalog"]
    for hit in catalog.search(text, kinds=("method", TENTATIVE_KIND), limit=_HITS):
        receiver, selector = str(hit.meta["receiver"]), str(hit.meta["selector"])
        if f"{receiver}.{selector}" not in offers:
            try:
                _, method = root.method(root.find(receiver), selector)
            except UnknownNameError:  # the memory still speaks of it, but it is gone
                continue
            if isinstance(method, Method):
                offers[f"{receiver}.{selector}"] = _offer(receiver, method)
    # A recipe that was taken over under its own name is known by the recipe alone.
    for hit in catalog.search(text, kinds=("recipe",), limit=_HITS):
        also = (hit.title, *map(str, hit.meta.get("also", ())))
        for address, each in offers.items():
            if each.selector == hit.meta["selector"]:
                offers[address] = replace(each, also=(*each.also, *also))
    return Repertoire(tuple(offers.values()), tuple(found))


def methods_seen(root: Root, obj: UvmObject) -> Iterator[Method]:
    """Yield what an object understands of its own and of objects like it."""
    seen: set[str] = set()
    for holder in ancestors(obj):
        if holder is not obj and is_native(root, name_of(holder)):
            continue
        for name, value in holder._slots.items():
            if type(value) is Method and name not in seen:
                yield value
            seen.add(name)


def may_change(method: Method) -> bool:
    """Return whether a method may change something."""
    return method.mutator or bool(method.verdict.get("borrows", True))


def _offers(root: Root, obj: UvmObject) -> Iterator[Offer]:
    for method in methods_seen(root, obj):
        if method.quarantine is None:
            yield _offer(name_of(obj), method)


def _offer(receiver: str, method: Method) -> Offer:
    names, needed = _taken(method.source)
    return Offer(
        receiver,
        method.selector,
        names,
        needed,
        may_change(method),
        method.doc.strip().partition("\n")[0],
    )


@functools.lru_cache(maxsize=10_000)
def _taken(source: str) -> tuple[tuple[str, ...], int]:
    """Return the parameters of a method and how many it needs; clones share their sources."""
    names, defaults = parameters_of(source)
    return names, len(names) - defaults


def names_in(
    root: Root, words: Sequence[re.Match[str]]
) -> Iterator[tuple[str, Sequence[re.Match[str]]]]:
    """Yield the names of objects that stand in a text, and the words that each is said with.

    Args:
        root: The image.
        words: The words of the text.
    """
    for first in range(len(words)):
        for count in range(1, min(_MOST_WORDS, len(words) - first) + 1):
            part = words[first : first + count]
            typed = "_".join(word[0] for word in part)
            yield from ((name, part) for name in (typed, typed.lower()) if name in root.objects)

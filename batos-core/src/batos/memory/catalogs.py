"""The catalogs of an image, and who may see what is in each.

What the image can do is in one of its own: however much it was given to read or has lived through,
a cycle searches in that. What a person said belongs to them; their catalog has words and vectors
of its own, so that nothing of it shows in what others find, nor stays when it is deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from BTrees.OOBTree import OOBTree

from batos.image import Root
from batos.memory.catalog import KnowledgeCatalog

__all__ = [
    "SHARED",
    "catalog_of",
    "catalogs",
    "kinds_of",
    "named",
    "own_catalog",
    "owned",
    "seen_by",
]

SHARED = ("library", "catalog", "missions")
"""What was read, what the image can do, and the missions that it has lived through."""
_OWN = "own"
_LONGEST_NAME = 80


def named(by: str) -> str:
    """Return who does something, as the records keep it: in a line, and not longer than a name."""
    return " ".join(by.split())[:_LONGEST_NAME] or "user"


def catalogs(root: Root) -> list[KnowledgeCatalog]:
    """Return all catalogs that there are, also those of persons."""
    return [*_shared(root), *root.memory.get(_OWN, {}).values()]


def seen_by(root: Root, user: str) -> list[KnowledgeCatalog]:
    """Return the catalogs that a person may search: those of everybody, and their own."""
    own = owned(root, user)
    return [*_shared(root), *([] if own is None else [own])]


def catalog_of(root: Root, name: str) -> KnowledgeCatalog:
    """Return one of :data:`SHARED`, made where it is not there yet."""
    if name not in root.memory:
        root.memory[name] = KnowledgeCatalog()
    catalog: KnowledgeCatalog = root.memory[name]
    return catalog


def own_catalog(root: Root, user: str) -> KnowledgeCatalog:
    """Return what a person said, to be searched by them alone; made where it is not there yet."""
    user = named(user)
    if _OWN not in root.memory:
        root.memory[_OWN] = OOBTree()
    if user not in root.memory[_OWN]:
        root.memory[_OWN][user] = KnowledgeCatalog()
    catalog: KnowledgeCatalog = root.memory[_OWN][user]
    return catalog


def owned(root: Root, user: str) -> KnowledgeCatalog | None:
    """Return what a person said, as :func:`own_catalog` does; None where there never was any."""
    found: KnowledgeCatalog | None = root.memory.get(_OWN, {}).get(named(user))
    return found


def kinds_of(root: Root) -> dict[str, int]:
    """Return how many documents of each kind there are in all catalogs."""
    counted = Counter[str]()
    for catalog in catalogs(root):
        counted.update(catalog.kinds())
    return dict(counted)


def _shared(root: Root) -> Iterable[KnowledgeCatalog]:
    found = (root.memory.get(name) for name in SHARED)
    return (each for each in found if isinstance(each, KnowledgeCatalog))

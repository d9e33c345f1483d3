"""What the memory holds of learned methods: a document each, so that others can build on them.

One that is tentative has a document of another kind: a sentence finds it and calls it, but nobody
builds on it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from batos.errors import ObjectSetAsideError
from batos.image.history import lifetime_of
from batos.learning.candidates.sources import Shape
from batos.learning.model.trust import is_tentative
from batos.learning.request.naming import spoken
from batos.memory import Document, Hit, KnowledgeCatalog
from batos.objects import Method, UvmObject, address_of, methods_of, name_of

if TYPE_CHECKING:
    from batos.image import Root, Session

__all__ = ["TENTATIVE_KIND", "in_order_of_use", "remember", "remember_object"]

TENTATIVE_KIND = "tentative"
"""Kind of the documents of methods that are not known to be right."""
_KINDS = ("method", TENTATIVE_KIND)

_LONGEST_TITLE = 300


def remember(root: Root, holder: UvmObject, selector: str) -> bool:
    """Let the memory hold what an object's method says now, in the running transaction.

    The document of a method that was taken away is taken away with it; an older version that was
    put back has its own again.

    Returns:
        Whether the memory changed.
    """
    catalog: KnowledgeCatalog = root.memory["catalog"]
    method = methods_of(holder).get(selector)
    document = _document(holder, method) if method is not None else None
    keys = [f"{kind}:{address_of(holder)}.{selector}" for kind in _KINDS]
    gone = [catalog.remove(key) for key in keys if document is None or key != document.key]
    return any(gone) if document is None else catalog.add(document) or any(gone)


def remember_object(root: Root, obj: UvmObject, called: str) -> None:
    """Let the memory hold what an object's methods say, under the name that it has now.

    Args:
        root: The image.
        obj: The object; one without a name is forgotten.
        called: The address that it had before.
    """
    catalog: KnowledgeCatalog = root.memory["catalog"]
    for selector in methods_of(obj):
        for kind in _KINDS:
            catalog.remove(f"{kind}:{called}.{selector}")
        if name_of(obj):
            remember(root, obj, selector)


def in_order_of_use(session: Session, hits: Iterable[Hit], rank: Callable[[Hit], Any]) -> list[Hit]:
    """Return hits in their order, those of one rank by how often they were used with success.

    Args:
        session: The image.
        hits: Found methods, sorted by their rank.
        rank: What puts them in order; those that are nothing alike stay as they are.
    """
    found: list[Hit] = []
    for _, group in groupby(hits, rank):
        equals = list(group)
        if len(equals) > 1 and equals[0].score > 0:
            with session.read() as root:
                used = {hit.key: _successes(root, hit) for hit in equals}
            equals.sort(key=lambda hit: -used[hit.key])
        found += equals
    return found


def _successes(root: Root, hit: Hit) -> int:
    holder = root.objects.get(hit.meta.get("receiver"))
    with contextlib.suppress(ObjectSetAsideError):
        method = (
            methods_of(holder).get(str(hit.meta.get("selector"))) if holder is not None else None
        )
        return lifetime_of(root, method).successes if method is not None else 0
    return 0


def _document(holder: UvmObject, method: Method) -> Document | None:
    """Return the document of a method; None for one that the memory has from elsewhere."""
    origin = method.provenance
    copied = list(origin.get("based_on", ())) == [method.selector]
    if origin.get("origin") == "persona" or (origin.get("origin") == "delegated" and copied):
        return None
    meta = {
        "receiver": address_of(holder),
        "selector": method.selector,
        "signature": method.signature,
        "source": method.source,
        "shape": Shape.of(method.source).to_plain(),
        "examples": [dict(example) for example in method.examples],
        "verified": origin.get("examples", 0),
    }
    # One line, not too long: a doc that came from elsewhere may be anything.
    doc = " ".join(method.doc.split())[:_LONGEST_TITLE]
    title = doc[:1].upper() + doc[1:]
    kind = TENTATIVE_KIND if is_tentative(method) else "method"
    key = f"{kind}:{address_of(holder)}.{method.selector}"
    return Document(key, kind, title, spoken(method.selector), meta)

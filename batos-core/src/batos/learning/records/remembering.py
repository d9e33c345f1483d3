"""What the memory holds of learned methods: a document each, so that others can build on them.

One that is tentative has a document of another kind: a sentence finds it and calls it, but nobody
builds on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.learning.candidates.sources import Shape
from batos.learning.model.trust import is_tentative
from batos.learning.request.naming import spoken
from batos.memory import Document, KnowledgeCatalog
from batos.objects import Method, UvmObject, address_of, methods_of, name_of

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["TENTATIVE_KIND", "remember", "remember_object"]

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

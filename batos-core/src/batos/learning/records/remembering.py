"""What the memory holds of learned methods: a document each, so that others can build on them.

The missions are held beside them: in a catalog of their own, in which no cycle looks for methods.
Those of which nothing came are in that of the person who asked: what was learned is everybody's,
what was only said is not.

One that is tentative has a document of another kind: a sentence finds it and calls it, but nobody
builds on it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from batos.errors import ObjectSetAsideError
from batos.image.history import lifetime_of
from batos.learning.candidates.sources import Shape
from batos.learning.model.trust import is_tentative
from batos.learning.records.trail import now_text
from batos.learning.request.naming import spoken
from batos.memory import Document, Hit, KnowledgeCatalog
from batos.memory.catalogs import catalog_of, catalogs, own_catalog
from batos.memory.facets import Wanted
from batos.objects import Method, UvmObject, address_of, methods_of, name_of, slots_of

if TYPE_CHECKING:
    from batos.image import Root, Session
    from batos.learning.model.outcome import Outcome
    from batos.learning.model.thought import Thought

__all__ = [
    "TENTATIVE_KIND",
    "forget_mission",
    "forget_missions_of",
    "in_order_of_use",
    "remember",
    "remember_failure",
    "remember_missions",
    "remember_object",
]

TENTATIVE_KIND = "tentative"
"""Kind of the documents of methods that are not known to be right."""
_KINDS = ("method", TENTATIVE_KIND)
_MISSIONS = "missions"

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
    if method is not None:
        _remember_mission(root, holder, method)
    else:
        forget_missions_of(root, address_of(holder), selector)
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
        forget_missions_of(root, called, selector)
        if name_of(obj):
            remember(root, obj, selector)


def remember_failure(root: Root, thought: Thought, outcome: Outcome) -> None:
    """Let the memory hold a mission that nothing came of, in the running transaction."""
    brief = thought.brief
    facts = {"mission": brief.text, "at": now_text(), "asked_by": brief.asked_by}
    _add_failure(root, thought.cycle, outcome.to_plain(), facts)


def remember_missions(root: Root) -> None:
    """Let the memory hold the missions from before it did that, in the running transaction.

    Those of which nothing came were everybody's once.
    """
    shared = catalog_of(root, _MISSIONS)
    for known in list(shared.documents()):
        if known.meta.get("status") != "COMPLETE":
            shared.remove(known.key)
            own = Document(known.key, known.kind, known.title, known.text, known.meta)
            own_catalog(root, str(known.meta.get("by", ""))).add(own, waits=True)
    for cycle, record in root.cycles.items():
        with contextlib.suppress(ObjectSetAsideError):
            _remember_cycle(root, cycle, slots_of(record))


def forget_mission(root: Root, cycle: str) -> None:
    """Let the memory forget the mission of a cycle, in the running transaction."""
    for catalog in catalogs(root):
        catalog.remove(_mission_key(cycle))


def forget_missions_of(root: Root, address: str, selector: str, *, but: str = "") -> None:
    """Let the memory forget what was learned under an address, in the running transaction.

    Args:
        root: The image.
        address: The object's.
        selector: The method's.
        but: A cycle whose mission stays.
    """
    missions = catalog_of(root, _MISSIONS)
    where = (("receiver", address), ("selector", selector), ("status", "COMPLETE"))
    for key in missions.keys_of(Wanted(where=where)):
        if key != _mission_key(but):
            missions.remove(key)


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
    title = _line(method.doc)
    kind = TENTATIVE_KIND if is_tentative(method) else "method"
    key = f"{kind}:{address_of(holder)}.{method.selector}"
    return Document(key, kind, title, spoken(method.selector), meta)


def _remember_mission(root: Root, holder: UvmObject, method: Method) -> None:
    """Let the memory hold the mission of the version that is there, and of no other one."""
    facts, address = method.provenance, address_of(holder)
    cycle = str(facts.get("cycle", ""))
    forget_missions_of(root, address, method.selector, but=cycle)
    if cycle and facts.get("mission"):
        told = f"{address}.{method.selector} was learned: {method.doc}"
        where = {"receiver": address, "selector": method.selector, "status": "COMPLETE"}
        catalog_of(root, _MISSIONS).add(_mission(cycle, told, facts, where), waits=True)


def _remember_cycle(root: Root, cycle: str, slots: Mapping[str, Any]) -> None:
    outcome, brief = slots.get("outcome"), slots.get("brief")
    if not isinstance(outcome, Mapping) or not isinstance(brief, Mapping):
        return  # it has not ended
    if outcome["status"] == "FAILED":
        facts = {"mission": brief["text"], "asked_by": brief["asked_by"], "at": slots["started"]}
        _add_failure(root, cycle, outcome, facts)
    holder = root.objects.get(outcome["receiver"])
    selector = outcome["selector"]
    # Of one that was archived the document stays: it is not remembered, and not forgotten.
    if outcome["status"] == "COMPLETE" and holder is not None and selector in methods_of(holder):
        remember(root, holder, selector)


def _add_failure(
    root: Root, cycle: str, outcome: Mapping[str, Any], facts: Mapping[str, Any]
) -> None:
    told = f"Nothing was learned: {outcome['reason']}"
    where = {name: outcome[name] for name in ("receiver", "selector", "status")}
    own = own_catalog(root, str(facts["asked_by"]))
    own.add(_mission(cycle, told, facts, where), waits=True)


def _mission(cycle: str, told: str, facts: Mapping[str, Any], where: Mapping[str, Any]) -> Document:
    meta = {**where, "at": str(facts.get("at")), "by": str(facts.get("asked_by"))}
    title = _line(str(facts["mission"]))
    return Document(_mission_key(cycle), "mission", title, told, meta)


def _mission_key(cycle: str) -> str:
    return f"mission:{cycle}"


def _line(text: str) -> str:
    """Return a text, which may come from anywhere, as a line that is not too long."""
    line = " ".join(text.split())[:_LONGEST_TITLE]
    return line[:1].upper() + line[1:]

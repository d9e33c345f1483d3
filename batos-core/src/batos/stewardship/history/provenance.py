"""Where a method comes from, and what became of it: the answer to ``why``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from batos.errors import ImageError
from batos.image import Root, Session, history
from batos.image.past import tid_text, time_of
from batos.learning.candidates.untested import untested
from batos.learning.model.trust import standing_trust
from batos.objects import (
    Example,
    Method,
    UvmObject,
    address_of,
    methods_of,
    name_of,
    slots_of,
    source_digest,
)
from batos.objects.example import PlainExample
from batos.stewardship.history.timeline import transaction_line
from batos.wire.messages.history import TransactionLine
from batos.wire.messages.kept import (
    ApprovalKept,
    CandidateKept,
    Judged,
    QuarantineKept,
    RevertedTo,
    TravelledFrom,
)
from batos.wire.messages.origins import Basis, MethodOrigin, ObjectOrigin, TestNote, Used

__all__ = ["why_method", "why_object"]

T = TypeVar("T")

_NO_CYCLE: Mapping[str, Any] = {}


def why_method(
    session: Session,
    root: Root,
    holder: UvmObject,
    method: Method,
    waiting: history.Usage,
) -> MethodOrigin:
    """Return everything that is known about where a method comes from.

    Args:
        session: The image.
        root: It, in the running transaction.
        holder: The object that has it.
        method: The version that is in its slot.
        waiting: What was counted of its use and is not written yet.
    """
    facts = _facts(method)
    record = root.cycles.get(facts.get("cycle", ""))
    cycle = slots_of(record) if record is not None else _NO_CYCLE
    examples = msgspec.convert(method.examples, list[PlainExample])
    verdict = method.verdict
    return {
        "kind": "method",
        "address": f"{address_of(holder)}.{method.selector}",
        "version": method.version,
        "signature": method.signature,
        "doc": method.doc,
        "sha256": method.sha256,
        "origin": _text(facts, "origin"),
        "based_on": _bases(root, facts),
        "package": _package(root, facts),
        "imported_from": _as(TravelledFrom, facts.get("imported_from")) or {},
        "mission": _text(facts, "mission"),
        "asked_by": _text(facts, "asked_by"),
        "call_site": _text(facts, "call_site"),
        "at": _text(facts, "at"),
        "persona": _text(facts, "persona"),
        "model": _model(facts.get("model", {})),
        "prompt": _text(facts, "prompt"),
        "model_calls": int(facts.get("model_calls", 0)),
        "candidates": _candidates(method, facts, cycle),
        "repairs": int(facts.get("repairs", 0)),
        "examples": examples,
        "verified": sum(bool(Example.from_plain(each).claims) for each in examples),
        "auditor": {
            "rules_version": _text(verdict, "rules_version"),
            "accepted": verdict.get("accepted"),
            "changes": list(verdict.get("changes", ())),
        },
        "approved_by": _text(facts, "approved_by"),
        "approval": _as(ApprovalKept, facts) or {},
        **standing_trust(method),
        "untested": untested(method),
        "judged": _as(Judged, facts.get("judged")) or {},
        "reverted": _as(RevertedTo, facts.get("reverted")) or {},
        "cycle": {
            "id": _text(facts, "cycle"),
            "kept": record is not None,
            "state": cycle.get("state", ""),
            "started": cycle.get("started", ""),
            "seconds": cycle.get("outcome", {}).get("seconds"),
        },
        "transaction": _transaction(session, root, holder, method),
        "test": _tested(root, method),
        "use": msgspec.convert(history.usage_of(root, method).plus(waiting).to_plain(), Used),
        "quarantine": _as(QuarantineKept, method.quarantine),
    }


def _tested(root: Root, method: Method) -> TestNote | None:
    found = history.last_test(root, method)
    return msgspec.convert(found.to_plain(), TestNote) if found is not None else None


def why_object(session: Session, address: str) -> ObjectOrigin:
    """Return who made an object, as far as the storage remembers, and what it has learned.

    Raises:
        UnknownNameError: There is no such object.
    """
    with session.read() as root:
        obj = root.find(address)
        oid = bytes(obj._p_oid)
        persona = slots_of(obj).get("persona", "")
        found: ObjectOrigin = {
            "kind": "object",
            "address": address_of(obj),
            "oid": int.from_bytes(oid, "big"),
            "parents": [address_of(parent) for parent in obj.parents],
            "persona": str(persona),
            "package": _package_of(root, f"persona-{persona}") if persona else "",
            "purpose": str(slots_of(obj).get("purpose", "")),
            "methods": {
                name: str(method.provenance.get("origin", ""))
                for name, method in methods_of(obj).items()
            },
            "named": bool(name_of(obj)),
            "made": None,
            "changed": None,
        }
    made = history.made_by(session, oid, first=True)
    if made is not None and _is_kept_before(session, made):
        found["made"] = transaction_line(made)
    changed = history.made_by(session, oid, first=False)
    if changed is not None:
        found["changed"] = transaction_line(changed)
    return found


def _is_kept_before(session: Session, transaction: history.Transaction) -> bool:
    """Return whether the image is known as it was right before a transaction.

    Where that was packed away, the first transaction that is left of an object did not make it.
    """
    before = int(transaction.id, 16) - 1
    try:
        with session.read(at=before.to_bytes(8, "big")):
            return True
    except ImageError:
        return False


def _facts(method: Method) -> dict[str, Any]:
    """Return the provenance of a method; one from elsewhere has that of its birth below its own."""
    facts = dict(method.provenance)
    birth = facts.get("original")
    return {**birth, **facts} if isinstance(birth, Mapping) else facts


def _text(facts: Mapping[str, Any], name: str) -> str:
    """Return what stands under a name; what comes from elsewhere may be anything."""
    return str(facts.get(name, ""))


def _as(kind: type[T], kept: Any) -> T | None:
    """Return what is kept as what it should be; None for what it is not, or for nothing."""
    try:
        return msgspec.convert(kept, kind) if kept else None
    except msgspec.ValidationError:  # it came with the method from another image
        return None


def _model(kept: Any) -> dict[str, str]:
    """Return what is known of the model, the three things first that everybody asks for."""
    facts = _as(dict[str, str], kept) or {}
    return {**dict.fromkeys(("backend", "model", "quantisation"), ""), **facts} if facts else {}


def _bases(root: Root, facts: Mapping[str, Any]) -> list[Basis]:
    """Return the proven methods that a method was made of, and the packs of their recipes."""
    packs = [step.removeprefix("recipes-") for step in root.genesis if step.startswith("recipes-")]
    catalog = root.memory["catalog"]
    found: list[Basis] = []
    for selector in facts.get("based_on", ()):
        pack = next((name for name in packs if f"recipe:{name}:{selector}" in catalog), "")
        package = _package_of(root, f"recipes-{pack}")
        found.append({"selector": str(selector), "pack": pack, "package": package})
    return found


def _package(root: Root, facts: Mapping[str, Any]) -> str:
    """Return the package that a method came with, for one that a persona was born with."""
    if facts.get("origin") == "persona":
        return _package_of(root, f"persona-{facts.get('persona', '')}")
    return str(facts.get("package", ""))


def _package_of(root: Root, step: str) -> str:
    """Return the package that a step of genesis came from, installed or not."""
    return str(root.genesis.get(step, {}).get("package", ""))


def _candidates(
    method: Method, facts: Mapping[str, Any], cycle: Mapping[str, Any]
) -> list[CandidateKept]:
    """Return what became of each candidate: as the method remembers, with the texts if kept."""
    kept = {
        source_digest(str(each["source"])): str(each["source"])
        for each in cycle.get("candidates", ())
        if each.get("source")
    }
    told = _as(list[CandidateKept], facts.get("tried")) or []
    for each in told:
        each["chosen"] = each.get("sha256") == method.sha256
        if each.get("sha256") in kept:
            each["source"] = kept[each["sha256"]]
    return told


def _transaction(
    session: Session, root: Root, holder: UvmObject, method: Method
) -> TransactionLine | None:
    """Return the transaction that put a version into its slot first."""
    for event in history.events_of(root, holder, method.selector):
        if event.after is method and event.before is not method:
            return _described(session, event._p_oid, event._p_serial)
    # From before there was a history; a quarantine may have written the method since.
    made = history.made_by(session, method._p_oid, first=True)
    return transaction_line(made) if made is not None else None


def _described(session: Session, oid: bytes, tid: bytes) -> TransactionLine:
    made = history.made_by(session, oid)
    if made is not None and made.id == tid_text(tid):
        return transaction_line(made)
    at = time_of(tid).isoformat(timespec="microseconds")
    return {"id": tid_text(tid), "at": at, "user": "", "note": "", "size": 0}

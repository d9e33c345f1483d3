"""The last step of an import: a judged method becomes part of the image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batos.exchange.parcel import Parcel
from batos.exchange.proving import Judgement
from batos.exchange.skillfile import SkillFile
from batos.image import Root, history
from batos.learning.model.trust import trust_of
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.objects import Example, Method, UvmObject, name_of

__all__ = ["facts_of", "install_newcomer"]

_MOST_TRAVELS = 20
"""Images that a method's provenance names on its way."""


def facts_of(parcel: Parcel, signer: str) -> dict[str, Any]:
    """Return where the methods of a parcel come from, for their provenance."""
    return {
        "signer": signer,
        "manifest": parcel.digest,
        "batos": parcel.manifest.batos,
        "created": parcel.manifest.created,
    }


def install_newcomer(
    root: Root,
    receiver: UvmObject,
    skill: SkillFile,
    judged: Judgement,
    facts: Mapping[str, Any],
    user: str,
    *,
    kept: Sequence[Example] = (),
) -> None:
    """Install a method that was judged, and remember it, in the running transaction.

    Args:
        root: The image.
        receiver: The object.
        skill: The method.
        judged: What the guardian and the examples said.
        facts: Where the parcel comes from.
        user: On whose behalf.
        kept: What people asked of the method that it replaces.

    Raises:
        SlotError: The object cannot take it.
    """
    assert judged.verdict is not None, "it was audited"
    method = Method(
        selector=skill.selector,
        source=skill.source,
        signature=judged.verdict.signature,
        doc=skill.doc,
        mutator=judged.verdict.mutator,
        examples=(*skill.examples, *(each.to_plain() for each in kept)),
        provenance=_provenance(skill, judged, {**facts, "file": skill.path}, user),
        verdict=judged.verdict.to_plain(),
    )
    who = str(facts["signer"]) or "nobody"
    history.install(
        root, receiver, method, event="import", user=user, cause=f"a parcel signed by {who}"
    )
    if name_of(receiver):
        remember(root, receiver, method.selector)


def _provenance(
    skill: SkillFile, judged: Judgement, facts: Mapping[str, Any], user: str
) -> dict[str, Any]:
    """Return where an imported method comes from: its birth, and the images on its way."""
    came = skill.provenance
    earlier = came.get("travelled", [])
    travelled = list(earlier) if isinstance(earlier, list) else []
    birth = dict(came)
    if came.get("origin") == "imported" and isinstance(came.get("original"), Mapping):
        birth = dict(came["original"])
        if isinstance(came.get("imported_from"), Mapping):
            travelled.append(dict(came["imported_from"]))
    return {
        "origin": "imported",
        "imported_from": {
            **facts,
            "receiver": skill.receiver,
            "version": skill.version,
            "rules": skill.rules,
        },
        "travelled": travelled[-_MOST_TRAVELS:],
        "original": birth,
        "at": now_text(),
        "asked_by": user,
        "approved_by": user,
        "examples": judged.proven,
        **trust_of(came),
    }

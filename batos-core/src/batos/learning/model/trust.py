"""What is known of a method's being right: proven, or tentative, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from batos.objects import Method

__all__ = [
    "PROVEN",
    "TENTATIVE",
    "Trust",
    "is_tentative",
    "proven_by",
    "standing_trust",
    "trust_line",
    "trust_of",
]

PROVEN = "proven"
TENTATIVE = "tentative"

_FACTS = ("trust", "confidence", "evidence")
_WORDS = ((0.9, "high"), (0.7, "fair"), (0.4, "low"), (0.0, "very low"))
"""What a confidence is called, from so much on."""


class Trust(TypedDict):
    """How far a method is to be trusted.

    Attributes:
        trust: ``proven`` or ``tentative``.
        confidence: From 0 to 1; None where nobody has said.
        evidence: What speaks for it.
    """

    trust: str
    confidence: float | None
    evidence: dict[str, Any]


def is_tentative(method: Method) -> bool:
    """Return whether a method is not known to be right; one from before there was trust is."""
    return method.provenance.get("trust") == TENTATIVE


def trust_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what provenance or notes say of trust, plain data: nothing where they say nothing.

    What comes from elsewhere may be anything; what is no trust, no confidence and no evidence is
    left out.
    """
    trust, confidence, evidence = (facts.get(name) for name in _FACTS)
    found: dict[str, Any] = {}
    if trust in (PROVEN, TENTATIVE):
        found["trust"] = trust
    if isinstance(confidence, (int, float)) and 0 <= confidence <= 1:
        found["confidence"] = float(confidence)
    if isinstance(evidence, Mapping) and evidence:
        found["evidence"] = dict(evidence)
    return found


def standing_trust(method: Method) -> Trust:
    """Return how far a method is to be trusted; one of which nothing was said is proven."""
    found = trust_of(method.provenance)
    return {
        "trust": found.get("trust", PROVEN),
        "confidence": found.get("confidence"),
        "evidence": found.get("evidence", {}),
    }


def proven_by(provenance: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    """Return the provenance of a method that a person has said is right.

    Args:
        provenance: That of the method before.
        facts: What they have said, by whom and when; it is kept among the evidence.
    """
    evidence = {**provenance.get("evidence", {}), **facts}
    return {**provenance, "trust": PROVEN, "confidence": 1.0, "evidence": evidence}


def trust_line(trust: str, confidence: float | None) -> str:
    """Return for a person how far a method is to be trusted; empty where nobody has said.

    Such as ``tentative, with a fair confidence (0.74)``.
    """
    if not trust or confidence is None:
        return trust
    word = next((word for least, word in _WORDS if confidence >= least), "no")
    return f"{trust}, with a {word} confidence ({confidence:.2f})"

"""How sure it is that a method is right: what examples prove, and what others agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from batos.learning.candidates.behaviour import Group
from batos.learning.candidates.proof import Proof, asks_yes_or_no, proof_of
from batos.learning.model.contract import Contract
from batos.objects import UNSET, Example, alike

__all__ = ["Evidence", "proves", "weigh"]

_DOUBT = {Proof.NONE: 0.6, Proof.WEAK: 0.4, Proof.FAIR: 0.2, Proof.STRONG: 0.08}
"""What is left of doubt by what the examples prove, when all of them come true."""
_ENOUGH = 3
"""Independent candidates that have to say the same before their agreement counts in full."""
_BROKEN = 0.25
"""What a written candidate counts that broke an example: a model that errs most of the time may be
right by chance. Of 11 missions in which less than a third of the candidates held, 6 were wrong."""
_ALONE = 0.4
"""What is left of doubt where one way of behaving holds and most candidates broke an example: of 14
such missions 9 were right. A yes or no comes true by chance."""
_WORDS = frozenset({"user", "answer"})
"""Origins of examples that a person gave."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for a method.

    Attributes:
        confidence: How sure it is, 0 to 1.
        proven: Whether two examples that different answers would break, or a person's answer to
            a question, make it proven rather than tentative.
        examples: How many examples people gave.
        answered: How many of them were answers to a question.
        votes: Independent candidates of the model in the leading group.
        of: All that passed the gates.
        groups: How many ways of behaving they have.
        relatives: How much a proven method speaks for it, 0 to 1.
    """

    confidence: float
    proven: bool
    examples: int
    answered: int
    votes: int
    of: int
    groups: int
    relatives: float

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data, for the record and the method's provenance."""
        return {
            "trust": "proven" if self.proven else "tentative",
            "confidence": round(self.confidence, 3),
            "evidence": {
                "examples": self.examples,
                "answered": self.answered,
                "votes": self.votes,
                "of": self.of,
                "groups": self.groups,
                "relatives": round(self.relatives, 3),
            },
        }


def weigh(contract: Contract, groups: Sequence[Group], *, broken: int = 0) -> Evidence:
    """Return what speaks for the first of some groups.

    Args:
        contract: The mission; all of its examples have come true.
        groups: Candidates by behaviour, the weightiest first; at least one.
        broken: How many candidates of the model were tried and broke an example. They say nothing
            of what was proven elsewhere.
    """
    leading = groups[0]
    # What a model never writes says little against what it does write.
    total = sum(group.weight for group in groups if group.votes or not leading.votes)
    if not leading.proven:
        total += _BROKEN * broken
    share = leading.weight / total if total else 0.0
    # A half says nothing; agreement of few says little.
    agreed = max(0.0, 2 * share - 1) * min(1.0, leading.weight / _ENOUGH)
    if not leading.did:
        agreed = 0.0  # nothing was found to try them on
    given = [each for each in contract.examples if each.origin in _WORDS]
    answered = sum(each.origin == "answer" for each in given)
    doubt = _DOUBT[proof_of(contract)]
    if total and share <= 0.5:
        # Where no way of behaving has more than a half, even a strong example says little.
        lone = len(groups) == 1 and not asks_yes_or_no(contract)
        doubt = max(doubt, _ALONE) if lone else doubt ** (1 / 3)
    else:
        doubt *= 1 - 0.85 * agreed
    return Evidence(
        confidence=1 - doubt * 0.5**answered,
        proven=proves(given),
        examples=len(given),
        answered=answered,
        votes=leading.votes,
        of=sum(group.votes for group in groups),
        groups=len(groups),
        relatives=leading.proven,
    )


def proves(examples: Sequence[Example]) -> bool:
    """Return whether examples that people gave make a method proven that makes them all true.

    An answer to a question does, and so do two that ask for different answers.
    """
    return any(each.origin == "answer" for each in examples) or _different(examples) > 1


def _different(examples: Sequence[Example]) -> int:
    """Return how many answers some examples ask for: one constant answer breaks all but one."""
    told: list[list[Any]] = []
    for each in (claim for example in examples for claim in example.claims):
        asks = [
            None if value is UNSET else ["asks", value] for value in (each.result, each.after)
        ] + [each.raises]
        if not any(alike(asks, other) for other in told):
            told.append(asks)
    return len(told)

"""How much examples prove when a method makes all of them true."""

from __future__ import annotations

from enum import IntEnum

from batos.learning.model.contract import Contract
from batos.objects import UNSET, Example, value_line

__all__ = ["Proof", "asks_yes_or_no", "proof_of"]


class Proof(IntEnum):
    """How much the examples prove, when all of them come true."""

    NONE = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


def proof_of(contract: Contract) -> Proof:
    """Return what it proves that a method makes all examples true.

    Chance gives a right yes or no half of the time and a small number often; a list, a sentence
    or a changed state hardly ever.
    """
    if not contract.examples:
        return Proof.NONE
    claims = [claim for example in contract.examples for claim in example.claims]
    telling = sum(map(_is_telling, claims))
    distinct = len({_shown(claim) for claim in claims})
    if telling >= 2 and distinct >= 2:
        return Proof.STRONG
    if not asks_yes_or_no(contract) and (distinct >= 3 or (telling and distinct >= 2)):
        return Proof.FAIR
    return Proof.WEAK


def asks_yes_or_no(contract: Contract) -> bool:
    """Return whether an example asks for a yes or a no, which chance gives half of the time."""
    claims = (claim for example in contract.examples for claim in example.claims)
    return any(isinstance(claim.result, bool) for claim in claims)


def _is_telling(example: Example) -> bool:
    if example.after is not UNSET:
        return True
    result = example.result
    if isinstance(result, (list, tuple, dict, set)):
        return len(result) > 1
    if isinstance(result, str):
        return len(result) > 3
    if isinstance(result, float) and not result.is_integer():
        return True
    return isinstance(result, (int, float)) and abs(result) > 99


def _shown(example: Example) -> str:
    return f"{value_line(example.result)} {value_line(example.after)}"

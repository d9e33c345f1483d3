"""Taking a parcel in: everything in it is judged first, then one transaction installs, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self, TypeVar

from batos.errors import TravelError
from batos.exchange.installing import facts_of
from batos.exchange.parcel import Parcel
from batos.exchange.proving import Judgement, Newcomer, Prover
from batos.exchange.reports import DONE, LEFT, READY, REFUSED, ImportOptions, ImportReport
from batos.image import Root, Session
from batos.wire.messages.skills import ImportedLine

__all__ = ["Plan", "objection_of", "take_in"]

P = TypeVar("P", bound="Plan")


@dataclass(frozen=True)
class Plan:
    """What is to become of one method or object.

    Attributes:
        address: What it will be called.
        file: The file that it comes from.
        status: What is known so far.
        reason: Why, where it does not come in.
        newcomer: What has to be judged; None for an object, and for what does not come in.
        judged: What came of it.
    """

    address: str
    file: str
    status: str = READY
    reason: str = ""
    newcomer: Newcomer | None = None
    judged: Judgement = field(default_factory=Judgement)

    def out(self, status: str, reason: str) -> Self:
        """Return the plan of what does not come in."""
        return replace(self, status=status, reason=reason, newcomer=None)

    def settled(self, judged: Judgement) -> Self:
        """Return the plan of what was judged."""
        plan = replace(self, judged=judged)
        return plan.out(REFUSED, judged.problem) if judged.problem else plan

    def done(self) -> Self:
        """Return the plan of what has come in."""
        return replace(self, status=DONE)

    def row(self) -> ImportedLine:
        """Return the line for a person."""
        return {
            "address": self.address,
            "file": self.file,
            "status": self.status,
            "reason": self.reason,
            "examples": self.judged.proven,
            "diff": "",
            "warnings": list(self.judged.warnings),
        }


def objection_of(parcel: Parcel, kind: str, signer: str) -> None:
    """Do nothing for a parcel of a kind that a trusted signer has signed.

    Raises:
        TravelError: It is another kind of parcel, its signature is wrong, or it is not of the
            signer whom a person trusts.
    """
    if parcel.manifest.kind != kind:
        other = "objects" if parcel.manifest.kind == "objects" else "skills"
        raise TravelError(
            f"The parcel holds {parcel.manifest.kind}, not {kind}: use 'batos {other} import'."
        )
    if parcel.signer != signer:
        raise TravelError("The parcel is not signed by the key that was said to be trusted.")


def take_in(
    session: Session,
    parcel: Parcel,
    options: ImportOptions,
    prover: Prover,
    plans: Sequence[P],
    install: Callable[[Root, Sequence[P], Mapping[str, Any]], None],
    *,
    note: Callable[[Sequence[P]], str],
    blocking: frozenset[str],
    left: str,
) -> ImportReport:
    """Judge what wants to come in, and install it.

    Args:
        session: The image.
        parcel: The parcel.
        options: How it is taken.
        prover: Judges methods.
        plans: What is to become of each part of the parcel.
        install: Installs what comes in, in a running transaction, with the facts of the parcel.
        note: Words what comes in, for the transaction.
        blocking: What keeps the rest from coming in where one part is it.
        left: Why it does then, for a person.
    """
    waiting = [plan.newcomer for plan in plans if plan.newcomer is not None]
    judged = iter(prover.judge(waiting))
    plans = [plan if plan.newcomer is None else plan.settled(next(judged)) for plan in plans]
    coming = [plan for plan in plans if plan.status == READY]
    if blocking & {plan.status for plan in plans}:
        plans = [plan.out(LEFT, left) if plan.status == READY else plan for plan in plans]
    elif coming and not options.dry_run:
        facts = facts_of(parcel, options.signer)
        session.change(
            lambda root: install(root, coming, facts), note=note(coming), user=options.user
        )
        plans = [plan.done() if plan.status == READY else plan for plan in plans]
    return ImportReport(
        tuple(plan.row() for plan in plans), options.signer, options.dry_run, parcel.warnings
    )

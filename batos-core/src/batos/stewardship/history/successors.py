"""A version that takes the place of another: what people asked of that one goes on holding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batos.errors import GuardianError, ImageError
from batos.learning.cycle.states.validating import case_fault
from batos.objects import Example, UvmObject, address_of, methods_of

if TYPE_CHECKING:
    from batos.guardian.trial.trial import Trial
    from batos.learning.cycle.states.decomposing import ReceiverView

__all__ = ["check_kept", "check_unchanged"]


def check_kept(
    trial: Trial, name: str, source: str, kept: Sequence[Example], seen: ReceiverView
) -> None:
    """Do nothing for a version that does what people asked of the one that is there.

    Args:
        trial: Runs the examples.
        name: What the version is called, for a person.
        source: Its text.
        kept: What people asked of the other one.
        seen: The receiver, with that one.

    Raises:
        GuardianError: An example does not come true; it says how to take it off.
    """
    standing = seen.standing
    if not kept or standing is None:
        return
    report = trial.run(source, kept, methods=seen.known, state=seen.state)
    if report.error:
        raise GuardianError(f"{name} cannot be tried: {report.error}")
    for example, case in zip(kept, report.cases, strict=True):
        fault = case_fault(standing.selector, example, case, standing=standing)
        if fault is not None:
            number = standing.examples.index(example) + 1
            raise GuardianError(
                f"{name} does not do what is asked by now. {fault.told or fault.text}",
                hint=f"Take that example off, if it is no longer wanted: --drop-example {number}",
                details={"example": example.to_plain(), "number": number},
            )


def check_unchanged(holder: UvmObject, selector: str, version: int) -> None:
    """Do nothing where a slot holds the version that was looked at, in the running transaction.

    Args:
        holder: The object.
        selector: Name of the method.
        version: Its number then, 0 for none.

    Raises:
        ImageError: Somebody else has changed it meanwhile.
    """
    present = methods_of(holder).get(selector)
    if (present.version if present is not None else 0) != version:
        raise ImageError(
            f"{address_of(holder)}.{selector} was changed by somebody else meanwhile.",
            hint="Try again.",
        )

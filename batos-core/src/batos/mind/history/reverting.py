"""An older version that comes back must do what people have asked of the present one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batos.errors import GuardianError
from batos.mind.cycle.states.validating import case_fault

if TYPE_CHECKING:
    from batos.guardian.trial import Trial
    from batos.mind.cycle.states.decomposing import ReceiverView
    from batos.mind.evidence.keeping import Standing
    from batos.objects import Example

__all__ = ["check_kept"]


def check_kept(
    trial: Trial,
    name: str,
    source: str,
    kept: Sequence[Example],
    standing: Standing | None,
    seen: ReceiverView,
) -> None:
    """Do nothing for a version that does what people asked of the one that is there.

    Args:
        trial: Runs the examples.
        name: What the version is called, for a person.
        source: Its text.
        kept: What people asked of the other one.
        standing: That one; None where there is none.
        seen: The receiver.

    Raises:
        GuardianError: An example does not come true; it says how to take it off.
    """
    if not kept or standing is None:
        return
    report = trial.run(source, kept, methods=seen.known, state=seen.state)
    for example, case in zip(kept, report.cases, strict=False):
        fault = case_fault(standing.selector, example, case, standing=standing)
        if fault is not None:
            number = standing.examples.index(example) + 1
            raise GuardianError(
                f"{name} does not do what is asked by now. {fault.told or fault.text}",
                hint=f"Take that example off, if it is no longer wanted: --drop-example {number}",
                details={"example": example.to_plain(), "number": number},
            )

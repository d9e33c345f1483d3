"""A cycle that has ended without a method, as the error that its caller gets."""

from __future__ import annotations

from batos.errors import ApprovalPendingError, BatosError, MissionFailedError, QuestionPendingError
from batos.learning.model.outcome import Outcome
from batos.learning.model.question import Question

__all__ = ["failure"]


def failure(outcome: Outcome) -> BatosError:
    """Return an outcome without a method as the error that a caller gets."""
    if outcome.status == "WAITING" and outcome.question:
        question = Question.from_plain(outcome.question)
        return QuestionPendingError(
            f"{outcome.address} is not decided yet: {question.wording()}",
            hint=f"Answer it: batos questions answer {question.id}",
            details=outcome.to_plain(),
        )
    if outcome.status == "WAITING":
        return ApprovalPendingError(
            f"{outcome.address} is ready and waits for your word.",
            hint=f"Look at it: batos approvals show {outcome.cycle}",
            details=outcome.to_plain(),
        )
    reason = outcome.reason.splitlines()[0] if outcome.reason else "no candidate passed"
    what = f"{outcome.receiver} could not learn {outcome.selector!r}"
    if outcome.kind == "object":
        what = f"The object {outcome.selector!r} could not be made"
    return MissionFailedError(
        f"{what}: {reason}",
        hint=outcome.hint,
        details=outcome.to_plain(),
    )

"""Learning: a mission that failed, was stopped, or waits for a person."""

from __future__ import annotations

from batos.errors.base import BatosError, ExitCode

__all__ = [
    "ApprovalPendingError",
    "CancelledError",
    "LearningLimitError",
    "MissionFailedError",
    "QuestionPendingError",
]


class CancelledError(BatosError):
    """Somebody cancelled the work."""

    code = "cancelled"
    exit_code = ExitCode.INTERRUPTED


class MissionFailedError(BatosError):
    """A cognitive cycle ended FAILED; ``details`` holds what was tried."""

    code = "mission.failed"


class LearningLimitError(BatosError):
    """Too much is being learned, for one client or in all; it may be asked again later."""

    code = "learning.limit"


class ApprovalPendingError(BatosError):
    """What was learned is ready, and waits for a person's word before it is installed.

    ``details["cycle"]`` is the id of the waiting change.
    """

    code = "approval.pending"
    exit_code = ExitCode.WAITING


class QuestionPendingError(BatosError):
    """A cycle asks a person what its method must give, and waits for the answer.

    ``details`` holds the outcome, with the ``question``.
    """

    code = "question.pending"
    exit_code = ExitCode.WAITING

"""Methods: refused, stopped, or ended by an error of their own."""

from __future__ import annotations

from typing import Any

from batos.errors.base import BatosError

__all__ = [
    "AuditRefusedError",
    "BudgetExceededError",
    "GuardianError",
    "MethodError",
    "QuarantinedError",
]


class GuardianError(BatosError):
    """The guardian refused or stopped something."""

    code = "guardian"


class AuditRefusedError(GuardianError):
    """The source of a method was refused; ``details["findings"]`` lists why."""

    code = "guardian.refused"


class BudgetExceededError(GuardianError):
    """A method used up its fuel, its time or its size limits."""

    code = "guardian.budget"


class QuarantinedError(GuardianError):
    """A method is in quarantine: kept and readable, but not run."""

    code = "guardian.quarantined"


class MethodError(GuardianError):
    """A method raised an error; its type, its text and its place cross the border.

    Args:
        kind: The name of the exception class, such as ``ValueError``.
        text: Its text, truncated.
        hint: What to do about it.
    """

    code = "method.error"

    def __init__(self, kind: str, text: str, *, hint: str = "") -> None:
        super().__init__(
            f"{kind}: {text}" if text else kind, hint=hint, details={"type": kind, "text": text}
        )

    # All of it is in the details, which cross the wire.

    @property
    def kind(self) -> str:
        """The name of the exception class."""
        return str(self.details.get("type", ""))

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.details.get("text", ""))

    @property
    def object(self) -> str:
        """Address of the object whose method raised it; empty where that is not known."""
        return str(self.details.get("object", ""))

    @property
    def selector(self) -> str:
        """The method that raised it."""
        return str(self.details.get("selector", ""))

    @property
    def line(self) -> int:
        """The line of that method, from 1; 0 where that is not known."""
        return int(self.details.get("line", 0))

    @property
    def chain(self) -> list[dict[str, Any]]:
        """Who was running: ``object``, ``selector`` and ``line`` each, the outermost first."""
        return [dict(each) for each in self.details.get("chain", ())]

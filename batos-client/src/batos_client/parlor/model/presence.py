"""Whether the kernel is there, as the Parlor shows it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["Presence", "PresenceState"]


class PresenceState(enum.Enum):
    """How the connection is."""

    CONNECTING = "connecting"
    READY = "ready"
    AWAY = "reconnecting"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True)
class Presence:
    """How the connection is, and why.

    Attributes:
        state: How.
        text: Why it is not there, or what the kernel says of itself.
        hint: What to do about it; empty for nothing.
        again_at: When it is tried again, seconds of the loop's clock; 0 for now.
        times: How often it has come back.
    """

    state: PresenceState = PresenceState.CONNECTING
    text: str = ""
    hint: str = ""
    again_at: float = 0.0
    times: int = 0

    def worded(self, now: float) -> str:
        """Return it as a line, at a time of the loop's clock."""
        match self.state:
            case PresenceState.READY:
                return self.text or "ready"
            case PresenceState.AWAY if (left := self.again_at - now) >= 1:
                said = f"reconnecting in {left:.0f} s"
            case state:
                said = f"{state.value}…" if state is not PresenceState.REFUSED else state.value
        return ": ".join(part for part in (said, self.text) if part)

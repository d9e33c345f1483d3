"""The talk as a whole: its turns, which of them are on the screen, who learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from batos.wire.messages.talk.conversations import TurnLine
from batos_client.parlor.model.turn import Turn, TurnState

__all__ = ["SHOWN", "Talk"]

SHOWN = 30
"""Turns that are on the screen at most; earlier ones come back when they are asked for."""


@dataclass
class Talk:
    """A conversation.

    Attributes:
        receiver: The object that learns.
        conversation: Where what is said is kept; empty for nowhere.
        personas: The personas by their names, each with its colour; empty for none of its own.
        turns: All turns, the oldest first.
        first: Number of the first turn on the screen.
    """

    receiver: str = "genesis"
    conversation: str = ""
    personas: dict[str, str] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    first: int = 0

    def begin(self, said: str, at: str = "") -> Turn:
        """Add a turn and return it."""
        turn = Turn(len(self.turns), said, at)
        self.turns.append(turn)
        return turn

    def load(self, name: str, lines: Sequence[TurnLine]) -> None:
        """Go on with a conversation that is kept."""
        self.conversation = name
        self.turns[:] = [
            Turn.past(number, line, self.personas) for number, line in enumerate(lines)
        ]
        self.first = max(0, len(self.turns) - SHOWN)

    def trim(self) -> list[Turn]:
        """Return the turns that leave the screen, so that no more are there than fit.

        A turn that is not over stays, and with it those that came after.
        """
        left = []
        while len(self.turns) - self.first > SHOWN:
            turn = self.turns[self.first]
            if turn.state in (TurnState.RUNNING, TurnState.WAITING):
                break
            left.append(turn)
            self.first += 1
        return left

    def earlier(self, count: int = SHOWN // 3) -> list[Turn]:
        """Return some turns that come back to the screen, the oldest first."""
        back = self.turns[max(0, self.first - count) : self.first]
        self.first -= len(back)
        return back

    @property
    def running(self) -> list[Turn]:
        """The turns that are being carried out."""
        return [each for each in self.turns[self.first :] if each.state is TurnState.RUNNING]

    @property
    def waiting(self) -> list[Turn]:
        """The turns that wait for the person."""
        return [each for each in self.turns[self.first :] if each.state is TurnState.WAITING]

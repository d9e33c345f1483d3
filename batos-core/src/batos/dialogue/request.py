"""A request in plain language on its way through the orchestrator."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from batos.as_json import json_line
from batos.dialogue.conversations import Turn
from batos.dialogue.own import FORGETTING, is_forgetting
from batos.dialogue.understanding.golden import Golden
from batos.learning.model.circumstances import Circumstances
from batos.learning.model.commands import Command
from batos.learning.model.outcome import Reply
from batos.objects import Example
from batos.plugins.cycle_event import CycleEvent

__all__ = ["TakenRequest"]

_logger = logging.getLogger(__name__)


@dataclass
class TakenRequest:
    """A request, who asks, and what has come of it so far.

    Attributes:
        text: What the person said.
        receiver: Who learns, when it is a mission.
        examples: Further examples of a mission.
        drop_examples: Examples of the version that is there that are taken off.
        selector: The name of the method, when the person chose one.
        circumstances: For whom it is taken.
        conversation: The conversation that it is a turn of; empty for none.
        turns: What was said before, the oldest first.
        golden: Looks golden pairs up, those of each sentence once; None leaves it to who reads.
        calls: Completions asked for so far.
        read: Who has read it as what, a pair for each sentence that it had.
    """

    text: str
    receiver: str
    examples: tuple[Example, ...]
    drop_examples: tuple[str, ...]
    selector: str
    circumstances: Circumstances
    conversation: str = ""
    turns: Sequence[Turn] = ()
    golden: Golden | None = None
    calls: int = 0
    read: list[tuple[str, Command]] = field(default_factory=list)

    @property
    def user(self) -> str:
        """Who asks."""
        return self.circumstances.user

    def tell(self, kind: str, text: str) -> None:
        """Tell whoever listens what is being done."""
        try:
            self.circumstances.listener(CycleEvent(kind=kind, text=text))
        except Exception:
            # As with cycles: who listens must not end what is listened to.
            _logger.exception("A listener of a request failed")

    def reply(self, kind: str, text: str, **more: Any) -> Reply:
        """Return a reply of a kind that knows what it cost."""
        return Reply(kind, text, **more, model_calls=self.calls)

    def turn(self, reply: Reply) -> Turn | None:
        """Return the turn of a conversation that it has become; None where it is none."""
        if not self.conversation or reply.kind == "confirm":
            return None
        command = self.read[-1][1] if self.read else None
        # What forgets a fact names it.
        said = FORGETTING if is_forgetting(command) else self.text
        answer = json_line(reply.value) if reply.kind == "value" else reply.text
        return Turn(said, answer, reply.kind, reply.persona, command)

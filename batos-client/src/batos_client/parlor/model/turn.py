"""A turn of the talk: what the person typed, and everything that comes of it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from batos.errors import BatosError, CancelledError
from batos.learning.model.outcome import Outcome, Reply
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.talk.conversations import TurnLine
from batos_client.parlor.model.cycle import CycleView
from batos_client.parlor.model.pending import Pending
from batos_client.parlor.model.speech import Speech, Voices

__all__ = ["Turn", "TurnState"]


class TurnState(enum.Enum):
    """How far a turn is."""

    RUNNING = "running"
    WAITING = "waiting for you"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass
class Turn:
    """One turn.

    Attributes:
        number: Which one of the conversation, from 0.
        said: What the person typed; empty where the system speaks by itself.
        at: When, ISO text in UTC; empty where nobody knows.
        state: How far it is.
        phase: What is being done, a line; empty once nothing is.
        voices: What is answered.
        cycles: The cycles that ran for it, in the order in which they began.
        notes: What the system says beside the answer, a line each.
        value: What a method has answered, as JSON; empty where none has.
        printed: What a command has printed; empty for none.
        error: What went wrong; None for nothing.
        pending: What the person is asked; None for nothing.
        revision: Moves with each change that is no piece of a speech.
    """

    number: int
    said: str = ""
    at: str = ""
    state: TurnState = TurnState.RUNNING
    phase: str = ""
    voices: Voices = field(default_factory=Voices)
    cycles: dict[str, CycleView] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    value: str = ""
    printed: str = ""
    error: BatosError | None = None
    pending: Pending | None = None
    revision: int = 0

    @property
    def speeches(self) -> list[Speech]:
        """What each voice says."""
        return self.voices.speeches

    @property
    def text(self) -> str:
        """All that was answered, as it is copied."""
        spoken = [
            f"{each.who.upper()}: {each.text}" if each.who else each.text
            for each in self.speeches
            if each.text
        ]
        more = [part for part in (self.value, self.printed.rstrip(), *self.notes) if part]
        return "\n\n".join([*spoken, *more])

    def take(self, kind: str, body: Mapping[str, Any]) -> None:
        """Take in an event of the wire."""
        if kind == CycleEvent.TYPE:
            self._take(msgspec.convert(body, CycleEvent))
        elif kind.startswith("job."):
            worker = body.get("for")
            text = str(body.get("text") or body.get("state") or body.get("reason") or "")
            self._phase(f"waiting for the {worker} worker: {text}" if worker else text)
        elif kind == "gap":
            self.note(f"{body.get('count', 'Some')} events did not arrive in time.")

    def _take(self, event: CycleEvent) -> None:
        match event.kind:
            case "talk.text":
                self.phase = ""
                self.voices.piece(event.text)
            case "talk.persona":
                self.voices.speaks(event.text)
                self._phase(f"{event.text.upper()} is thinking…")
            case "talk.reading":
                self._phase("reading what you mean…")
            case kind if kind.startswith("cycle."):
                view = self.cycles.setdefault(event.cycle, CycleView(event.cycle))
                view.take(event)
                self._phase(f"{view.state.lower()}…" if view.state else "")

    def _phase(self, text: str) -> None:
        self.phase = text
        self.revision += 1

    def note(self, line: str) -> None:
        """Say something beside the answer."""
        self.notes.append(line)
        self.revision += 1

    def answer(self, reply: Reply, known: Iterable[str] = ()) -> None:
        """Take in what a request came to, where nothing waits for the person.

        Args:
            reply: It.
            known: Names of personas.
        """
        self.end(TurnState.DONE)
        if reply.kind == "value" or reply.outcome is not None:
            return  # told as a value, or by the card of the cycle
        self.voices.settle(reply.text, reply.persona, known)

    def ask(self, pending: Pending) -> None:
        """Have the person asked."""
        self.end(TurnState.WAITING)
        self.pending = pending

    def go_on(self, phase: str = "") -> None:
        """Go on after the person's word."""
        self.state, self.pending, self.error = TurnState.RUNNING, None, None
        self._phase(phase)

    def fail(self, error: BatosError) -> None:
        """Take in what went wrong; what has come before stays."""
        stopped = isinstance(error, CancelledError)
        self.end(TurnState.STOPPED if stopped else TurnState.FAILED)
        self.error = None if stopped else error

    def end(self, state: TurnState) -> None:
        """Have nothing more to wait for."""
        self.state, self.pending = state, None
        self._phase("")

    def learned(self, outcome: Outcome) -> None:
        """Take in how a cycle ended, where its events did not tell."""
        view = self.cycles.setdefault(outcome.cycle, CycleView(outcome.cycle))
        view.address, view.outcome = outcome.address, outcome.to_plain()
        view.source = outcome.source or view.source
        view.revision += 1
        self.revision += 1

    @classmethod
    def past(cls, number: int, line: TurnLine, known: Iterable[str] = ()) -> Turn:
        """Return a turn of an earlier conversation.

        Args:
            number: Which one, from 0.
            line: What is kept of it.
            known: Names of personas.
        """
        turn = cls(number, line["said"], line["at"], TurnState.DONE)
        if line["kind"] == "value":
            turn.value = line["answer"]
        else:
            turn.voices.settle(line["answer"], line["persona"], known)
        return turn

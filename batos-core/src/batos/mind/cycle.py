"""The engine of cognitive cycles: it moves a thought from state to state, and commits each move.

Which behaviour a state has, where it leads and how it is set are read from the state's prototype
in the image at every step. The effect on the world is one transaction, that of COMPLETE; nothing
is open while anybody thinks.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from batos.config import CycleConfig
from batos.errors import BatosError, CancelledError
from batos.guardian.trial import Trial
from batos.image import Root, Session
from batos.inference import (
    CancelToken,
    Completion,
    CompletionRequest,
    Thinker,
    prompt_hash,
    prompt_text,
)
from batos.mind import states
from batos.mind.brief import MissionBrief
from batos.mind.machine import FINAL
from batos.mind.thought import Budget, Outcome, Thought
from batos.mind.trail import Trail, now_text, record_in_image
from batos.objects import UvmObject
from batos.plugins import PluginSet

__all__ = ["Engine", "Listener", "PersonaView", "StateView", "unheard"]

Listener = Callable[[Mapping[str, Any]], None]
"""Is told of every event of a cycle, as plain data."""

_MOST_MOVES = 40


def unheard(_event: Mapping[str, Any]) -> None:
    """Listen to nothing."""


@dataclass(frozen=True)
class StateView:
    """A state's prototype as it was read for one step.

    Attributes:
        name: The state.
        handler: Its behaviour.
        moves: The next state by answer.
        slots: All of its data slots.
    """

    name: str
    handler: str
    moves: Mapping[str, str]
    slots: Mapping[str, Any]


@dataclass(frozen=True)
class PersonaView:
    """A persona's prototype as it was read for one question.

    Attributes:
        name: The persona.
        role: Its role of inference.
        prompts: Its prompt templates by key.
        identity: Who it is.
    """

    name: str
    role: str
    prompts: Mapping[str, str]
    identity: str = ""


@dataclass
class _Record:
    """What is to be written at the next commit."""

    cycle: str
    listener: Listener
    seq: int = 0
    entries: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)


class Engine:
    """Runs cognitive cycles on an image.

    Args:
        session: The image.
        thinker: Answers prompts.
        trial: Tries candidates in a child process.
        plugins: Guardian rules and observers.
        config: Budgets.
        trail: Where the audit trail is written as JSON lines.
    """

    def __init__(
        self,
        session: Session,
        thinker: Thinker,
        trial: Trial,
        plugins: PluginSet,
        config: CycleConfig,
        trail: Trail,
    ) -> None:
        self.session = session
        self.thinker = thinker
        self.trial = trial
        self.plugins = plugins
        self.config = config
        self._trail = trail
        self._records: dict[str, _Record] = {}

    def run(
        self,
        brief: MissionBrief,
        *,
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Carry out a mission.

        Args:
            brief: What is to be learned.
            listener: Told of every event as it happens.
            cancel: Stops the cycle; it then ends FAILED and is on record.

        Returns:
            How it ended. A mission that fails is an outcome, not an error.

        Raises:
            UnknownNameError: There is no such receiver.
            CancelledError: It was cancelled.
            ImageError: The image cannot be written.
        """
        thought = Thought(
            cycle=uuid.uuid4().hex[:12],
            brief=brief,
            budget=Budget(self.config.model_calls, self.config.seconds),
            cancel=cancel or CancelToken(),
        )
        record = _Record(thought.cycle, listener)
        self._records[thought.cycle] = record
        try:
            return self._run(thought, record)
        finally:
            del self._records[thought.cycle]

    def _run(self, thought: Thought, record: _Record) -> Outcome:
        self.session.change(
            lambda root: _open_record(root, thought),
            note=f"Cycle {thought.cycle}: {thought.brief.receiver}.{thought.brief.selector}",
            user=thought.brief.asked_by,
        )
        started = time.monotonic()
        seconds: dict[str, float] = {}
        self.tell(thought, "started", thought.brief.text or thought.brief.selector)
        name = self._start()
        cancelled = False
        for _ in range(_MOST_MOVES):
            view = self.state(name)
            self.tell(thought, "state", str(view.slots.get("purpose", "")), state=name)
            begun = time.monotonic()
            if name in FINAL:
                outcome = self._end(thought, record, view, started, seconds)
                if cancelled:
                    raise CancelledError("The mission was cancelled; nothing was installed.")
                return outcome
            try:
                thought.cancel.raise_if_cancelled()
                answer = states.HANDLERS[view.handler](self, thought, view)
            except CancelledError as error:
                cancelled, answer, thought.reason = True, "failed", str(error)
            except BatosError as error:
                answer, thought.reason = "failed", _sentence(error)
            spent = time.monotonic() - begun
            seconds[name] = seconds.get(name, 0.0) + spent
            record.history.append({"state": name, "at": now_text(), "seconds": round(spent, 4)})
            name = self._next(view, answer, thought)
            if name not in FINAL:
                self._commit(thought, record, name)
        raise AssertionError("the state machine's prototypes move in a circle")

    def _next(self, view: StateView, answer: str, thought: Thought) -> str:
        following = view.moves.get(answer)
        if following is None:
            thought.reason = (
                thought.reason or f"The state {view.name} has no move for {answer!r} in the image."
            )
            return "FAILED"
        return str(following)

    def _start(self) -> str:
        with self.session.read() as root:
            return str(root.find("state_machine").start)

    def _commit(self, thought: Thought, record: _Record, state: str) -> None:
        self.session.change(
            lambda root: _keep(root, thought, record, state),
            note=f"Cycle {thought.cycle}: {state}",
            user=thought.brief.asked_by,
        )
        record.entries.clear()

    def _end(
        self,
        thought: Thought,
        record: _Record,
        view: StateView,
        started: float,
        seconds: dict[str, float],
    ) -> Outcome:
        """Run the last state: one transaction holds its effect and its record."""
        begun = time.monotonic()
        outcome: Outcome = states.ENDINGS[view.handler](thought)

        def close(root: Root) -> None:
            states.EFFECTS[view.handler](root, thought, outcome)
            _keep(root, thought, record, view.name)
            root.cycles[thought.cycle].outcome = outcome.to_plain()

        try:
            self.session.change(
                close,
                note=f"Cycle {thought.cycle}: {view.name} {outcome.selector}",
                user=thought.brief.asked_by,
                extension={"cycle": thought.cycle, "status": outcome.status},
            )
        except BatosError as error:
            if view.name == "FAILED":
                raise
            # The world has moved while the cycle thought; it ends FAILED, with that reason.
            thought.reason = _sentence(error)
            failed = self.state("FAILED")
            return self._end(thought, record, failed, started, seconds)
        seconds[view.name] = time.monotonic() - begun
        total = time.monotonic() - started
        outcome = states.timed(outcome, thought, total, seconds)
        self.tell(
            thought,
            "finished",
            outcome.reason or f"{outcome.receiver}.{outcome.selector}",
            state=view.name,
            data=outcome.to_plain(),
        )
        return outcome

    def state(self, name: str) -> StateView:
        """Return a state's prototype as it is in the image now.

        Raises:
            UnknownNameError: The image has no such state.
        """
        with self.session.read() as root:
            obj = root.find(f"state_{name.lower()}")
            slots = _inherited(obj)
        return StateView(name, str(slots["handler"]), dict(slots["moves"]), slots)

    def persona(self, name: str) -> PersonaView:
        """Return a persona's prototype as it is in the image now.

        Raises:
            UnknownNameError: The image has no such persona.
        """
        with self.session.read() as root:
            slots = _inherited(root.find(name))
        prompts = {
            key.removeprefix("prompt_"): str(text)
            for key, text in slots.items()
            if key.startswith("prompt_")
        }
        return PersonaView(
            name, str(slots.get("role", "default")), prompts, str(slots.get("identity", ""))
        )

    def ask(
        self, thought: Thought, persona: PersonaView, requests: list[CompletionRequest]
    ) -> list[Completion]:
        """Ask a persona's model, within the budget; fewer answers may come than questions.

        Raises:
            BackendError: The backend cannot answer.
            CancelledError: The cycle was cancelled.
        """
        granted = requests[: thought.budget.take(len(requests))]
        if not granted:
            return []
        thought.model_calls += len(granted)
        hashes = [prompt_hash(prompt_text(request)) for request in granted]
        thought.prompts.extend(
            each for each in dict.fromkeys(hashes) if each not in thought.prompts
        )
        begun = time.monotonic()
        try:
            answers = self.thinker.sample(persona.role, granted, cancel=thought.cancel)
        finally:
            thought.model_seconds += time.monotonic() - begun
        thought.thinker = self.thinker.describe(persona.role)
        return answers

    def tell(
        self,
        thought: Thought,
        kind: str,
        text: str,
        *,
        state: str = "",
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Record an event, and tell it to whoever listens."""
        record = self._records[thought.cycle]
        record.seq += 1
        entry: dict[str, Any] = {
            "kind": f"cycle.{kind}",
            "cycle": thought.cycle,
            "seq": record.seq,
            "at": now_text(),
            "receiver": thought.brief.receiver,
            "selector": thought.brief.selector,
            "state": state,
            "text": text,
            "elapsed": round(self.config.seconds - thought.budget.left, 3),
        }
        if data:
            entry["data"] = dict(data)
        record.entries.append(entry)
        self._trail.write(entry)
        self.plugins.notify(entry)
        record.listener(entry)


def _inherited(obj: UvmObject) -> dict[str, Any]:
    """Return the data slots of an object and of its parents, the nearest first."""
    from batos.objects import ancestors

    merged: dict[str, Any] = {}
    for holder in ancestors(obj):
        for name, value in holder.slots.items():
            merged.setdefault(name, value)
    return merged


def _open_record(root: Root, thought: Thought) -> None:
    root.find(thought.brief.receiver)
    record = UvmObject(parents=(root.find("cycle"),))
    root.connection.add(record)
    record.cycle = thought.cycle
    record.state = "IDLE"
    record.started = now_text()
    record.brief = thought.brief.to_plain()
    root.cycles[thought.cycle] = record


def _keep(root: Root, thought: Thought, record: _Record, state: str) -> None:
    """Write where a cycle is and what it has found, in the running transaction."""
    kept = root.cycles[thought.cycle]
    kept.state = state
    kept.history = [dict(step) for step in record.history]
    kept.candidates = [candidate.to_plain() for candidate in thought.candidates]
    kept.notes = dict(thought.notes)
    if thought.contract is not None:
        kept.contract = thought.contract.to_plain()
    for entry in record.entries:
        record_in_image(root, entry)


def _sentence(error: BatosError) -> str:
    return f"{error.message} {error.hint}".strip()

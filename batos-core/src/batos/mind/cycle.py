"""The engine of cognitive cycles: it moves a thought from state to state, and commits each move.

Which behaviour a state has, where it leads and how it is set are read from the state's prototype
in the image at every step. The effect on the world is one transaction, that of COMPLETE; nothing
is open while anybody thinks.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from batos.config import CycleConfig
from batos.errors import BatosError, CancelledError, UsageError
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
from batos.mind.records import keep_record, open_record
from batos.mind.thought import Budget, Outcome, Thought
from batos.mind.trail import Trail, now_text, record_in_image
from batos.mind.views import FAILED_VIEW, PersonaView, StateView, persona_view, state_view
from batos.plugins import PluginSet

__all__ = ["Engine", "Listener", "PersonaView", "StateView", "unheard"]

Listener = Callable[[Mapping[str, Any]], None]
"""Is told of every event of a cycle, as plain data."""

_MOST_MOVES = 40
_logger = logging.getLogger(__name__)


def unheard(_event: Mapping[str, Any]) -> None:
    """Listen to nothing."""


@dataclass
class _Record:
    """What is to be written at the next commit."""

    cycle: str
    listener: Listener
    seq: int = 0
    started: float = field(default_factory=time.monotonic)
    cancelled: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
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
            lambda root: open_record(root, thought),
            note=f"Cycle {thought.cycle}: {thought.brief.receiver}.{thought.brief.selector}",
            user=thought.brief.asked_by,
        )
        self.tell(thought, "started", thought.brief.text or thought.brief.selector)
        try:
            last = self._move(thought, record)
        except BaseException as error:
            # It goes on to whoever asked, but the record must not say for ever that the cycle is
            # at work.
            thought.reason = (
                _sentence(error)
                if isinstance(error, BatosError)
                else f"It was ended by {type(error).__name__}: {error}".removesuffix(": ") + "."
            )
            self._end(thought, record, FAILED_VIEW)
            raise
        outcome = self._end(thought, record, last)
        if record.cancelled:
            raise CancelledError("The mission was cancelled; nothing was installed.")
        return outcome

    def _move(self, thought: Thought, record: _Record) -> StateView:
        """Go from state to state as the prototypes say; return the one that ends the cycle."""
        view = self._enter(thought, self._start(thought))
        for _ in range(_MOST_MOVES):
            if view.name in FINAL:
                return view
            begun = time.monotonic()
            answer = self._handle(thought, record, view)
            spent = time.monotonic() - begun
            record.seconds[view.name] = record.seconds.get(view.name, 0.0) + spent
            record.history.append(
                {"state": view.name, "at": now_text(), "seconds": round(spent, 4)}
            )
            view = self._enter(thought, self._next(view, answer, thought))
            if view.name not in FINAL:
                self._commit(thought, record, view.name)
        thought.reason = "The states' moves in the image lead in a circle."
        return self._enter(thought, "FAILED")

    def _enter(self, thought: Thought, name: str) -> StateView:
        """Return the view of the next state, which is FAILED where the image does not have it."""
        try:
            view = self.state(name)
        except BatosError as error:
            thought.reason = thought.reason or _sentence(error)
            view = FAILED_VIEW
        if view.name == "COMPLETE" and thought.chosen is None:
            # A move that was changed in the image leads past VALIDATING; nothing enters that way.
            thought.reason = thought.reason or "No method was validated."
            return self._enter(thought, "FAILED")
        self.tell(thought, "state", str(view.slots.get("purpose", "")), state=view.name)
        return view

    def _handle(self, thought: Thought, record: _Record, view: StateView) -> str:
        try:
            thought.cancel.raise_if_cancelled()
            handler = states.HANDLERS.get(view.handler)
            if handler is None:
                raise UsageError(f"The state {view.name} has no behaviour named {view.handler!r}.")
            return handler(self, thought, view)
        except CancelledError as error:
            record.cancelled = True
            thought.reason = str(error)
        except BatosError as error:
            thought.reason = _sentence(error)
        return "failed"

    def _next(self, view: StateView, answer: str, thought: Thought) -> str:
        following = view.moves.get(answer)
        if following is None:
            thought.reason = (
                thought.reason or f"The state {view.name} has no move for {answer!r} in the image."
            )
            return "FAILED"
        return str(following)

    def _start(self, thought: Thought) -> str:
        with self.session.read() as root:
            found = root.objects.get("state_machine")
            start = found.slots.get("start") if found is not None else None
        if not isinstance(start, str):
            thought.reason = (
                "The state machine's prototype in the image does not say where to start."
            )
            return "FAILED"
        return start

    def _commit(self, thought: Thought, record: _Record, state: str) -> None:
        self.session.change(
            lambda root: keep_record(
                root, thought, state, history=record.history, entries=record.entries
            ),
            note=f"Cycle {thought.cycle}: {state}",
            user=thought.brief.asked_by,
        )
        record.entries.clear()

    def _end(self, thought: Thought, record: _Record, view: StateView) -> Outcome:
        """Run the last state: one transaction holds its effect and its record."""
        begun = time.monotonic()
        ended: Outcome = states.ENDINGS[view.name](thought)
        finished: list[tuple[Outcome, dict[str, Any]]] = []
        first = record.seq

        def close(root: Root) -> None:
            record.seq = first
            states.EFFECTS[view.name](root, thought, ended)
            now = time.monotonic()
            seconds = {**record.seconds, view.name: now - begun}
            outcome = states.timed(ended, thought, now - record.started, seconds)
            entry = self._entry(
                thought,
                "finished",
                outcome.reason or f"{outcome.receiver}.{outcome.selector}",
                state=view.name,
                data=outcome.to_plain(),
            )
            last = {"state": view.name, "at": entry["at"], "seconds": round(now - begun, 4)}
            history = [*record.history, *([last] if last else [])]
            keep_record(root, thought, view.name, history=history, entries=record.entries)
            record_in_image(root, entry)
            root.cycles[thought.cycle].outcome = outcome.to_plain()
            # A conflict runs this again; only what is committed is told.
            finished[:] = [(outcome, entry)]

        try:
            self.session.change(
                close,
                note=f"Cycle {thought.cycle}: {view.name} {ended.selector}",
                user=thought.brief.asked_by,
                extension={"cycle": thought.cycle, "status": ended.status},
            )
        except BatosError as error:
            if view.name == "FAILED":
                raise
            # The world has moved while the cycle thought; it ends FAILED, with that reason.
            thought.reason = _sentence(error)
            thought.chosen = None
            record.seconds[view.name] = time.monotonic() - begun
            return self._end(thought, record, self._enter(thought, "FAILED"))
        outcome, entry = finished[0]
        self._publish(record, entry)
        return outcome

    def state(self, name: str) -> StateView:
        """Return a state's prototype as it is in the image now.

        Raises:
            UnknownNameError: The image has no such state.
            UsageError: Its prototype lacks a slot.
            SlotError: Its moves are no dict.
        """
        with self.session.read() as root:
            return state_view(root, name)

    def persona(self, name: str) -> PersonaView:
        """Return a persona's prototype as it is in the image now.

        Raises:
            UnknownNameError: The image has no such persona.
        """
        with self.session.read() as root:
            return persona_view(root, name)

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
        entry = self._entry(thought, kind, text, state=state, data=data)
        record.entries.append(entry)
        self._publish(record, entry)

    def _entry(
        self,
        thought: Thought,
        kind: str,
        text: str,
        *,
        state: str,
        data: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
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
            "elapsed": round(time.monotonic() - record.started, 3),
        }
        if data:
            entry["data"] = dict(data)
        return entry

    def _publish(self, record: _Record, entry: Mapping[str, Any]) -> None:
        self._trail.write(entry)
        self.plugins.notify(entry)
        try:
            record.listener(entry)
        except Exception:
            # Who listens must not end what is listened to: the one who asked may have gone.
            _logger.exception("A listener of cycle %s failed", record.cycle)


def _sentence(error: BatosError) -> str:
    return f"{error.message} {error.hint}".strip()

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
from typing import Any

from batos.config import CycleConfig
from batos.errors import BatosError, CancelledError, UsageError
from batos.guardian.trial import Trial
from batos.image import Root, Session, file_of
from batos.inference import (
    CancelToken,
    Completion,
    CompletionRequest,
    Thinker,
    prompt_hash,
    prompt_text,
)
from batos.mind.approval.policy import forbidden, gate
from batos.mind.cycle import states
from batos.mind.cycle.causes import Cause
from batos.mind.cycle.chronicle import Chronicle, Listener, unheard
from batos.mind.cycle.machine import FINAL
from batos.mind.cycle.records import (
    TakenOverError,
    check_owner,
    keep_record,
    open_record,
    release_record,
)
from batos.mind.cycle.thought import Budget, Outcome, Thought
from batos.mind.cycle.trail import Trail, record_in_image
from batos.mind.cycle.views import (
    FAILED_VIEW,
    WAITING_VIEW,
    PersonaView,
    StateView,
    persona_view,
    state_view,
)
from batos.mind.growth.tallies import read_tally
from batos.mind.questions.manner import MOST_QUESTIONS, asked_before
from batos.mind.questions.question import Question
from batos.mind.request.brief import MissionBrief
from batos.mind.survival.claims import Claim, Interrupted, claim, find_interrupted
from batos.mind.survival.owners import this_owner
from batos.plugins import PluginSet

__all__ = ["Engine", "Listener", "PersonaView", "StateView", "SuspendedError", "unheard"]

_MOST_MOVES = 40
_logger = logging.getLogger(__name__)


class SuspendedError(CancelledError):
    """A cycle is left where it is, to go on when the image is opened again."""


class Engine:
    """Runs cognitive cycles on an image.

    Args:
        session: The image.
        thinker: Answers prompts.
        trial: Tries candidates in a child process.
        plugins: Guardian rules and observers.
        config: Budgets.
        trail: Where the audit trail is written as JSON lines.
        policy: The policy of approval in the configuration.

    Attributes:
        owner: Whose cycles these are, among all who may have the image open.
        exclusive: Whether no other process can have it open.
        on_ended: Called after the end of each cycle, with how many records of cycles and entries of
            the trail there are.
    """

    def __init__(
        self,
        session: Session,
        thinker: Thinker,
        trial: Trial,
        plugins: PluginSet,
        config: CycleConfig,
        trail: Trail,
        policy: str = "",
    ) -> None:
        self.session = session
        self.thinker = thinker
        self.trial = trial
        self.plugins = plugins
        self.config = config
        self.owner = this_owner()
        # A file can be open in one process only: whatever it holds that is at work is not.
        self.exclusive = file_of(session.uri) is not None
        self.on_ended: Callable[[Mapping[str, int]], None] = _nothing
        self._trail = trail
        self._policy = policy
        self._closing = False
        self._records: dict[str, Chronicle] = {}

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
            LearningLimitError: Too much is being learned already.
            CancelledError: It was cancelled.
            ImageError: The image cannot be written.
        """
        self.thinker.begin()
        thought = Thought(
            cycle=uuid.uuid4().hex[:12],
            brief=brief,
            budget=Budget(self.config.model_calls, self.config.seconds),
            cancel=cancel or CancelToken(),
        )

        def begin(root: Root) -> StateView:
            open_record(root, thought, self.owner)
            return self._viewed(root, thought, self._start(root, thought))

        view = self.session.change(
            begin,
            note=f"Cycle {thought.cycle}: {brief.receiver}.{brief.selector}",
            user=brief.asked_by,
        )
        record = Chronicle(thought.cycle, listener)
        return self._carry_out(thought, record, lambda: self._begin(thought, view))

    def resume(
        self, claim: Claim, *, behind: bool = False, listener: Listener = unheard
    ) -> Outcome:
        """Go on with a cycle whose process has ended, from its last committed state.

        Args:
            claim: What is on record, taken over by :func:`batos.mind.survival.claims.claim`.
            behind: Whether nobody waits for it: when it is cancelled, it is left for later.
            listener: Told of every event from now on.

        Returns:
            How it ended; FAILED with the reason where it cannot go on.

        Raises:
            CancelledError: It was cancelled, or the image is being closed.
            ImageError: The image cannot be written.
        """
        cycle = claim.thought.cycle
        record = Chronicle.resumed(cycle, listener, claim.seq, claim.history)
        record.entries += [dict(entry) for entry in claim.entries]
        record.behind = behind
        return self._carry_out(claim.thought, record, lambda: self._go_on(claim))

    def interrupted(self) -> list[Interrupted]:
        """Return the cycles that nobody is at work on, the oldest first."""
        with self.session.read() as root:
            return find_interrupted(root, self.owner, exclusive=self.exclusive)

    def claim(self, cycle: str, cancel: CancelToken) -> Claim | None:
        """Take over a cycle whose process has ended (see :mod:`batos.mind.survival.claims`)."""
        return claim(
            self.session, cycle, self.owner, self.config, exclusive=self.exclusive, cancel=cancel
        )

    def suspend(self) -> None:
        """Leave the cycles that are cancelled from now on to whoever opens the image next."""
        self._closing = True

    def _carry_out(
        self, thought: Thought, record: Chronicle, begin: Callable[[], StateView]
    ) -> Outcome:
        self._records[thought.cycle] = record
        try:
            outcome = self._run(thought, record, begin)
        finally:
            del self._records[thought.cycle]
        self.on_ended(record.tallies)
        return outcome

    def _begin(self, thought: Thought, view: StateView) -> StateView:
        self.tell(thought, "started", thought.brief.text or thought.brief.selector)
        return self._entered(thought, view)

    def _go_on(self, claim: Claim) -> StateView:
        """Return the state in which a cycle goes on, with what the image says now."""
        thought = claim.thought
        because = claim.because or f"It was interrupted while it was {claim.state}."
        self.tell(thought, "resumed", because)
        if claim.reason:
            thought.fail(claim.reason, hint="Ask again.")
            return self._enter(thought, "FAILED")
        if claim.state == "IDLE":
            with self.session.read() as root:
                view = self._viewed(root, thought, self._start(root, thought))
            return self._entered(thought, view)
        brief = thought.brief
        try:
            with self.session.read() as root:
                seen = states.read_receiver(root, brief.receiver, brief.selector)
        except BatosError as error:
            thought.fail_by(error)
            return self._enter(thought, "FAILED")
        # The method that may be replaced is the one that was there when the cycle began.
        others = {name: text for name, text in seen.known.items() if name != brief.selector}
        thought.state, thought.standing = seen.state, seen.standing
        thought.known = {**others, **thought.known}
        return self._enter(thought, claim.state)

    def _run(self, thought: Thought, record: Chronicle, begin: Callable[[], StateView]) -> Outcome:
        try:
            last = self._move(thought, record, begin)
        except TakenOverError:
            # Whoever has it now writes its record.
            raise
        except SuspendedError:
            self.session.change(
                lambda root: release_record(root, thought.cycle, self.owner),
                note=f"Cycle {thought.cycle} is left for later",
                user=thought.brief.asked_by,
            )
            raise
        except BaseException as error:
            # It goes on to whoever asked, but the record must not say for ever that the cycle is
            # at work.
            if isinstance(error, BatosError):
                thought.fail_by(error)
            else:
                what = f"{type(error).__name__}: {error}".removesuffix(": ")
                thought.reason, thought.hint = f"It was ended by {what}.", "Ask again."
            self._end(thought, record, FAILED_VIEW)
            raise
        outcome = self._end(thought, record, last)
        if record.cancelled:
            raise CancelledError("The mission was cancelled; nothing was installed.")
        return outcome

    def _move(
        self, thought: Thought, record: Chronicle, begin: Callable[[], StateView]
    ) -> StateView:
        """Go from state to state as the prototypes say; return the one that ends the cycle."""
        view = begin()
        for _ in range(_MOST_MOVES - len(record.history)):
            if view.name in FINAL:
                return view
            begun = time.monotonic()
            answer = self._handle(thought, record, view)
            record.passed(view.name, time.monotonic() - begun)
            asks = answer == "question"
            following = self._asking(thought, view) if asks else self._next(view, answer, thought)
            if following == "COMPLETE":
                following = self._gated(thought, view)
            view = self._move_on(thought, record, following)
        if view.name in FINAL:
            return view
        thought.reason, thought.hint = "The states' moves in the image lead in a circle.", ""
        thought.cause = Cause.STATES
        return self._enter(thought, "FAILED")

    def _enter(self, thought: Thought, name: str) -> StateView:
        """Enter a state, of which nothing is to be written yet."""
        with self.session.read() as root:
            view = self._viewed(root, thought, name)
        return self._entered(thought, view)

    def _entered(self, thought: Thought, view: StateView) -> StateView:
        self.tell(thought, "state", str(view.slots.get("purpose", "")), state=view.name)
        return view

    def _move_on(self, thought: Thought, record: Chronicle, name: str) -> StateView:
        """Enter the next state, and commit what was found before it."""
        if name in FINAL:
            return self._enter(thought, name)
        first = record.seq

        def enter(root: Root) -> tuple[StateView, dict[str, Any]]:
            record.seq = first
            view = self._viewed(root, thought, name)
            purpose = str(view.slots.get("purpose", ""))
            entry = record.entry(thought, "state", purpose, state=view.name)
            if view.name not in FINAL:
                keep_record(
                    root,
                    thought,
                    view.name,
                    history=record.history,
                    entries=[*record.entries, entry],
                    owner=self.owner,
                    seq=record.seq,
                )
            return view, entry

        try:
            view, entry = self.session.change(
                enter, note=f"Cycle {thought.cycle}: {name}", user=thought.brief.asked_by
            )
        except BaseException:
            record.seq = first  # nobody was told of it
            raise
        record.entries.append(entry)
        self._publish(record, entry)
        return view

    def _viewed(self, root: Root, thought: Thought, name: str) -> StateView:
        """Return the view of the next state, which is FAILED where the image does not have it."""
        try:
            view = state_view(root, name)
        except BatosError as error:
            if name == "WAITING":  # an image from before there was such a state
                view = WAITING_VIEW
            else:
                thought.fail(error.message, Cause.STATES)
                view = FAILED_VIEW
        asks = view.name == "WAITING" and thought.question is not None
        if view.name in ("COMPLETE", "WAITING") and thought.chosen is None and not asks:
            # A move that was changed in the image leads past VALIDATING; nothing enters that way.
            thought.fail("No method was validated.", Cause.STATES)
            return self._viewed(root, thought, "FAILED")
        return view

    def _handle(self, thought: Thought, record: Chronicle, view: StateView) -> str:
        try:
            thought.cancel.raise_if_cancelled()
            handler = states.HANDLERS.get(view.handler)
            if handler is None:
                raise UsageError(f"The state {view.name} has no behaviour named {view.handler!r}.")
            return handler(self, thought, view)
        except CancelledError as error:
            if self._closing or record.behind:
                raise SuspendedError("The cycle is left for later; nothing was changed.") from error
            record.cancelled = True
            thought.fail_by(error)
        except BatosError as error:
            thought.fail_by(error)
        return "failed"

    def _next(self, view: StateView, answer: str, thought: Thought) -> str:
        following = view.moves.get(answer)
        if following is None:
            thought.fail(
                f"The state {view.name} has no move for {answer!r} in the image.", Cause.STATES
            )
            return "FAILED"
        return str(following)

    def _asking(self, thought: Thought, view: StateView) -> str:
        """Return where a question leads: to a person, unless enough was asked."""
        question = thought.question
        if question is None or len(asked_before(thought)) >= MOST_QUESTIONS:
            thought.fail(
                "The candidates do not agree in what they answer, and nobody can be asked again.",
                Cause.UNDECIDED,
            )
            return "FAILED"
        thought.chosen = None  # the answer chooses
        self._tell_question(thought, question, view.name)
        following = view.moves.get("question")
        # A move that was changed in the image does not lead past whoever must be asked.
        return str(following) if following in FINAL - {"COMPLETE"} else "WAITING"

    def _gated(self, thought: Thought, view: StateView) -> str:
        """Return where a validated method goes: into the image, or to a person first."""
        if thought.question is not None:
            self._tell_question(thought, thought.question, view.name)
        try:
            answer = gate(self.session, thought, self._policy)
        except BatosError as error:
            thought.fail_by(error)
            return "FAILED"
        if answer == "passed":
            return "COMPLETE"
        thought.cause = Cause.POLICY
        following = view.moves.get(answer)
        # A move that was changed in the image does not lead past whoever must be asked.
        if following in FINAL - {"COMPLETE"}:
            return str(following)
        return "WAITING" if answer == "ask" else "FAILED"

    def _start(self, root: Root, thought: Thought) -> str:
        refusal = forbidden(root, thought.brief, self._policy)
        found = root.objects.get("state_machine")
        start = found.slots.get("start") if found is not None else None
        if refusal:
            thought.fail(refusal, Cause.POLICY)
            return "FAILED"
        if not isinstance(start, str):
            thought.fail(
                "The state machine's prototype in the image does not say where to start.",
                Cause.STATES,
            )
            return "FAILED"
        return start

    def _end(self, thought: Thought, record: Chronicle, view: StateView) -> Outcome:
        """Run the last state: one transaction holds its effect and its record."""
        begun = time.monotonic()
        ended: Outcome = states.ENDINGS[view.name](thought)
        finished: list[tuple[Outcome, dict[str, Any]]] = []
        first = record.seq

        def close(root: Root) -> None:
            record.seq = first
            # Never twice, and never by a process whose work somebody else has taken over.
            check_owner(root.cycles[thought.cycle], self.owner)
            effected = states.EFFECTS[view.name](root, thought, ended)
            now = time.monotonic()
            seconds = {**record.seconds, view.name: now - begun}
            outcome = states.timed(effected, thought, now - record.started, seconds)
            entry = record.entry(
                thought,
                "finished",
                outcome.reason or f"{outcome.receiver}.{outcome.selector}",
                state=view.name,
                data=outcome.to_plain(),
            )
            last = {"state": view.name, "at": entry["at"], "seconds": round(now - begun, 4)}
            keep_record(
                root,
                thought,
                view.name,
                history=[*record.history, last],
                entries=record.entries,
                owner=self.owner,
            )
            record_in_image(root, entry)
            root.cycles[thought.cycle].outcome = outcome.to_plain()
            record.tallies = {name: read_tally(root, name) for name in ("cycles", "trail")}
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
            if view.name == "FAILED" or isinstance(error, TakenOverError):
                raise
            # The world has moved while the cycle thought; it ends FAILED, with that reason.
            thought.fail_by(error)
            thought.chosen = None
            record.seconds[view.name] = time.monotonic() - begun
            return self._end(thought, record, self._enter(thought, "FAILED"))
        outcome, entry = finished[0]
        self._publish(record, entry)
        return outcome

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
        who = {"persona": persona.name, **thought.thinker}
        thought.notes["asked"] = {**thought.notes.get("asked", {}), **dict.fromkeys(hashes, who)}
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
        entry = record.entry(thought, kind, text, state=state, data=data)
        record.entries.append(entry)
        self._publish(record, entry)

    def _tell_question(self, thought: Thought, question: Question, state: str) -> None:
        """Tell what a person is asked; without a chosen candidate the cycle waits for it."""
        data = {**question.to_plain(), "waits": thought.chosen is None}
        self.tell(thought, "question", question.wording(), state=state, data=data)

    def _publish(self, record: Chronicle, entry: Mapping[str, Any]) -> None:
        self._trail.write(entry)
        self.plugins.notify(entry)
        try:
            record.listener(entry)
        except Exception:
            # Who listens must not end what is listened to: the one who asked may have gone.
            _logger.exception("A listener of cycle %s failed", record.cycle)


def _nothing(_tallies: Mapping[str, int]) -> None:
    """Do nothing at the end of a cycle."""

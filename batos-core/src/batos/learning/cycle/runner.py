"""The runner of cognitive cycles: it moves a thought from state to state, and commits each move.

Which behaviour a state has, where it leads and how it is set are read from the state's prototype
in the image at every step. The effect on the world is one transaction, that of COMPLETE; nothing
is open while anybody thinks.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from batos.errors import BatosError, CancelledError, UsageError
from batos.image import Root, file_of
from batos.inference import CancelToken
from batos.learning.cycle import moves, states
from batos.learning.cycle.chronicle import Chronicle
from batos.learning.cycle.host import Host
from batos.learning.cycle.kinds import behaviours_of
from batos.learning.cycle.views import FAILED_VIEW, StateView
from batos.learning.model.brief import MissionBrief
from batos.learning.model.causes import Cause
from batos.learning.model.circumstances import Listener, unheard
from batos.learning.model.machine import FINAL, PERSONA
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.claims import Claim, Interrupted, claim, find_interrupted
from batos.learning.records.cycles import (
    TakenOverError,
    check_owner,
    keep_record,
    open_record,
    release_record,
)
from batos.learning.records.owners import this_owner
from batos.learning.records.tallies import read_tally
from batos.learning.records.trail import record_in_image
from batos.plugins.cycle_event import CycleEvent

__all__ = ["CycleRunner", "SuspendedError"]

_MOST_MOVES = 40


class SuspendedError(CancelledError):
    """A cycle is left where it is, to go on when the image is opened again."""


class CycleRunner:
    """Runs cognitive cycles on an image.

    Args:
        host: What the states work with: the image, the models, the trial, the rules.

    Attributes:
        owner: Whose cycles these are, among all who may have the image open.
        exclusive: Whether no other process can have it open.
        on_ended: Called after the end of each cycle, with how many records of cycles and entries of
            the trail there are.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._session = host.session
        self.owner = this_owner()
        # A file can be open in one process only: whatever it holds that is at work is not.
        self.exclusive = file_of(host.session.uri) is not None
        self.on_ended: Callable[[Mapping[str, int]], None] = _nothing
        self._closing = False

    def run(
        self,
        brief: MissionBrief,
        *,
        behind: bool = False,
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Carry out a mission.

        Args:
            brief: What is to be learned.
            behind: Whether nobody waits for it: when it is cancelled, it is left for later.
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
        self._host.thinker.begin()
        config = self._host.config
        thought = Thought(
            cycle=uuid.uuid4().hex[:12],
            brief=brief,
            budget=CycleBudget(config.model_calls, config.seconds),
            cancel=cancel or CancelToken(),
        )

        def begin(root: Root) -> StateView:
            open_record(root, thought, self.owner)
            return moves.viewed(root, thought, moves.start(self._host, root, thought))

        view = self._session.change(
            begin,
            note=f"Cycle {thought.cycle}: {brief.receiver}.{brief.selector}",
            user=brief.asked_by,
        )
        record = Chronicle(thought.cycle, listener, behind=behind, owner=self.owner)
        return self._carry_out(thought, record, lambda: self._begin(thought, view))

    def resume(
        self, claim: Claim, *, behind: bool = False, listener: Listener = unheard
    ) -> Outcome:
        """Go on with a cycle whose process has ended, from its last committed state.

        Args:
            claim: What is on record, taken over by :func:`batos.learning.records.claims.claim`.
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
        record.behind, record.owner = behind, self.owner
        return self._carry_out(claim.thought, record, lambda: self._go_on(claim))

    def interrupted(self) -> list[Interrupted]:
        """Return the cycles that nobody is at work on, the oldest first."""
        with self._session.read() as root:
            return find_interrupted(root, self.owner, exclusive=self.exclusive)

    def claim(self, cycle: str, cancel: CancelToken) -> Claim | None:
        """Take over a cycle whose process has ended (see :mod:`batos.learning.records.claims`)."""
        return claim(
            self._session,
            cycle,
            self.owner,
            self._host.config,
            exclusive=self.exclusive,
            cancel=cancel,
        )

    def suspend(self) -> None:
        """Leave the cycles that are cancelled from now on to whoever opens the image next."""
        self._closing = True

    def _carry_out(
        self, thought: Thought, record: Chronicle, begin: Callable[[], StateView]
    ) -> Outcome:
        with self._host.telling(record):
            outcome = self._run(thought, record, begin)
        self.on_ended(record.tallies)
        return outcome

    def _begin(self, thought: Thought, view: StateView) -> StateView:
        self._host.tell(thought, "started", thought.brief.text or thought.brief.selector)
        return self._entered(thought, view)

    def _go_on(self, claim: Claim) -> StateView:
        """Return the state in which a cycle goes on, with what the image says now."""
        thought = claim.thought
        because = claim.because or f"It was interrupted while it was {claim.state}."
        self._host.tell(thought, "resumed", because)
        if claim.reason:
            thought.fail(claim.reason, hint="Ask again.")
            return self._enter(thought, "FAILED")
        if claim.state == "IDLE":
            with self._session.read() as root:
                view = moves.viewed(root, thought, moves.start(self._host, root, thought))
            return self._entered(thought, view)
        try:
            with self._session.read() as root:
                behaviours_of(thought).recall(root, thought)
        except BatosError as error:
            thought.fail_by(error)
            return self._enter(thought, "FAILED")
        return self._enter(thought, claim.state)

    def _run(self, thought: Thought, record: Chronicle, begin: Callable[[], StateView]) -> Outcome:
        try:
            last = self._move(thought, record, begin)
        except TakenOverError:
            # Whoever has it now writes its record.
            raise
        except SuspendedError:
            self._session.change(
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
            following = (
                moves.asking(self._host, thought, view)
                if asks
                else moves.next_state(thought, view, answer)
            )
            if following == "COMPLETE":
                following = moves.gated(self._host, thought, view)
            view = self._move_on(thought, record, following)
        if view.name in FINAL:
            return view
        thought.reason, thought.hint = "The states' moves in the image lead in a circle.", ""
        thought.cause = Cause.STATES
        return self._enter(thought, "FAILED")

    def _enter(self, thought: Thought, name: str) -> StateView:
        """Enter a state, of which nothing is to be written yet."""
        with self._session.read() as root:
            view = moves.viewed(root, thought, name)
        return self._entered(thought, view)

    def _entered(self, thought: Thought, view: StateView) -> StateView:
        text, who = _told_of(view)
        self._host.tell(thought, "state", text, state=view.name, data=who)
        return view

    def _move_on(self, thought: Thought, record: Chronicle, name: str) -> StateView:
        """Enter the next state, and commit what was found before it."""
        if name in FINAL:
            return self._enter(thought, name)
        first = record.seq

        def enter(root: Root) -> tuple[StateView, CycleEvent]:
            record.seq = first
            view = moves.viewed(root, thought, name)
            text, who = _told_of(view)
            event = record.event(thought, "state", text, state=view.name, data=who)
            if view.name not in FINAL:
                keep_record(
                    root,
                    thought,
                    view.name,
                    history=record.history,
                    entries=[*record.entries, event.to_plain()],
                    owner=self.owner,
                    seq=record.seq,
                )
            return view, event

        try:
            view, event = self._session.change(
                enter, note=f"Cycle {thought.cycle}: {name}", user=thought.brief.asked_by
            )
        except BaseException:
            record.seq = first  # nobody was told of it
            raise
        record.entries.append(event.to_plain())
        self._host.tell_event(record, event)
        return view

    def _handle(self, thought: Thought, record: Chronicle, view: StateView) -> str:
        try:
            thought.cancel.raise_if_cancelled()
            handler = behaviours_of(thought).handlers.get(view.handler)
            if handler is None:
                raise UsageError(f"The state {view.name} has no behaviour named {view.handler!r}.")
            return handler(self._host, thought, view)
        except CancelledError as error:
            if self._closing or record.behind:
                raise SuspendedError("The cycle is left for later; nothing was changed.") from error
            record.cancelled = True
            thought.fail_by(error)
        except BatosError as error:
            thought.fail_by(error)
        return "failed"

    def _end(self, thought: Thought, record: Chronicle, view: StateView) -> Outcome:
        """Run the last state: one transaction holds its effect and its record."""
        begun = time.monotonic()
        ended: Outcome = behaviours_of(thought).endings[view.name](thought)
        finished: list[tuple[Outcome, CycleEvent]] = []
        first = record.seq

        def close(root: Root) -> None:
            record.seq = first
            # Never twice, and never by a process whose work somebody else has taken over.
            check_owner(root.cycles[thought.cycle], self.owner)
            effect = behaviours_of(thought).effects[view.name]
            effected = effect(root, thought, ended, self._host.oversight)
            now = time.monotonic()
            seconds = {**record.seconds, view.name: now - begun}
            outcome = states.timed(effected, thought, now - record.started, seconds)
            event = record.event(
                thought,
                "finished",
                outcome.reason or outcome.address,
                state=view.name,
                data=outcome.to_plain(),
            )
            last = {"state": view.name, "at": event.at, "seconds": round(now - begun, 4)}
            keep_record(
                root,
                thought,
                view.name,
                history=[*record.history, last],
                entries=record.entries,
                owner=self.owner,
            )
            record_in_image(root, event.to_plain())
            root.cycles[thought.cycle].outcome = outcome.to_plain()
            record.tallies = {name: read_tally(root, name) for name in ("cycles", "trail")}
            # A conflict runs this again; only what is committed is told.
            finished[:] = [(outcome, event)]

        try:
            self._session.change(
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
        outcome, event = finished[0]
        self._host.tell_event(record, event)
        return outcome


def _told_of(view: StateView) -> tuple[str, dict[str, Any]]:
    """Return what is told of a state that is entered: its purpose, and whose work it is."""
    who = str(view.slots.get(PERSONA, ""))
    return str(view.slots.get("purpose", "")), {PERSONA: who} if who else {}


def _nothing(_tallies: Mapping[str, int]) -> None:
    """Do nothing at the end of a cycle."""

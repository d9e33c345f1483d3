"""Having missions carried out: one for a receiver and a selector, however many ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from batos.errors import UsageError
from batos.inference import CancelToken
from batos.learning.cycle.host import Host
from batos.learning.cycle.runner import CycleRunner
from batos.learning.messages.missions import OpenMission, OpenMissions, joined
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import Listener, unheard
from batos.learning.model.outcome import Outcome
from batos.learning.records.questions import is_asked_again, outcome_of, question_for
from batos.learning.request.naming import selector_from
from batos.objects import address_of

__all__ = ["Learner"]

_Ended = TypeVar("_Ended", bound=Outcome | None)


class Learner:
    """Has missions carried out. Safe to use from many threads.

    Args:
        host: The image, and what oversees its learning.
        runner: Runs cycles.
        waits: Called in a thread that may be about to wait.

    Attributes:
        missions: What is being learned.
    """

    def __init__(
        self, host: Host, runner: CycleRunner, waits: Callable[[], None] = lambda: None
    ) -> None:
        self._host = host
        self._runner = runner
        self._waits = waits
        self.missions = OpenMissions()

    def learn(
        self,
        brief: MissionBrief,
        *,
        behind: bool = False,
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Carry out a mission; two for the same receiver and selector become one.

        Args:
            brief: The mission. Without a selector one is found in its words.
            behind: Whether nobody waits for it: when it is cancelled, it is left for later.
            listener: Told of events; one that joins a running cycle hears only its end.
            cancel: Stops the cycle, or only the waiting for one that somebody else has begun.

        Raises:
            UnknownNameError: There is no such receiver.
            UsageError: An object of that name is being made from another description.
            CancelledError: It was cancelled.
        """
        brief = self._settled(brief)
        self._waits()
        while True:
            receiver = "" if brief.makes_object else brief.receiver
            words = f"like {brief.receiver}: {brief.text}"
            mission, mine = self.missions.enter(receiver, brief.selector, words)
            if brief.makes_object and mission.words != words:
                if mine:  # an interrupted one; whether the name is left, its end shows
                    self._carry_out(mission, None, unheard, cancel or CancelToken())
                    continue
                raise UsageError(
                    f"An object {brief.selector!r} is being made just now, from other words.",
                    hint="Choose another name, or ask again when that one has ended.",
                )
            if mine:
                outcome = self._carry_out(
                    mission, brief, listener, cancel or CancelToken(), behind=behind
                )
            else:
                outcome = joined(mission, cancel or CancelToken())
            if outcome is not None:
                return outcome

    def go_on(
        self, mission: OpenMission, *, listener: Listener, cancel: CancelToken
    ) -> Outcome | None:
        """Go on with an interrupted mission, unless somebody else does.

        Args:
            mission: One of those that are promised.
            listener: Told of events from now on.
            cancel: Stops it.

        Returns:
            How its cycle ended; None where others have it, or it could not go on.

        Raises:
            CancelledError: It was cancelled, or the image is being closed.
            ImageError: The image cannot be written.
        """
        if not self.missions.begin(mission):
            return None
        return self._carry_out(mission, None, listener, cancel)

    def _carry_out(
        self,
        mission: OpenMission,
        brief: MissionBrief | None,
        listener: Listener,
        cancel: CancelToken,
        *,
        behind: bool = False,
    ) -> Outcome | None:
        """Carry out a mission that is the caller's.

        Returns:
            How it ended; None for an interrupted one that cannot go on, which says nothing to
            whoever asks for the method anew.
        """

        def work() -> Outcome | None:
            if mission.cycle:
                return self._resumed(
                    mission.cycle, listener, cancel, behind=behind or brief is None
                )
            assert brief is not None, "only an interrupted mission is on record"
            return self._waiting(brief) or self._runner.run(
                brief, behind=behind, listener=listener, cancel=cancel
            )

        return self._ended(mission, work)

    def alone(self, receiver: str, selector: str, work: Callable[[], Outcome]) -> Outcome:
        """Do something as the one mission for a method; whoever asks for it meanwhile joins.

        Raises:
            UsageError: The method is being learned.
        """
        mission = self.missions.enter_alone(receiver, selector)
        if mission is None:
            label = f"{receiver}.{selector}" if receiver else selector
            raise UsageError(
                f"{label} is being learned just now.",
                hint="Answer when it has ended.",
            )
        return self._ended(mission, work)

    def _ended(self, mission: OpenMission, work: Callable[[], _Ended]) -> _Ended:
        """Carry out a mission, and tell those who have joined it how it ended."""
        try:
            outcome = work()
        except BaseException as error:
            self.missions.leave(mission)
            mission.ended.set_exception(error)
            raise
        self.missions.leave(mission)
        mission.ended.set_result(outcome)
        return outcome

    def _resumed(
        self, cycle: str, listener: Listener, cancel: CancelToken, *, behind: bool
    ) -> Outcome | None:
        claim = self._runner.claim(cycle, cancel)
        if claim is None:
            return None
        outcome = self._runner.resume(claim, behind=behind, listener=listener)
        return None if claim.reason else outcome

    def _waiting(self, brief: MissionBrief) -> Outcome | None:
        """Return the outcome of an earlier mission for the same method that waits for a person.

        One that waits for an answer gives way to whoever asks in other words.
        """
        with self._host.session.read() as root:
            receiver = root.find(brief.receiver)
            ready = self._host.oversight.waiting_for(root, receiver, brief.selector)
            if ready is not None and ready.kind == brief.kind:
                return ready
            kept = question_for(root, receiver, brief.selector)
            return outcome_of(kept) if kept is not None and is_asked_again(kept, brief) else None

    def _settled(self, brief: MissionBrief) -> MissionBrief:
        """Return a brief with the receiver's one address and with a selector."""
        with self._host.session.read() as root:
            receiver = address_of(root.find(brief.receiver))
        return replace(
            brief, receiver=receiver, selector=brief.selector or selector_from(brief.text)
        )

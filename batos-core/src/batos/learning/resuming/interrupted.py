"""Going on with the cycles that a killed process has left in the middle.

They are found when the image is opened, and entered in the table of missions before the first
message is served: who asks for the same method joins the cycle, or goes on with it at once.
Everything else happens behind, in whichever thread calls :meth:`Resumer.run`.
"""

from __future__ import annotations

import logging
import threading

from batos.errors import BatosError, CancelledError
from batos.inference import CancelToken
from batos.learning.cycle.runner import CycleRunner
from batos.learning.messages.learner import Learner
from batos.learning.model.circumstances import Listener, unheard
from batos.learning.model.outcome import Outcome

__all__ = ["Resumer"]

_LOG = logging.getLogger(__name__)


class Resumer:
    """Goes on with interrupted cycles. Safe to use from many threads.

    Args:
        runner: Runs cycles.
        learner: Has the table of missions.
    """

    def __init__(self, runner: CycleRunner, learner: Learner) -> None:
        self._runner = runner
        self._learner = learner
        self._running = threading.Lock()
        self._cancel = CancelToken()

    def register(self) -> int:
        """Enter the interrupted cycles in the table of missions; return how many there are.

        Of several for one method the oldest is entered; the others follow when it has ended.
        """
        found = self._runner.interrupted()
        for each in found:
            receiver = "" if each.makes_object else each.receiver
            words = f"like {each.receiver}: {each.text}"
            self._learner.missions.promise(receiver, each.selector, each.cycle, words)
        return len(found)

    def run(
        self, *, listener: Listener = unheard, cancel: CancelToken | None = None
    ) -> list[Outcome]:
        """Go on with every interrupted cycle, one after another.

        One that fails does not keep the others from going on.

        Args:
            listener: Told of their events.
            cancel: Stops; the cycle that is at work is left for the next time.

        Returns:
            How those ended that could go on and that nobody else went on with.

        Raises:
            CancelledError: It was cancelled, or the image is being closed.
        """
        token = CancelToken(self._cancel, *([cancel] if cancel is not None else []))
        outcomes: list[Outcome] = []
        tried: set[str] = set()
        with self._running:
            while True:
                self.register()
                waiting = [
                    each for each in self._learner.missions.promised() if each.cycle not in tried
                ]
                if not waiting:
                    return outcomes
                for mission in waiting:
                    token.raise_if_cancelled()
                    tried.add(mission.cycle)
                    try:
                        outcome = self._learner.go_on(mission, listener=listener, cancel=token)
                    except CancelledError:
                        if not self._cancel.cancelled:
                            self.register()  # the next one who asks goes on with it
                        raise
                    except BatosError as error:
                        # It is on record, or cannot be: a damaged record must not keep the
                        # image from doing everything else.
                        _LOG.warning("cycle %s cannot go on: %s", mission.cycle, error.message)
                        continue
                    if outcome is not None:
                        outcomes.append(outcome)

    def suspend(self) -> None:
        """Stop, and leave the cycle that is at work for the next time."""
        self._runner.suspend()
        self._cancel.cancel()

    def close(self) -> None:
        """Stop, leave the cycle that is at work for the next time, and wait until that is so."""
        self.suspend()
        with self._running:
            pass

"""Missions: from what is asked for to a learned method or a made object, and its questions."""

from __future__ import annotations

from dataclasses import replace

from batos.image import Session
from batos.inference import Thinker
from batos.learning.design.described import brief_for
from batos.learning.messages.learner import Learner
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import ALONE, Circumstances
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Outcome
from batos.learning.model.policy_names import checked_policy
from batos.learning.model.question import Asker
from batos.learning.request.reader import understand
from batos.learning.resuming.answering import Questions
from batos.objects import Example

__all__ = ["Teacher"]


class Teacher:
    """Has methods learned and objects made because somebody asks for them.

    Args:
        session: The image.
        thinker: Answers prompts.
        learner: Learns.
        questions: What cycles ask back.
    """

    def __init__(
        self, session: Session, thinker: Thinker, learner: Learner, questions: Questions
    ) -> None:
        self._session = session
        self._thinker = thinker
        self._learner = learner
        self._questions = questions

    def learn(
        self,
        mission: MissionBrief | str,
        *,
        asker: Asker | None = None,
        circumstances: Circumstances = ALONE,
    ) -> Outcome:
        """Carry out a mission and return how it ended (see :meth:`batos.LivingImage.learn`).

        Args:
            mission: A brief, or a sentence that asks for a method.
            asker: Answers the questions of the cycle.
            circumstances: For whom it is carried out; the brief's own policy of approval holds
                where they name none.
        """
        if isinstance(mission, str):
            found = understand(mission, self._thinker, is_mission=True, cancel=circumstances.cancel)
            brief = found.reading.brief
            assert brief is not None, "the sentence says that it wants a method"
        else:
            brief = mission
        # Who asks for a method asks for it whatever was taken back before.
        brief = circumstances.applied_to(brief)
        checked_policy(brief.approval)
        brief = replace(brief, questions=asker is not None or brief.questions, anew=True)
        outcome = self._learner.learn(
            brief, listener=circumstances.listener, cancel=circumstances.cancel
        )
        if asker is not None:
            outcome = self._questions.let_answer(outcome, asker, circumstances)
        if not outcome.complete:
            raise failure(outcome)
        return outcome

    def make(
        self,
        text: str,
        *,
        name: str = "",
        like: str = "",
        examples: tuple[Example, ...] = (),
        asker: Asker | None = None,
        circumstances: Circumstances = ALONE,
    ) -> Outcome:
        """Make an object that a person describes (see :meth:`batos.LivingImage.make`)."""
        brief = brief_for(
            self._session,
            text,
            name=name,
            like=like,
            examples=examples,
            asked_by=circumstances.user,
        )
        return self.learn(brief, asker=asker, circumstances=circumstances)

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
        """Carry out a mission and return how it ended.

        Args:
            mission: A brief, or a sentence that asks for a method.
            asker: Answers the questions of the cycle; without an answer it goes on waiting.
            circumstances: For whom it is carried out; the brief's own policy of approval holds
                where they name none.

        Raises:
            UsageError: There is no such policy of approval.
            MissionFailedError: The method could not be learned; ``details`` says what was tried,
                and the hint what would help.
            ApprovalPendingError: The method is ready, and waits for a person's word.
            QuestionPendingError: The cycle waits for the answer to a question.
            CancelledError: It was cancelled.
        """
        if isinstance(mission, str):
            found = understand(mission, self._thinker, is_mission=True, cancel=circumstances.cancel)
            brief = found.reading.brief
            assert brief is not None, "the sentence says that it wants a method"
        else:
            brief = mission
        # Who asks for a method asks for it whatever was taken back before.
        brief = replace(
            brief,
            attended=circumstances.attended or brief.attended,
            questions=asker is not None or brief.questions,
            approval=checked_policy(circumstances.approve or brief.approval),
            anew=True,
        )
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
        """Make an object that a person describes: its slots, its methods and their tests.

        Args:
            text: What it is and what it can do, such as ``a counter: up(amount) adds to it,
                total() gives the sum``.
            name: What it is to be called; found in the text when left out.
            like: The object that it is to be like; one that the text names when left out.
            examples: Calls in a row on a new one, and what they give.
            asker: See :meth:`learn`.
            circumstances: For whom it is made.

        Raises:
            UsageError: The text names no method or contradicts itself, or the name is taken.
            SlotError: Nothing can have the name.
            BatosError: See :meth:`learn`.
        """
        brief = brief_for(
            self._session,
            text,
            name=name,
            like=like,
            examples=examples,
            asked_by=circumstances.user,
        )
        return self.learn(brief, asker=asker, circumstances=circumstances)

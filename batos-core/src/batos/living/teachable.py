"""What an image learns because somebody asks for it, and the questions that it asks back."""

from __future__ import annotations

from dataclasses import replace

from batos.inference import CancelToken, Thinker
from batos.learning.design.described import brief_for
from batos.learning.messages.learner import Learner
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import Listener, unheard
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Outcome
from batos.learning.model.policy_names import checked_policy
from batos.learning.model.question import Answer, Asker
from batos.learning.request.reader import understand
from batos.learning.resuming.answering import Questions
from batos.objects import Example
from batos.stewardship.tending import Tending

__all__ = ["Teachable"]


class Teachable(Tending):
    """The part of a living image that takes missions.

    Attributes:
        thinker: Answers prompts.
    """

    thinker: Thinker
    _learner: Learner
    _questions: Questions

    def learn(
        self,
        mission: MissionBrief | str,
        *,
        asker: Asker | None = None,
        attended: bool = False,
        approve: str = "",
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Carry out a mission and return how it ended.

        Args:
            mission: A brief, or a sentence that asks for a method.
            asker: Answers the questions of the cycle; without an answer it goes on waiting.
            attended: Whether a person waits at a terminal and can be asked.
            approve: The policy of approval for this mission: ``auto``, ``ask`` or ``never``;
                empty leaves it to the brief, the objects and the configuration.
            listener: Told of events.
            cancel: Stops the cycle.

        Raises:
            UsageError: There is no such policy of approval.
            MissionFailedError: The method could not be learned; ``details`` says what was tried,
                and the hint what would help.
            ApprovalPendingError: The method is ready, and waits for a person's word.
            QuestionPendingError: The cycle waits for the answer to a question.
            CancelledError: It was cancelled.
        """
        if isinstance(mission, str):
            found = understand(mission, self.thinker, is_mission=True, cancel=cancel)
            brief = found.reading.brief
            assert brief is not None, "the sentence says that it wants a method"
        else:
            brief = mission
        approve = checked_policy(approve or brief.approval)
        # Who asks for a method asks for it whatever was taken back before.
        brief = replace(
            brief,
            attended=attended or brief.attended,
            questions=asker is not None or brief.questions,
            approval=approve,
            anew=True,
        )
        outcome = self._learner.learn(brief, listener=listener, cancel=cancel)
        if asker is not None:
            outcome = self._questions.let_answer(outcome, asker, listener, cancel or CancelToken())
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
        user: str = "user",
        asker: Asker | None = None,
        attended: bool = False,
        approve: str = "",
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Make an object that a person describes: its slots, its methods and their tests.

        Args:
            text: What it is and what it can do, such as ``a counter: up(amount) adds to it,
                total() gives the sum``.
            name: What it is to be called; found in the text when left out.
            like: The object that it is to be like; one that the text names when left out.
            examples: Calls in a row on a new one, and what they give.
            user: On whose behalf.
            asker: See :meth:`learn`, as for the others.
            attended: Whether a person waits at a terminal and can be asked.
            approve: The policy of approval for it.
            listener: Told of events.
            cancel: Stops the cycle.

        Raises:
            UsageError: The text names no method or contradicts itself, or the name is taken.
            SlotError: Nothing can have the name.
            BatosError: See :meth:`learn`.
        """
        brief = brief_for(
            self.session, text, name=name, like=like, examples=examples, asked_by=user
        )
        return self.learn(
            brief,
            asker=asker,
            attended=attended,
            approve=approve,
            listener=listener,
            cancel=cancel,
        )

    @property
    def questions(self) -> Questions:
        """What cycles ask, and is not answered yet."""
        return self._questions

    def answer(
        self,
        name: str,
        answer: Answer,
        *,
        by: str = "user",
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Answer an open question, and return how its cycle ends (see :class:`Questions`)."""
        done = self._questions.answer(name, answer, by=by, listener=listener, cancel=cancel)
        return done.outcome

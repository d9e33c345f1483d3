"""What an image learns because somebody asks for it, and the questions that it asks back."""

from __future__ import annotations

from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import Circumstances, Listener, unheard
from batos.learning.model.outcome import Outcome
from batos.learning.model.question import Answer, Asker
from batos.learning.resuming.answering import Questions
from batos.living.teacher import Teacher
from batos.objects import Example
from batos.stewardship.tending import Tending

__all__ = ["Teachable"]


class Teachable(Tending):
    """The part of a living image that takes missions.

    A program names what differs for it, so that circumstances are keywords here; from here on they
    travel as one value (:class:`~batos.learning.model.circumstances.Circumstances`), which whoever
    has one gives to :attr:`teacher` and :attr:`questions` itself.

    Attributes:
        teacher: Carries missions out.
    """

    teacher: Teacher
    _questions: Questions

    def learn(
        self,
        mission: MissionBrief | str,
        *,
        asker: Asker | None = None,
        attended: bool = False,
        approve: str = "",
        discuss: bool | None = None,
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
            discuss: Whether the personas discuss the method before it is written; None leaves it
                to the brief and the configuration.
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
        asked = Circumstances("user", attended, approve, listener, cancel, discuss)
        return self.teacher.learn(mission, asker=asker, circumstances=asked)

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
        return self.teacher.make(
            text,
            name=name,
            like=like,
            examples=examples,
            asker=asker,
            circumstances=Circumstances(user, attended, approve, listener, cancel),
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
        asked = Circumstances(by, listener=listener, cancel=cancel)
        return self._questions.answer(name, answer, asked).outcome

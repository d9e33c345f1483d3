"""``question.*``: what cycles ask a person, and what a person says."""

from __future__ import annotations

from batos.learning.model.outcome import Settled
from batos.learning.model.question import OpenQuestion
from batos.objects.example import PlainExample
from batos.wire.messages.request import Request, Response, Text

__all__ = [
    "AnswerQuestion",
    "CancelQuestion",
    "ListQuestions",
    "OpenQuestions",
    "ShowQuestion",
]


class OpenQuestions(Response):
    """Open questions.

    Attributes:
        questions: A line for each, the oldest first.
    """

    questions: list[OpenQuestion]


class ListQuestions(Request[OpenQuestions]):
    """List the open questions."""

    TYPE = "question.list"


class ShowQuestion(Request[OpenQuestion]):
    """Tell everything about an open question, and the message that waits for its answer.

    Attributes:
        id: The question, the beginning of its id, or ``OBJECT.SELECTOR``.
    """

    TYPE = "question.show"

    id: Text


class AnswerQuestion(Request[Settled]):
    """Answer a question; its cycle goes on, and its events are told.

    One of ``choice``, ``example`` and ``unknown`` is given.

    Attributes:
        id: As of ``question.show``.
        choice: Which of the choices is right, from 0.
        example: None of them: the ``result`` that the call must give, and the slots ``after`` it.
        unknown: Whether the person does not know.
        by: Who answers.
    """

    TYPE = "question.answer"

    id: Text
    choice: int | None = None
    example: PlainExample | None = None
    unknown: bool = False
    by: str = ""


class CancelQuestion(Request[Settled]):
    """Ask no longer; a cycle that waits for the answer ends FAILED.

    Attributes:
        id: As of ``question.show``.
        by: Who says so.
    """

    TYPE = "question.cancel"

    id: Text
    by: str = ""

"""``question.*`` and ``method.confirm``: what cycles ask a person, and what a person says."""

from __future__ import annotations

from batos.errors import UsageError
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.learning.model.circumstances import Circumstances
from batos.learning.model.outcome import Settled
from batos.learning.model.question import Answer, OpenQuestion
from batos.learning.records.trail import named
from batos.living import LivingImage
from batos.wire.messages.methods import Confirmed, ConfirmMethod
from batos.wire.messages.talk.questions import (
    AnswerQuestion,
    CancelQuestion,
    ListQuestions,
    OpenQuestions,
    ShowQuestion,
)

__all__ = ["ROUTES"]


def waiting(image: LivingImage, _asked: ListQuestions, _job: JobContext) -> OpenQuestions:
    """Give a line for each open question."""
    return OpenQuestions(image.questions.open())


def show(image: LivingImage, asked: ShowQuestion, _job: JobContext) -> OpenQuestion:
    """Tell everything about an open question."""
    return image.questions.show(asked.id)


def answer(image: LivingImage, asked: AnswerQuestion, job: JobContext) -> Settled:
    """Answer a question; its cycle goes on, and its events are told."""
    given = Answer.from_plain({"choice": asked.choice, "example": asked.example})
    # What was left out by mistake must not be taken for an answer.
    if given.unknown is not asked.unknown:
        raise UsageError("An answer has a 'choice', an 'example', or says that it is 'unknown'.")
    said = Circumstances(asked.by, listener=job.event, cancel=job.cancel_token)
    return image.questions.answer(asked.id, given, said)


def cancel(image: LivingImage, asked: CancelQuestion, _job: JobContext) -> Settled:
    """Ask no longer; a cycle that waits for the answer ends FAILED."""
    return Settled(image.questions.cancel(asked.id, by=asked.by))


def confirm(image: LivingImage, asked: ConfirmMethod, _job: JobContext) -> Confirmed:
    """Say that a tentative method is right."""
    return image.confirm(asked.address, by=named(asked.by))


ROUTES = (
    Route(ListQuestions, waiting, quick=True, idempotent=True),
    Route(ShowQuestion, show, quick=True, idempotent=True),
    Route(AnswerQuestion, answer, long=True),
    Route(CancelQuestion, cancel),
    Route(ConfirmMethod, confirm),
)

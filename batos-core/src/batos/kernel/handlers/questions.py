"""``question.*`` and ``method.confirm``: what cycles ask a person, and what a person says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UsageError
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import flag, optional_text, text
from batos.kernel.handlers.objects import EVENT
from batos.kernel.handlers.route import Route
from batos.learning.model.question import Answer
from batos.living import LivingImage

__all__ = ["ROUTES"]


def waiting(image: LivingImage, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``question.list``: a line for each open question."""
    return {"questions": image.questions.open()}


def show(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``question.show``: everything about an open question."""
    return image.questions.show(text(body, "id"))


def answer(image: LivingImage, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
    """``question.answer``: answer a question; its cycle goes on, and its events are told."""
    given = Answer.from_plain({name: body.get(name) for name in ("choice", "example")})
    # What was left out by mistake must not be taken for an answer.
    if given.unknown is not flag(body, "unknown"):
        raise UsageError("An answer has a 'choice', an 'example', or says that it is 'unknown'.")
    done = image.questions.answer(
        text(body, "id"),
        given,
        by=_by(body),
        listener=lambda event: job.event(EVENT, dict(event)),
        cancel=job.cancel_token,
    )
    return done.to_plain()


def cancel(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``question.cancel``: ask no longer; a cycle that waits for the answer ends FAILED."""
    return {"outcome": image.questions.cancel(text(body, "id"), by=_by(body)).to_plain()}


def confirm(image: LivingImage, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
    """``method.confirm``: say that a tentative method is right."""
    return image.confirm(text(body, "address"), by=_by(body))


def _by(body: Mapping[str, Any]) -> str:
    return optional_text(body, "by") or "user"


ROUTES = (
    Route("question.list", waiting, quick=True, idempotent=True),
    Route("question.show", show, quick=True, idempotent=True),
    Route("question.answer", answer, long=True),
    Route("question.cancel", cancel),
    Route("method.confirm", confirm),
)

"""Whether a person is asked, where candidates that are true to every example differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from batos.learning.model.question import Answer, Question

if TYPE_CHECKING:
    from batos.config import CycleConfig
    from batos.learning.model.thought import Thought

__all__ = [
    "ASKED",
    "MOST_QUESTIONS",
    "answered_before",
    "asked_before",
    "manner",
    "note_answer",
    "passes_before",
]

ASKED = "asked_questions"
"""Key of the notes under which a thought has its questions with their answers."""

MOST_QUESTIONS = 3
"""Questions that a mission may ask."""


def manner(thought: Thought, config: CycleConfig) -> Literal["ask", "tentative", "refuse"]:
    """Return what becomes of a question that VALIDATING has found.

    ``ask`` where somebody answers, or where the configuration has it wait for an answer; else
    the leading group is installed (``tentative``), or nothing is (``refuse``). After three
    questions nobody is asked again.
    """
    wanted = "ask" if thought.brief.answerable else config.unattended
    if wanted in ("ask", "wait"):
        return "ask" if len(asked_before(thought)) < MOST_QUESTIONS else "tentative"
    return "refuse" if wanted == "refuse" else "tentative"


def asked_before(thought: Thought) -> list[Question]:
    """Return the questions of a mission that were answered, with *I don't know* as well."""
    return [Question.from_plain(each["question"]) for each in thought.notes.get(ASKED, ())]


def passes_before(thought: Thought) -> int:
    """Return how often a mission was thought through before: another time needs other seeds."""
    return len(asked_before(thought)) + thought.brief.again


def answered_before(thought: Thought) -> list[Answer]:
    """Return what was answered to the questions of a mission, in their order."""
    return [Answer.from_plain(each["answer"]) for each in thought.notes.get(ASKED, ())]


def note_answer(
    thought: Thought, question: Question, answer: Answer, facts: Mapping[str, Any]
) -> None:
    """Note in a thought what was answered, with ``facts`` of who and when."""
    line = {"question": question.to_plain(), "answer": answer.to_plain(), **facts}
    thought.notes[ASKED] = [*thought.notes.get(ASKED, ()), line]

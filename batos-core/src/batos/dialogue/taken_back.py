"""Sentences that call a method which a person has taken back: it is not learned once more."""

from __future__ import annotations

from batos.dialogue.understanding.understanding import likely
from batos.image import Session
from batos.learning.candidates.sources import parameters_of
from batos.learning.messages.misses import taken_back_error
from batos.learning.request.literals import find_literals
from batos.learning.request.naming import spoken
from batos.stewardship.history.takenback import latest_taken_back, taken_back_methods

__all__ = ["check_taken_back"]


def check_taken_back(session: Session, text: str, name: str) -> None:
    """Do nothing for a sentence that is no call of a method that was taken back.

    Args:
        session: The image.
        text: The sentence.
        name: The object that it is said to.

    Raises:
        UnknownNameError: There is no such object.
        TakenBackError: It is one.
    """
    count = len(find_literals(text))
    with session.read() as root:
        receiver = root.find(name)
        for method in taken_back_methods(root, receiver):
            parameters, defaults = parameters_of(method.source)
            if not len(parameters) - defaults <= count <= len(parameters):
                continue
            if likely(text, [method.doc, spoken(method.selector)]):
                undo = latest_taken_back(root, receiver, method.selector)
                assert undo is not None, "it is one of those"
                raise taken_back_error(name, method.selector, undo)

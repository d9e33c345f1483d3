"""``correction.*``: sentences that were misread, and what they mean."""

from __future__ import annotations

from typing import Any, TypedDict

from batos.wire.messages.request import Request, Response, Text

__all__ = [
    "CorrectReading",
    "CorrectionLine",
    "Corrections",
    "ListCorrections",
    "RemoveCorrection",
]


class CorrectionLine(TypedDict):
    """A sentence that a person has set right.

    Attributes:
        said: The sentence.
        means: ``OBJECT.SELECTOR``, or the word of another command, such as ``talk``.
        args: The values of a call.
    """

    said: str
    means: str
    args: list[Any]


class Corrections(Response):
    """Sentences that were set right.

    Attributes:
        corrections: A line for each, the latest last.
    """

    corrections: list[CorrectionLine]


class ListCorrections(Request[Corrections]):
    """List the sentences that were set right."""

    TYPE = "correction.list"


class CorrectReading(Request[Corrections]):
    """Say what a sentence means, from now on and for everybody; answers with it.

    Attributes:
        said: The sentence.
        means: ``OBJECT.SELECTOR``, or the word of another command: ``learn``, ``make``,
            ``remember``, ``recall``, ``talk``, ``do``, ``ask back`` or ``refuse``.
        args: The values of a call.
        user: Who says so.
    """

    TYPE = "correction.add"

    said: Text
    means: Text
    args: tuple[Any, ...] = ()
    user: str = "user"


class RemoveCorrection(Request[Corrections]):
    """Have a sentence be read as it was before it was set right; answers with what it was.

    Attributes:
        said: The sentence.
        user: Who says so.
    """

    TYPE = "correction.remove"

    said: Text
    user: str = "user"

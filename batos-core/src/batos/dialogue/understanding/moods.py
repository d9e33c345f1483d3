"""How a sentence is said: whether it orders, tells or asks, and what it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from batos.dialogue.understanding import rules
from batos.dialogue.understanding.own_rules import plain
from batos.dialogue.understanding.repertoire import Offer
from batos.learning.model.commands import Command, Recall, Remember, Talk
from batos.learning.request.literals import without_literals
from batos.learning.request.naming import spoken
from batos.memory.words import words_of

__all__ = ["DENIED", "instead", "is_called", "is_order", "tells"]

DENIED = re.compile(r"\b(?:not|never|no|cannot)\b|n['\u2019]t\b", re.IGNORECASE)
"""What takes back what a sentence says."""
_UNSURE = re.compile(
    r"\b(?:if|when|whenever|unless|until|avoid|refrain|without|would|could|might|happens?|says?|said|"
    r"reads|wrote|writes|told|tells|asked|asks)\b",
    re.IGNORECASE,
)
"""What makes of an order a condition, a supposition, or the words of somebody else."""
_ORDERS = frozenset(
    "add book buy cancel change clear close delete deposit drop enter erase feed fill finish give "
    "increase insert keep lend lock log lower mark move note open pay pick plant play put raise "
    "record register remove reset return save schedule sell send set spend start stop store strike "
    "switch take throw tick top track transfer turn withdraw write".split()
)
"""Verbs that may order any change, besides that of the method."""
_WANTED = re.compile(
    r"^(?:i|we)(?:\s+(?:want|need)|(?:\s+would|['\u2019]d)\s+like)\s+(?:you\s+)?to\s+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;.!]\s*(?:(?:so|and|then|now)\s+)*|\s+(?:and|then|so)\s+", re.IGNORECASE)
_TELLING = re.compile(r"\W*(?:i|we|he|she|they|it|my|our|there)\b", re.IGNORECASE)
"""With what a sentence begins that tells something, and orders nothing."""
_WISH = re.compile(
    r"\W*(?:i|we)(?:\s+(?:want|need|wish|would)|['\u2019]d)\b|.*\b(?:please)\b",
    re.IGNORECASE | re.DOTALL,
)

_MINE = re.compile(r"\b(?:my|our)\s+(\w+)", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yourself|yourselves)\b", re.IGNORECASE)
_ASKED_TO = re.compile(r"^(?:do\s+you\s+(?:know|think)|tell\s+me)\b", re.IGNORECASE)


def is_called(text: str, offer: Offer) -> bool:
    """Return whether a word of a sentence is one of the name of a method."""
    return bool(set(words_of(spoken(offer.selector))) & set(words_of(text)))


def is_order(text: str, selector: str) -> bool:
    """Return whether a sentence orders a change, and does not ask, tell, suppose or deny it.

    A part of it begins with the verb of the method, or with one that may order anything: *we have
    6 eggs, store them*. What is quoted in it orders nothing.

    Args:
        text: The sentence.
        selector: The method that would change something.
    """
    said = _WANTED.sub("", plain(without_literals(text)))
    if rules.is_question(text) or DENIED.search(said) or _UNSURE.search(said):
        return False
    verbs = _ORDERS | {spoken(selector).split()[0].lower()}
    first = (re.match(r"\W*(\w+)", plain(part)) for part in _CLAUSE.split(said))
    return any(word is not None and word[1].lower() in verbs for word in first)


def tells(text: str) -> bool:
    """Return whether a sentence tells something, and neither asks nor wishes for anything."""
    is_telling = _TELLING.match(text) and not _WISH.match(text)
    return bool(is_telling) and not rules.is_question(text)


def instead(text: str, args: Sequence[Any]) -> Command | None:
    """Return what a sentence is that has no word of the method that a model took it for.

    A model takes notes and questions of other kinds for calls: *our club was founded in 1974* for
    one of ``leap_year``, *which instrument does my son play?* for ``initials('son')``.
    """
    if not rules.is_question(text):
        return Remember(text.strip()) if tells(text) else None
    mine = {word.lower() for word in _MINE.findall(text)}
    if any(str(each).lower() in mine for each in args):
        return Recall()
    return Talk() if _YOU.search(_ASKED_TO.sub("", plain(text))) else None

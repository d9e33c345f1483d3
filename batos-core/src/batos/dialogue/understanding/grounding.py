"""Whether the values of a command stand in the sentence that it was read from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from batos.dialogue.understanding.repertoire import Offer
from batos.learning.request.literals import find_literals, read_value

__all__ = ["arguments", "numbers_in", "spelled", "without_article"]

_ARTICLE = re.compile(r"^(?:the|an?|some|my|our|this|that|what|how|many|much)\b\s*", re.IGNORECASE)
_OF_A_TITLE = re.compile(r"(?<=[^.!?:]\s)(?:The|An?|My|Our)\s+$")
"""An article with a capital in the middle of a sentence, as in *lend her The Hobbit*."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NAMED = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "half": 0.5,
    "once": 1,
    "twice": 2,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
}
"""Numbers that are spelled, as far as they are in use."""
_SWITCH = {True: ("true", "yes", "on"), False: ("false", "no", "off")}


def arguments(offer: Offer, args: Sequence[Any], text: str) -> tuple[Any, ...] | None:
    """Return the values of a call as the sentence gives them; None where it does not.

    A value that nobody has said is none: it was made up. Numbers may be spelled, and texts have
    the letters that were typed.

    Args:
        offer: The method.
        args: What a model takes for its arguments.
        text: The sentence.
    """
    most = len(offer.parameters)
    if len(args) > most:
        whole = " ".join(map(str, args))
        args = (whole,) if most == 1 and whole.lower() in text.lower() else args if most else ()
    found = [_said(each, text) for each in args]
    if len(args) > most:
        found = [each for each in found if each is not None]
    if None in found or not offer.needed <= len(found) <= most:
        literals = find_literals(text)
        return tuple(each.value for each in literals) if 0 < len(literals) == most else None
    return tuple(each[0] for each in found if each is not None)


def numbers_in(text: str) -> set[float]:
    """Return the numbers that a sentence has, in digits or spelled, with either sign."""
    found: set[float] = set()
    for match in _NUMBER.finditer(text):
        for typed in (match[0], match[0].replace(",", "."), match[0].replace(",", "")):
            try:
                found.update((float(typed), -float(typed)))
            except ValueError:  # a date, or a number of a version
                continue
    said = re.findall(r"[a-z]+", text.lower())
    found.update(_NAMED[word] for word in said if word in _NAMED)
    for one, other in itertools.pairwise(said):
        if one in _TENS and other in _SMALL:
            found.add(_NAMED[one] + _NAMED[other])
        if one in _NAMED and other in ("dozen", "hundred", "thousand"):
            found.add(_NAMED[one] * _NAMED[other])
    return found


def spelled(word: str) -> float | None:
    """Return the number that a word spells, or None."""
    return _NAMED.get(word.lower())


def without_article(words: str) -> str:
    """Return words without the articles before them."""
    while (shorter := _ARTICLE.sub("", words)) != words:
        words = shorter
    return words


def _said(value: Any, text: str) -> tuple[Any] | None:
    """Return a value as it is said, alone in a tuple; None where it is not said."""
    if isinstance(value, bool):
        words = set(re.findall(r"\w+", text.lower()))
        return (value,) if words & set(_SWITCH[value]) else None
    if isinstance(value, (int, float)):
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        return (number,) if number in numbers_in(text) else None
    if isinstance(value, list):
        parts = [_said(each, text) for each in value]
        return ([each[0] for each in parts if each],) if None not in parts else None
    return _text(str(value), text) if isinstance(value, str) else None


def _text(value: str, text: str) -> tuple[Any] | None:
    literal = next((each.value for each in find_literals(text) if each.value == value), None)
    if literal is not None:
        return (literal,)
    stripped = value.strip(" .,;:!?'\"")
    plain = without_article(stripped) or stripped
    if not plain:
        return None
    number = read_value(plain)
    if isinstance(number, (int, float)) and not isinstance(number, bool):
        return (number,) if number in numbers_in(text) else None
    if (at := text.lower().find(plain.lower())) >= 0:
        article = _OF_A_TITLE.search(text[:at]) if text[at].isupper() else None
        return (text[article.start() if article else at : at + len(plain)],)
    words = re.findall(r"\w+", text.lower())
    return (plain,) if set(re.findall(r"\w+", plain.lower())) <= set(words) else None

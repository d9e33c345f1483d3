"""What the guardian finds, in plain words: the one place where its terms are translated.

Findings are written for the model that is to mend its method, and for authors of rules; they may
name what only those know. Whatever a person reads of them comes through here.
"""

from __future__ import annotations

import re

__all__ = ["JARGON", "plain_words"]

JARGON = re.compile(
    r"\b(?:covenant|borrow\w*|mutators?|receivers?|oids?|ast|dialect|dunder|_p_\w+|plain data)\b",
    re.IGNORECASE,
)
"""Terms of the guardian that mean nothing to a person."""

_GLOSSARY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"_p_changed may only be set to True on self\.", "It tampers with how changes are noted."),
        (r"write exactly `self\._p_changed = True`", "Note a change in the usual way"),
        (r"ends without `self\._p_changed = True`", "ends without having the change stored"),
        (r"(?:the line )?`?self\._p_changed = True`?", "the line that has a change stored"),
        (r"is not part of the dialect", "is not allowed in a method"),
        (r"of the dialect", "that methods may use"),
        (r"the dialect", "what methods may use"),
        (r"\bthe receiver\b", "the object"),
        (r"\bits receiver\b", "its object"),
        (r"\breceivers?\b", "object"),
        (r"\bbreaks the covenant\b", "changes the object, but not so that it would be stored"),
        (r"\bplain data\b", "something that can be kept"),
    )
)
_OTHERWISE = "It does what the guardian does not let methods do."


def plain_words(text: str) -> str:
    """Return what the guardian says in words for a person.

    What would keep a term in spite of the glossary is told without its particulars.
    """
    for pattern, words in _GLOSSARY:
        text = pattern.sub(words, text)
    if not JARGON.search(text):
        return text
    place = re.match(r"line \d+: ", text)
    return f"{place[0] if place else ''}{_OTHERWISE}"

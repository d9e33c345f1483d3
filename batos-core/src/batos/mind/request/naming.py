"""From a sentence to the name of a method."""

from __future__ import annotations

import keyword
import re

from batos.objects import is_slot_name

__all__ = ["explicit_call", "selector_from", "spoken"]

_NAMED = re.compile(
    r"\b(?:called|named|name\s+it|call\s+it|selector)\s*:?\s*[`'\"\u201c]?([A-Za-z_]\w*)",
    re.IGNORECASE,
)
_CALL = re.compile(r"`?\b([a-z]\w*)\(([^()'\"\[\]{}]*)\)`?")
_WORD = re.compile(r"[A-Za-z]+|\d+")
_FILLERS = frozenset(
    "a an the of me my its their his her all any some please that which this these those is are "
    "be to it given whole new single simple very really just i we you can could would like need "
    "want have has how what which who does do did get tell us much there s d ll ve re m".split()
)
_QUESTIONS = re.compile(r"\bhow\s+(?:many|often)\b", re.IGNORECASE)
_STOPS = frozenset(
    "in from for with by on as at into within inside using between when where if while and or "
    "so but then without such".split()
)
_IRREGULAR = {"does": "do", "goes": "go", "has": "have", "is": "be"}
_NO_VERB = frozenset({"this", "his", "minus", "plus", "less", "pass", "guess", "process", "press"})
_LONGEST = 5


def explicit_call(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the name and parameters of a call that a sentence spells out, such as ``f(a, b)``."""
    for match in _CALL.finditer(text):
        names = [part.split(":")[0].split("=")[0].strip() for part in match[2].split(",")]
        names = [name for name in names if name and name != "self"]
        if is_slot_name(match[1]) and all(is_slot_name(name) for name in names):
            return match[1], tuple(names)
    return None


def selector_from(text: str) -> str:
    """Return a selector for a mission: its verb and what the verb is about.

    ``counts the vowels in a text`` gives ``count_vowels``; a name that the sentence itself gives
    ("called shout") is taken as it is.
    """
    if named := _NAMED.search(text):
        name = named[1].strip("_")
        if is_slot_name(name):
            return name
    words = _WORD.findall(_QUESTIONS.sub("count", text).lower().split(". ")[0])
    chosen: list[str] = []
    for word in words:
        if word in _FILLERS:
            continue
        if word in _STOPS and chosen:
            if len(chosen) >= 2:
                break
            continue
        chosen.append(_verb(word) if not chosen else word)
        if len(chosen) == _LONGEST:
            break
    name = "_".join(chosen)
    if not name:
        return "answer"
    if keyword.iskeyword(name) or not name[0].isalpha():
        name = f"do_{name}"
    return name if is_slot_name(name) else "answer"


def _verb(word: str) -> str:
    """Return a verb without the s of the third person."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _NO_VERB or not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return word
    if word.endswith(("shes", "ches", "xes", "sses", "zes")):
        return word[:-2]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]


def spoken(selector: str) -> str:
    """Return a selector as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", selector).replace("_", " ").lower()

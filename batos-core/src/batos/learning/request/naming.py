"""From a sentence to the name of a method."""

from __future__ import annotations

import keyword
import re
import unicodedata

from batos.objects import is_slot_name

__all__ = ["explicit_call", "given_name", "selector_from", "spoken"]

_NAMED = re.compile(
    r"\b(?:called|named|name\s+it|call\s+it|selector)\s*:?\s*[`'\"\u201c]?([A-Za-z_]\w*)",
    re.IGNORECASE,
)
_CALL = re.compile(r"`?\b([a-z]\w*)\(([^()'\"\[\]{}]*)\)`?")
_TOKEN = re.compile(r"[a-z]+|\d+|[,;:(](?!\S)")
_ARTICLES = ("a", "an", "the")
_FILLERS = frozenset(
    "a an the my me its their his her all any some please this these those "
    "be it given whole new single simple very really just i we you can could would like need "
    "want how what do did get tell us much there s d ll ve re m".split()
)
_RELATIVES = frozenset(("that", "which", "who", "whose"))
_JOINTS = _RELATIVES | {"of", "to"}
"""Words that hold two parts of a name together; a name has one of them at most."""
_BEING = frozenset(("is", "are", "has", "have"))
"""Verbs that say something behind a relative pronoun only."""
_PLACES = frozenset(
    "in from for with by on as at into within inside using between around over under above below "
    "after before since until per through against across".split()
)
"""With these something begins that goes too far for a name, unless a verb needs it: sort by."""
_CLAUSES = frozenset("when where if while and or so but then without such also , ; : (".split())
"""What else ends the part of a sentence that a name is made of."""
_COUNTING = re.compile(
    r"\b(?:(?:count|tell|say|show|report|return|give|find)s?\s+(?:me\s+|us\s+|out\s+)?)?"
    r"how\s+(?:many\s+times|many|often)\b"
)
_COUNTED = frozenset("a an the occur occurs appear appears happen happens come comes".split())
"""What begins a detail where something is counted: how many words *a text has*."""
_CHECK = re.compile(
    r"(?:(?:check|tell|say|test|see|determine|decide|return|know|find)s?\s+(?:me\s+|us\s+|out\s+)?"
    r"(?:whether|if)|whether)\s+"
    r"(?P<all>(?:(?!there\b)[a-z]+\s+){1,4}?(?P<verb>is|are|has|have|can\s+be)\s+(?P<said>.+)|.+)"
)
"""A question of yes or no, and what is said in it about its subject."""
_ENDINGS = (
    ("cuses", "cus"),
    ("zzes", "zz"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("sses", "ss"),
    ("xes", "x"),
    ("oes", "o"),
    ("ies", "y"),
    ("s", ""),
)
"""Endings of the third person, and what a verb ends in without it."""
_IRREGULAR = {
    "caches": "cache",
    "does": "do",
    "has": "have",
    "is": "be",
    "lies": "lie",
    "quizzes": "quiz",
    "ties": "tie",
    "unties": "untie",
}
_NO_VERB = frozenset("this his minus plus always perhaps status various news".split())
_LONGEST = 5


def explicit_call(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the name and parameters of a call that a sentence spells out, such as ``f(a, b)``."""
    for match in _CALL.finditer(text):
        names = [part.split(":")[0].split("=")[0].strip() for part in match[2].split(",")]
        names = [name for name in names if name and name != "self"]
        if is_slot_name(match[1]) and all(is_slot_name(name) for name in names):
            return match[1], tuple(names)
    return None


def given_name(text: str) -> str:
    """Return the name that a sentence gives, as in ``called shout``, or an empty text."""
    named = _NAMED.search(text)
    name = named[1].strip("_") if named else ""
    return name if is_slot_name(name) else ""


def selector_from(text: str) -> str:
    """Return a selector for a mission: its verb and what the verb is about.

    ``counts the vowels in a text`` gives ``count_vowels``, ``checks whether a number is prime``
    gives ``is_prime``; a name that the sentence itself gives ("called shout") is taken as it is.
    """
    if name := given_name(text):
        return name
    sentence = _plain_letters(text).strip().split(". ")[0]
    if check := _CHECK.match(sentence):
        known = ["check", "for" if check["all"].startswith("there ") else "whether"]
        words = _words(check["said"] or check["all"], (check["verb"] or "").split() or known)
    elif _COUNTING.search(sentence):
        words = _words(_COUNTING.sub("count", sentence), [], _CLAUSES | _COUNTED)
    else:
        words = _words(sentence, [])
    name = "_".join(words)
    if not name:
        return "answer"
    if keyword.iskeyword(name) or not name[0].isalpha():
        name = f"do_{name}"
    return name if is_slot_name(name) else "answer"


def _plain_letters(text: str) -> str:
    """Return a text in lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _words(sentence: str, known: list[str], ends: frozenset[str] = _CLAUSES) -> list[str]:
    """Return the words of a name, up to where the sentence goes into detail.

    Args:
        sentence: It, in plain letters.
        known: What the name begins with.
        ends: What ends the name once it tells enough.
    """
    name = list(known)
    told = len(known)  # words that say something, which those that join them do not
    joint = 0
    previous = ""
    for word in _TOKEN.findall(sentence):
        if told >= 2 and (word in ends or word in _PLACES or (word in _JOINTS and joint)):
            break
        if word in _JOINTS:
            joint = joint or len(name)
            name += [word] if name else []
        elif word in _PLACES:
            name += [word] if told == 1 else []
        elif word in _BEING:
            name += [word] if joint and name[joint] in _RELATIVES else []
        elif word not in _FILLERS and word not in _CLAUSES:
            if told == _LONGEST:
                return name[:joint] or name
            said = word if name or previous in _ARTICLES else _verb(word)
            if [said] != name[-1:]:
                name.append(said)
                told += 1
        previous = word
    while name and name[-1] in _PLACES | _JOINTS | _BEING:
        name.pop()
    return name


def _verb(word: str) -> str:
    """Return a verb without the s of the third person."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _NO_VERB or word.endswith("ss") or len(word) < 4:
        return word
    for ending, base in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + base
    return word


def spoken(selector: str) -> str:
    """Return a selector as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", selector).replace("_", " ").lower()

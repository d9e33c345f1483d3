"""Reading plain language without a model: is this a mission, and which one?

This is the deterministic reading that always works. It never guesses a value: examples are read
only where the sentence has literals and a word that says what they give.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from batos.errors import UsageError
from batos.guardian.dialect import BUILTINS
from batos.learning.model.brief import MissionBrief
from batos.learning.request.examples import find_examples
from batos.learning.request.literals import find_literals, without_literals
from batos.learning.request.naming import explicit_call, given_name, selector_from
from batos.memory.words import STOP_WORDS
from batos.objects import Example, is_slot_name

__all__ = ["Reading", "is_foreign", "read_request"]

_OPENING = re.compile(
    r"""^\s*(?:(?:please|hey|hi|hello|ok(?:ay)?|now|so)\b[\s,]*)*
    (?:(?:can|could|would|will)\s+you\s+(?:please\s+)?|let's\s+|let\s+us\s+|
       (?P<wish>(?:i|we)\s+(?:want|need|would\s+like)|(?:i|we)['\u2019]d\s+like)\s+
       (?:you\s+to\s+)?)?
    (?:please\s+)?
    (?P<verb>write|create|make|add|build|define|implement|give\s+(?:me|yourself)|learn|
       teach\s+(?:yourself|me)|generate|code|develop|design|have|need)?\s*
    (?:how\s+)?
    (?P<noun>(?:me\s+)?(?:a|an|the|another|one|some)?\s*(?:(?:new|small|short|little|simple|python|
       useful)\s+)*(?:method|function|skill|ability|capability|routine|command|tool)\b)?\s*
    (?:(?:called|named)\s+[`'"]?(?P<name>[A-Za-z_]\w*)(?:\([^)]*\))?[`'"]?\s*)?
    [,:]?\s*
    (?:(?:that|which)\s+(?:can\s+|will\s+|should\s+)?|to\s+|for\s+|so\s+that\s+it\s+|it\s+should\s+)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EXAMPLE_WORDS = re.compile(
    r"[\s,;:.(\[]*\b(?:e\s?\.?\s?g\.?|i\.e\.|for\s+example|for\s+instance|examples?|such\s+as|like|"
    r"so|thus|for|given|when\s+given|with|if\s+(?:it\s+)?(?:gets|given)|input|where|[a-z_]\w*\()?"
    r"[\s,:;.(]*$",
    re.IGNORECASE,
)

_QUESTION = re.compile(r"(?:what|why|who|when|where|how)\b.*\?\s*\Z", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = 4
"""Words that tell something of their language."""
_ENGLISH = frozenset("the what which who whose how why where when did does".split())
"""Small words that no other language of the same letters has."""
_SMALL = 0.2
"""Share of small words that an English sentence has at least."""
_ANNOUNCED = 60
"""Characters before the examples in which the words that announce them stand."""


@dataclass(frozen=True)
class Reading:
    """What a sentence was read as.

    Attributes:
        kind: ``mission`` when it asks for a method, ``talk`` otherwise.
        brief: The mission, or None.
        is_named: Whether the person gives the name of the method.
        is_foreign: Whether it seems to be in another language than English, of whose words only
            the values are certain.
        is_doubtful: Whether a model may read it otherwise: it is foreign, or what was read as
            talk has values.
    """

    kind: str
    brief: MissionBrief | None = None
    is_named: bool = False
    is_foreign: bool = False
    is_doubtful: bool = False


def read_request(
    text: str,
    *,
    receiver: str = "genesis",
    asked_by: str = "user",
    selector: str = "",
    examples: Sequence[Example] = (),
) -> Reading:
    """Read a sentence.

    Args:
        text: What the person typed.
        receiver: Who is to learn, unless the sentence says otherwise.
        asked_by: On whose behalf.
        selector: The name of the method, when the person chose one.
        examples: Further examples of the mission.

    Raises:
        UsageError: The examples call several methods, or another one than is asked for.
    """
    # As it was typed: the blanks within a quoted text are part of a value.
    sentence = text.strip()
    found, spans = find_examples(sentence)
    opening = _OPENING.match(sentence)
    assert opening is not None, "every part of the pattern is optional"
    asks = bool(opening["noun"]) and bool(opening["verb"] or opening["wish"] or found)
    teaches = (opening["verb"] or "").lower().startswith(("learn", "teach"))
    body = _without_examples(sentence, spans)
    foreign = not asks and not teaches and is_foreign(body)
    # "What does f(2) == 4 mean?" asks for words.
    if not asks and not teaches and (not found or _QUESTION.match(sentence)):
        doubtful = foreign or len(find_literals(sentence)) > 1
        return Reading("talk", is_foreign=foreign, is_doubtful=doubtful)
    task = body[min(opening.end(), len(body)) :].strip(" .,;:!?") or body.strip(" .,;:!?")
    call = explicit_call(body)
    called, parameters = call if call is not None else ("", ())
    task = " ".join(_without_call(task, called).split())
    named = selector or opening["name"] or called or given_name(task)
    if named:
        # "ord('a') = 0" explains a word of the mission, and is no call of what it asks for.
        found = [each for each in found if each.selector == named or each.selector not in BUILTINS]
    brief = MissionBrief(
        receiver=receiver,
        text=task,
        whole=sentence if sentence != task else "",
        examples=(*found, *examples),
        parameters=parameters,
        asked_by=asked_by,
    )
    is_named = bool(named) or any(len(each.selector) > 1 for each in brief.examples)
    brief = _named(brief, named)
    return Reading("mission", brief, is_named, is_foreign=foreign, is_doubtful=foreign)


def is_foreign(text: str) -> bool:
    """Return whether a sentence has hardly one of the small words that English is held by.

    Of English missions one in 60 has as few, of other languages nearly all.
    """
    words = re.findall(r"[^\W\d_]+", without_literals(text).lower())
    small = sum(word in STOP_WORDS for word in words)
    is_long = len(words) >= _SENTENCE
    return is_long and _ENGLISH.isdisjoint(words) and small < _SMALL * len(words)


def _named(brief: MissionBrief, name: str) -> MissionBrief:
    """Return a brief with the name of its method, which examples may spell.

    Args:
        brief: It, with examples as they were read.
        name: The name, where the person gives one.

    Raises:
        UsageError: The examples call several methods, or another one than is asked for.
    """
    ends = dict.fromkeys(each.selector for each in brief.examples if each.selector)
    before = {call.selector for each in brief.examples for call in each.earlier}
    # f(2) == 4 names nothing: a single letter stands for any function.
    letters = [each for each in ends if len(each) == 1]
    names = [each for each in ends if len(each) > 1 and is_slot_name(each)]
    if not name and len(names) > 1:
        raise UsageError(
            f"The examples call {' and '.join(names)}, and one method is learned at a time.",
            hint="Ask for each by itself, or say which one it is: --name NAME.",
        )
    name = name or (names[0] if names else selector_from(brief.text))
    # Under another name the only method that examples call is the one that is meant.
    meant = [] if name in (*ends, *before) or len(ends) > 1 else list(ends)
    named = brief.naming(name, *letters, *meant)
    once = [each for n, each in enumerate(named.examples) if each not in named.examples[:n]]
    return replace(named, examples=tuple(once))


def _without_call(task: str, selector: str) -> str:
    """Return a task without the call at its head, as in ``add(a, b) that adds two numbers``."""
    if not selector:
        return task
    head = re.match(
        rf"`?{selector}\([^()]*\)`?[\s,:]*(?:(?:that|which)\s+(?:can\s+|will\s+)?|to\s+)?", task
    )
    return task[head.end() :] or task if head else task


def _without_examples(sentence: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a sentence without its examples and the words that announce them."""
    parts = []
    begin = 0
    for start, end in sorted(spans):
        parts.append(_unannounced(sentence[begin:start]))
        begin = max(begin, end)
    rest = sentence[begin:] if spans else sentence
    parts.append(rest)
    more = [part.strip(" .,;:(") for part in parts[1:] if _says_more(part)]
    return ". ".join([parts[0].rstrip(" .,;:(") if more else parts[0], *more])


def _says_more(text: str) -> bool:
    """Return whether words behind an example may say more of the mission."""
    words = _WORD.findall(text)
    return any(len(word) > 2 for word in words[1:])


def _unannounced(text: str) -> str:
    """Return a text without the words at its end that announce an example."""
    previous = None
    while previous != text:
        previous = text
        # Only the end is read: a search from every position would take the square of the length.
        start = max(0, len(text) - _ANNOUNCED)
        text = text[:start] + _EXAMPLE_WORDS.sub("", text[start:])
    return text

"""What is unmistakable in a sentence, read without a model.

A rule speaks only where its words leave no doubt; everything else is left to who reads after it.
"""

from __future__ import annotations

import re

from batos.dialogue.understanding.own_rules import own_command, plain
from batos.dialogue.understanding.repertoire import Repertoire
from batos.learning.model.commands import AskBack, Command, Learn, Make, Recall, Remember, Talk
from batos.learning.request.language import read_request
from batos.learning.request.literals import find_literals, without_literals
from batos.learning.request.naming import selector_from, spoken
from batos.memory.words import words_of

__all__ = ["asks_what_is_offered", "is_question", "unknown_order", "unmistakable"]

_REMEMBER = re.compile(
    r"(?:(?:remember|note(?:\s+down)?|keep\s+in\s+mind|bear\s+in\s+mind|don['\u2019]?t\s+forget|"
    r"never\s+forget|(?:make|take)\s+a\s+note|for\s+your\s+information|know)"
    r"(?:\s*[,:]\s*|\s+(?:that|this:?|of\s+this:?)\s+|\s+(?=(?:i|my|our|we)\b))|"
    r"you\s+should\s+know(?:\s*[,:]\s*|\s+that\s+|\s+(?=(?:i|my|our|we)\b)))(?P<fact>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_ONESELF = re.compile(
    r"(?:my|our)\s+(?:[\w'\u2019-]+\s+){1,6}?(?:is|are|was|were)\s+(?:called|named|born)\b|"
    r"(?:my|our)\s+(?:[\w'\u2019-]+\s+){0,5}?(?:name|birthday|anniversary|address|phone|number|"
    r"size|allergy|allergies|favou?rite)\b[^?]*?\s(?:is|are)\s|"
    r"(?:my|our)\s+favou?rite\s+[^?]*\s(?:is|are)\s|"
    r"i\s+was\s+born\b|i(?:\s+am|['\u2019]m)\s+(?:allergic|called|named|married|vegetarian|vegan)\b|"
    r"i(?:\s+am|['\u2019]m)\s+\d+\s+years\s+old\b|i\s+live\s+(?:in|at|near)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:did|have)\s+i\s+(?:ever\s+)?(?:tell|told|say|said|mention(?:ed)?)\b|"
    r"\b(?:what|that|which)\s+i\s+(?:have\s+)?(?:told|said|mentioned)\b|"
    r"^do\s+you\s+(?:still\s+)?(?:remember|recall|know)\s+"
    r"(?:(?:what|when|where|who|how|which|why|if|whether|that)\s+(?:\w+\s+)??)?"
    r"(?:i|me|my|we|our)\b|"
    r"^what\s+do\s+you\s+(?:still\s+)?(?:know|remember|recall)\s+(?:about|of)\s+(?:me|my|our)\b|"
    r"^tell\s+me\s+(?:(?:something|more|anything|all)\s+)?about\s+(?:me|my|our)\b|"
    r"^remind\s+me\s+(?:what|when|where|who|which|how|of\s+(?:what|my|when|where))\b",
    re.IGNORECASE,
)
_OF_MINE = re.compile(
    r"^(?:what|who|when|where|which|how\s+old)(?:['\u2019]s|\s+is|\s+are|\s+was|\s+were)\s+"
    r"(?:my|our)\s+(?P<what>[^?]+)\?*$|"
    r"^(?:what|where|when|which|who)\b[^?]*\b(?:do|am|was|did)\s+i\s+"
    r"(?:live|born|work|like|love|hate|prefer|study|studied|marry|drive|allergic|vegetarian)\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"^(?:(?:so\s+)?what\s+(?:all\s+|else\s+)?(?:can|could)\s+(?:you|i|we)\s+(?:do|ask|say)\b"
    r"(?:\s+(?:for\s+me|here|with\s+you|you))?|"
    r"what\s+are\s+you\s+(?:able\s+to\s+do|capable\s+of|good\s+(?:at|for))|"
    r"what\s+do\s+you\s+know\s+how\s+to\s+do|"
    r"(?:show|tell)\s+me\s+what\s+you\s+can\s+do|how\s+can\s+you\s+help(?:\s+me)?|"
    r"what\s+(?:methods|objects|skills|abilities)\s+(?:do\s+you\s+have|are\s+there)|"
    r"(?:list|show)\s+(?:me\s+)?(?:all\s+)?(?:your|the)\s+(?:methods|objects|skills|abilities)|"
    r"help(?:\s+me)?)\W*$",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"^(?:why\b(?!\s+(?:do|does)\s+(?:you|it)\s+have)|should\s+(?:i|we|one|people)\b|"
    r"how\s+(?:should|can|could|do|does|would)\s+(?:i|we|one|people|someone)\b|"
    r"what\s+(?:should|would|could)\s+(?:i|we|you)\b|what\s+do\s+you\s+think\b|"
    r"who\s+are\s+you\b|how\s+are\s+you\b|what['\u2019]?s\s+your\s+name|"
    r"tell\s+me\s+(?:a\s+(?:joke|story|riddle)|(?:(?:something|more|anything|all|a\s+bit|a\s+little)"
    r"\s+)?about)\b|"
    r"(?:i|we)\s+(?:feel|miss)\b|"
    r"(?:i\s+am|i['\u2019]m|we\s+are)\s+(?:so\s+)?(?:sad|tired|happy|lonely|bored|afraid|worried)\b)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|good\s+(?:morning|afternoon|evening|night|day)|thanks|thank\s+you|"
    r"bye|goodbye|welcome)\b(?:\s+(?:there|again|all|everybody|very\s+much|so\s+much))*",
    re.IGNORECASE,
)
_MAKE = re.compile(
    r"^(?:make|create|build|set\s+up|start|give|i\s+(?:want|need)|i['\u2019]d\s+like)\s+"
    r"(?:me\s+|us\s+)?(?:(?:a|an|another|some|the)\s+|(?=something\b))(?P<what>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_KEEPS = re.compile(
    r"\bobject\b|\b(?:that|which|to)\s+(?:can\s+)?(?:keeps?|tracks?|counts?|holds?|stores?|records?|"
    r"remembers?|collects?|manages?|knows?|lists?|notes?|logs?)\b|\bto\s+keep\b|\b\w+\([^)]*\)|"
    r"^(?:new\s+|little\s+|simple\s+)*(?:\w+\s+)?(?:list|tracker|diary|journal|counter|log|logbook|"
    r"ledger|inventory|catalogue|collection|calendar|address\s+book|notebook|budget)\b",
    re.IGNORECASE,
)
_THINGS = frozenset("object thing something one new it that this stuff anything".split())
_VAGUE = frozenset(
    "change make do add remove fix improve update set put move delete take create build try use "
    "get give convert turn better again more less other another different there here now then just "
    "go ahead start begin continue run send call finish show it that this them those these one "
    "ones thing things something stuff a an the to of for with me my on in into from up down off "
    "and too also bit little please object new anything".split()
)
"""Words that say nothing of what is meant."""
_OTHERWISE = re.compile(
    r"^(?:make|do|change|turn|set|get)\s+(?:it|that|this|them|those)\s+"
    r"(?:(?:a\s+bit|much|even|more|less)\s+)*\w+er\W*$",
    re.IGNORECASE,
)
"""*Make it shorter*: what it is would have to be known."""
_ORDER_WORDS = 6
_VERBS = frozenset(
    "reverse sort count sum add multiply subtract divide compute calculate convert double triple "
    "halve round square capitalize uppercase lowercase shuffle join split repeat find merge remove "
    "strip flatten average compare translate encode decode encrypt format shorten trim rotate "
    "filter group swap replace invert negate concatenate total evaluate factor".split()
)
"""What is done to values; another verb may be about the world."""


def is_question(text: str) -> bool:
    """Return whether a sentence ends as a question."""
    return text.rstrip(" \"'\u201d)").endswith("?")


def asks_what_is_offered(text: str) -> bool:
    """Return whether a sentence asks what the system can do."""
    return _OFFERED.match(plain(text)) is not None


def unmistakable(text: str, known: Repertoire) -> Command | None:
    """Return what a sentence means beyond doubt, apart from calls; None where there is a doubt.

    Args:
        text: The sentence.
        known: What the image offers.
    """
    said = plain(text)
    if not re.search(r"\w", text):
        return AskBack("What can I do for you?")
    if own := own_command(text, known):
        return own
    if _TOLD.search(said):
        return Recall()
    if asks_what_is_offered(text):
        return Talk()
    if (told := _REMEMBER.match(said)) and not is_question(text):
        return Remember(told["fact"].strip())
    if _GREETING.match(text) and _is_vague(_GREETING.sub("", text)):
        return Talk()
    if _is_vague(said):
        return AskBack("That does not say enough: what do you mean, and what shall become of it?")
    if _asks_for_object(said):
        return Make()
    if _is_mission(text, said):
        return Learn()
    if _OF_ONESELF.match(said) and not is_question(text):
        return Remember(said)
    if _is_recall(said, known):
        return Recall()
    return Talk() if _TALK.match(said) else None


def unknown_order(text: str) -> Learn | None:
    """Return the message that an order with values sends which no method answers, or None.

    ``sort [3, 1, 2]`` is one: a verb, a few words, and values that can be nothing else.
    """
    literals = find_literals(text)
    if not literals or is_question(text):
        return None
    words = plain(without_literals(text)).strip(" .,;:!")
    said = re.findall(r"[^\W\d_]+", words.lower())
    if not said or len(said) > _ORDER_WORDS or said[0] not in _VERBS:
        return None
    if any(isinstance(each.value, (int, float)) for each in literals) and len(said) > 2:
        return None  # a number within prose may be anything
    return Learn(selector_from(words), tuple(literal.value for literal in literals))


def _is_mission(text: str, said: str) -> bool:
    if re.match(r"(?:i|we)\s+(?:want|need|would\s+like)\s+to\s+learn\b", said, re.IGNORECASE):
        return False  # then it is the person who learns
    return read_request(text).brief is not None


def _is_vague(said: str) -> bool:
    if _OTHERWISE.match(said):
        return True
    words = re.findall(r"[\w']+", said.lower())
    telling = [word for word in words if word not in _VAGUE]
    return not telling and not find_literals(said)


def _asks_for_object(said: str) -> bool:
    found = _MAKE.match(said)
    if found is None or read_request(said).brief is not None:
        return False
    telling = set(re.findall(r"\w+", found["what"].lower())) - _THINGS
    return bool(telling) and _KEEPS.search(found["what"]) is not None


def _is_recall(said: str, known: Repertoire) -> bool:
    return _OF_MINE.match(said) is not None and not _is_known(said, known)


def _is_known(said: str, known: Repertoire) -> bool:
    """Return whether an object or a method has a word of a sentence in its name."""
    words = set(words_of(said))
    names = {word for each in known.offers for word in words_of(spoken(each.address))}
    names.update(word for name in known.objects for word in words_of(spoken(name)))
    return bool(words & names)

"""Sentences that give a command of the system's own: *undo that*, *forget count_vowels*."""

from __future__ import annotations

import re

from batos.dialogue.understanding.repertoire import Repertoire
from batos.learning.model.commands import AskBack, Do
from batos.learning.request.naming import spoken

__all__ = ["own_command", "plain", "some_command"]

_POLITE = re.compile(
    r"^\W*(?:(?:please|hey|hi|hello|yes|ok(?:ay)?|now|so|and|well|oh|by the way)\b[\s,:!]*)+|"
    r"^\W*(?:can|could|would|will)\s+you\s+(?:please\s+)?(?!do\b)|[\s,]*\bplease\b(?=\W*$)",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"^(?P<name>undo|redo)(?:\s+(?:it|that|this|the\s+(?:last|latest)\b.*|my\s+last\b.*))?\W*$|"
    r"^(?:take|roll)\s+(?:that|it|this|the\s+last\s+\w+)\s+back\b.*$|"
    r"^(?:take|roll)\s+back\s+(?:that|it|the\s+last\b.*)\W*$|^(?:revert|roll\s*back)(?:\s+(?:that|it|the\s+last\b.*))?\W*$",
    re.IGNORECASE,
)
_UNDO_OF = re.compile(
    r"^(?P<name>undo|redo|take\s+back|revert|forget(?:\s+(?:about|how\s+to))?|unlearn|"
    r"remove\s+the\s+method|delete\s+the\s+method|drop\s+the\s+method)\s+(?:the\s+)?(?:method\s+)?"
    r"[`'\"]?(?P<target>[A-Za-z][\w. ]*?)[`'\"]?(?:\s+method)?(?:\s+again)?\W*$",
    re.IGNORECASE,
)
_DELETE = re.compile(
    r"^(?:delete|remove|throw\s+away|get\s+rid\s+of|destroy)\s+(?:the\s+|my\s+)?(?:(?:whole|entire)\s+)?"
    r"(?:object\s+)?[`'\"]?(?P<target>[A-Za-z][\w ]*?)[`'\"]?(?:\s+object)?"
    r"(?:\s+(?:altogether|completely|entirely|for\s+good|at\s+once))?\W*$",
    re.IGNORECASE,
)
_FORGET_FACT = re.compile(
    r"^(?:forget|erase|delete)\s+(?:(?:about|that|what\s+i\s+(?:have\s+)?(?:told|said)\b(?:\s+you)?|"
    r"everything|all)\s+)*(?:(?:that|about)\s+)?(?P<target>(?:my|our|i|me)\b.*?)\W*$",
    re.IGNORECASE,
)
_APPROVE = re.compile(
    r"^(?P<name>approve|accept|allow|confirm|refuse|reject|decline)\s+"
    r"(?:it|that|this|(?:the|what)\s+(?:change|method|last|latest|waits|waiting)\b.*|[`'\"]?(?P<target>\w+(?:\.\w+)?)[`'\"]?)\W*$",
    re.IGNORECASE,
)
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "back_up",
            (
                r"^(?:make|take|create|do|start|run)?\s*(?:me\s+)?(?:a\s+|the\s+)?(?:new\s+|full\s+)?"
                r"back[\s-]?ups?\b(?!\s+(?:method|function))|^save\s+(?:the\s+)?image\b"
            ),
        ),
        ("pack", r"^(?:pack|compact|shrink)\s+(?:the\s+|my\s+)?(?:image|database|memory)\b"),
        ("check", r"^(?:check|verify|examine)\s+(?:the\s+|my\s+)?(?:image|database|system)\b"),
        ("restart", r"^(?:restart|reboot|reload)(?:\s+(?:yourself|the\s+system|it))?\W*$"),
        (
            "shut_down",
            (
                r"^(?:shut\s*down|stop|quit|turn\s+(?:yourself\s+)?off|exit)"
                r"(?:\s+(?:yourself|the\s+system|now))*\W*$"
            ),
        ),
        (
            "use_model",
            (
                r"^(?:use|switch\s+to|change\s+to|take)\s+(?:the\s+|a(?:nother)?\s+)?"
                r"(?:\S+\s+){0,3}(?:model|backend)\b"
            ),
        ),
        (
            "history",
            (
                r"^(?:show|list)\s+(?:me\s+)?(?:the\s+|your\s+)?(?:history|changes)\b|"
                r"^what\s+(?:has\s+)?changed\b"
            ),
        ),
    )
)
_YES = ("approve", "accept", "allow", "confirm")
_FORGETS = ("forget", "unlearn")
_TAKES_AWAY = frozenset(
    "forget delete remove unlearn back undo away last latest before previous earlier wrong mistake "
    "cancel revert rid drop".split()
)


def own_command(text: str, known: Repertoire) -> Do | None:
    """Return the command of the system's own that a sentence gives, or None.

    Args:
        text: The sentence.
        known: What the image offers.
    """
    said = plain(text)
    if found := _UNDO.match(said):
        return Do((found["name"] or "undo").lower())
    if found := _FORGET_FACT.match(said):
        return Do("forget_fact", found["target"])
    if found := _APPROVE.match(said):
        return Do("approve" if found["name"].lower() in _YES else "refuse", found["target"] or "")
    taken = _taken_away(said, known)
    others = (Do(name) for name, pattern in _OTHERS if pattern.search(said))
    return taken or next(others, None)


def some_command(text: str, known: Repertoire) -> Do | AskBack:
    """Return the command of a sentence that is known to give one; ask which where it is not said.

    Args:
        text: The sentence.
        known: What the image offers.
    """
    if found := own_command(text, known):
        return found
    words = re.findall(r"\w+", plain(text).lower())
    named = next((word for word in words if word in ("redo", "approve", "refuse")), "")
    if named:
        return Do(named)
    if _TAKES_AWAY.intersection(words):
        if thing := next((each for each in known.objects if _is_named(each, words)), ""):
            return Do("delete", thing)
        return Do("undo", next(filter(None, (_method(word, known) for word in words)), ""))
    return AskBack("Which command do you mean? 'batos --help' lists them.")


def _taken_away(said: str, known: Repertoire) -> Do | None:
    """Return the command that takes a method, an object or what was told away."""
    if found := _UNDO_OF.match(said):
        name = found["name"].lower()
        if target := _method(found["target"], known):
            return Do("redo" if name == "redo" else "undo", target)
        if name.startswith(_FORGETS):
            thing = _object(found["target"], known)
            return Do("delete", thing) if thing else Do("forget_fact", found["target"])
    if found := _DELETE.match(said):
        if thing := _object(found["target"], known):
            return Do("delete", thing)
        if target := _method(found["target"], known):
            return Do("undo", target)
    return None


def plain(text: str) -> str:
    """Return a sentence without the words of politeness around it."""
    said, before = text.strip(), None
    while before != said:
        before = said
        said = _POLITE.sub("", said, count=1).strip()
    return said


def _method(name: str, known: Repertoire) -> str:
    """Return the address of the only method that a name means; empty for none or several."""
    typed = "_".join(name.lower().replace(".", " . ").split()).replace("_._", ".")
    found = [
        each.address
        for each in known.offers
        if typed in (each.selector.lower(), each.address.lower())
    ]
    return found[0] if len(found) == 1 else ""


def _is_named(name: str, words: list[str]) -> bool:
    """Return whether words have the name of an object, in one piece or in its words."""
    said, typed = f" {' '.join(words)} ", name.lower()
    return name != "genesis" and any(f" {each} " in said for each in (typed, spoken(typed)))


def _object(name: str, known: Repertoire) -> str:
    typed = "_".join(name.lower().split())
    return next((each for each in known.objects if each.lower() == typed != "genesis"), "")

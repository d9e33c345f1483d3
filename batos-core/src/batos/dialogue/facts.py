"""Facts: what people tell of themselves, each in their own words, and seen by nobody else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree

from batos.dialogue.conversations import Turn, drop_turns
from batos.dialogue.trail import Noted, TalkTrail
from batos.errors import UnknownNameError
from batos.learning.model.commands import Remember
from batos.learning.records.trail import named, now_text
from batos.memory import Document
from batos.memory.catalogs import own_catalog
from batos.memory.words import words_of

if TYPE_CHECKING:
    from batos.image import Root, Session

__all__ = ["Fact", "Facts", "is_about_all", "nearest_of", "remember_facts", "said_as_facts"]

_FACTS = "facts"
"""Part of the memory with a tree for each person; their own catalog finds the same documents."""
_LONGEST = 2_000
"""Characters of a fact; the rest is no fact but a text."""
_ASKING = (
    "did ever tell told say said mention remember recall know remind still me myself everything"
)
"""Words of questions that say nothing of what is asked for."""
_OF_FACTS = frozenset({"remembered", "done"})
"""Turns in which facts are kept and forgotten: the facts themselves tell what is left of them."""
_ALIKE = 5
"""Letters that two words begin with which may be forms of one: allergic, allergies."""


@dataclass(frozen=True)
class Fact:
    """What somebody told of themselves.

    Attributes:
        id: 8 hex digits.
        text: Their words.
        at: When, ISO text in UTC.
        user: Who.
    """

    id: str
    text: str
    at: str
    user: str


class Facts:
    """What is remembered of people.

    Args:
        session: The image.
        trail: Told what was remembered and forgotten.
    """

    def __init__(self, session: Session, trail: TalkTrail) -> None:
        self._session = session
        self._trail = trail

    def remember(self, text: str, *, user: str = "user") -> Fact:
        """Keep what a person tells; told again it is the same fact, of today.

        Args:
            text: Their words.
            user: Who tells it.
        """
        words = _words(text)
        teller, name = named(user), _id(words)
        fact = Fact(name, words, now_text(), teller)

        def work(root: Root) -> None:
            if _FACTS not in root.memory:
                root.memory[_FACTS] = OOBTree()
            told = root.memory[_FACTS].setdefault(teller, OOBTree())
            meta = {"user": teller, "at": fact.at}
            told[name] = Document(f"fact:{teller}:{name}", "fact", "", words, meta)
            own_catalog(root, teller).add(told[name], waits=True)

        # The note of a transaction stays when the fact is forgotten: it does not repeat it.
        self._trail.change(
            work,
            lambda _none: [_noted("talk.remembered", fact)],
            note="something told is remembered",
            user=teller,
        )
        return fact

    def of(self, user: str = "user") -> list[Fact]:
        """Return what a person has told, the latest first."""
        with self._session.read() as root:
            found = list(_facts(root, named(user)))
        return sorted(found, key=lambda each: each.at, reverse=True)

    def nearest(self, question: str, *, user: str = "user", limit: int = 5) -> list[Fact]:
        """Return what a person has told that shares words with a question, the nearest first.

        A question that has no word of its own, such as *what do you know about me?*, is about
        everything.

        Args:
            question: What is asked.
            user: Who asks.
            limit: How many at most.
        """
        return nearest_of(self.of(user), question, limit=limit)

    def forget(self, name: str, *, user: str = "user") -> Fact:
        """Delete what a person has told; a pack of the image takes it off the disk as well.

        The turns of their conversations in which it was told or cited go with it.

        Args:
            name: The id of the fact, or the beginning of it.
            user: Whose it is.

        Returns:
            What it was.

        Raises:
            UnknownNameError: They have told nothing under that id.
        """
        teller = named(user)

        def work(root: Root) -> Fact:
            found = [each for each in _facts(root, teller) if each.id.startswith(name.lower())]
            if len(found) != 1 or not name:
                known = [each.id for each in _facts(root, teller)]
                raise UnknownNameError("fact", name, known, hint="'batos facts' lists them.")
            fact = found[0]
            own_catalog(root, teller).remove(root.memory[_FACTS][teller].pop(fact.id).key)
            drop_turns(root, teller, lambda turn: _carries(turn, fact))
            return fact

        return self._trail.change(
            work,
            lambda fact: [_noted("talk.forgotten", fact)],
            note="something told is forgotten",
            user=teller,
        )


def remember_facts(root: Root) -> None:
    """Let the memory find what was told before it kept that, in the running transaction."""
    for teller, told in root.memory.get(_FACTS, {}).items():
        for document in told.values():
            own_catalog(root, teller).add(document)


def nearest_of(told: Sequence[Fact], question: str, *, limit: int = 5) -> list[Fact]:
    """Return what shares words with a question, the nearest first (see :meth:`Facts.nearest`)."""
    asked = _asked(question)
    if not asked:
        return list(told[:limit])
    scored = [(_shared(asked, words_of(each.text)), each) for each in told]
    near = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [fact for _, fact in near[:limit]]


def is_about_all(question: str) -> bool:
    """Return whether a question has no word of its own, such as *everything about me*."""
    return not _asked(question)


def said_as_facts(turns: Sequence[Turn], user: str) -> list[Fact]:
    """Return what a person said in a conversation and did not ask, the latest first."""
    told = [
        turn
        for turn in turns
        if turn.kind not in _OF_FACTS and not turn.said.rstrip().endswith("?")
    ]
    return [Fact("", turn.said, turn.at, user) for turn in reversed(told)]


def _asked(question: str) -> list[str]:
    return [word for word in words_of(question) if word not in words_of(_ASKING)]


def _words(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _id(words: str) -> str:
    return hashlib.sha256(words.lower().encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _carries(turn: Turn, fact: Fact) -> bool:
    """Return whether a fact was told in a turn, or is cited in it."""
    if isinstance(turn.command, Remember) and _id(_words(turn.command.fact)) == fact.id:
        return True
    text = fact.text.lower()
    return _words(turn.said).lower() == text or f'"{text}"' in _words(turn.answer).lower()


def _noted(kind: str, fact: Fact) -> Noted:
    return Noted(kind, f"fact {fact.id}", data={"fact": fact.id})


def _facts(root: Root, user: str) -> Iterator[Fact]:
    for name, document in root.memory.get(_FACTS, {}).get(user, {}).items():
        yield Fact(name, document.text, str(document.meta["at"]), str(document.meta["user"]))


def _shared(asked: list[str], told: list[str]) -> int:
    """Return how many words of a question were told, in some form."""
    forms = {word[:_ALIKE] for word in told if len(word) >= _ALIKE}
    return sum(word in told or word[:_ALIKE] in forms for word in asked)

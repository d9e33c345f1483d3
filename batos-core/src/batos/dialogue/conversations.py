"""Conversations: what a person and the image said to each other, kept under a name.

Each belongs to one person, and nobody else sees it. Its turns are one record each, so that a long
one costs no more to go on with than a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from batos.counting import counted
from batos.dialogue.trail import Noted, TalkTrail
from batos.errors import UnknownNameError, UsageError
from batos.learning.model.commands import Command, command_from
from batos.learning.records.trail import named, now_text
from batos.memory import Document, likeness
from batos.memory.catalogs import own_catalog
from batos.wire.messages.talk.conversations import (
    ConversationLine,
    ConversationShown,
    FoundTurn,
)

if TYPE_CHECKING:
    from batos.image import Root, Session

__all__ = [
    "TURN_NOTE",
    "Conversation",
    "Conversations",
    "Turn",
    "add_turn",
    "checked",
    "conversations_of_all",
    "drop_turns",
    "remember_conversations",
]

_CONVERSATIONS = "conversations"
"""Part of the memory with a tree for each person."""
TURN_NOTE = "a turn of a conversation"
"""The note of a transaction stays when the conversation is deleted: it names nothing."""
_LONGEST = 20_000
"""Characters of what is said that are kept."""
_LONGEST_NAME = 60
_LONGEST_TITLE = 300
"""Characters of a sentence by which the memory finds a turn."""
_TOPIC = 80
"""Characters of the first sentence, by which a person knows a conversation again."""


@dataclass(frozen=True)
class Turn:
    """One sentence of a person, and what it was answered with.

    Attributes:
        said: The sentence.
        answer: The answer, as text.
        kind: The kind of the reply, such as ``talk`` or ``value``.
        persona: Who answered; empty for nobody in particular.
        command: What the sentence came to; None where it came to nothing.
        at: When, ISO text in UTC.
        summary: What the conversation has come to up to here, where that was summed up.
    """

    said: str
    answer: str
    kind: str = "talk"
    persona: str = ""
    command: Command | None = None
    at: str = ""
    summary: str = ""


class Conversation(Persistent):
    """A conversation as it lies in the image.

    Its path is stored in images: keep it.
    """

    def __init__(self, begun: str) -> None:
        self.begun = begun
        self.turns = IOBTree()

    def add(self, turn: Mapping[str, Any]) -> int:
        """Put a turn behind the others, as plain data; return its number."""
        number = int(self.turns.maxKey()) + 1 if self.turns else 0
        self.turns[number] = turn
        return number


class Conversations:
    """The conversations of an image.

    Args:
        session: The image.
        trail: Told what was deleted.
    """

    def __init__(self, session: Session, trail: TalkTrail) -> None:
        self._session = session
        self._trail = trail

    def free_name(self, *, user: str = "user") -> str:
        """Return a name for a new conversation, such as ``chat-3``."""
        with self._session.read() as root:
            taken = set(_of(root, named(user)))
        return next(f"chat-{n}" for n in range(1, len(taken) + 2) if f"chat-{n}" not in taken)

    def lines(self, *, user: str = "user") -> list[ConversationLine]:
        """Return a line for each conversation of a person, the one that was last used first."""
        with self._session.read() as root:
            found = [_line(name, each) for name, each in _of(root, named(user)).items()]
        return sorted(found, key=lambda line: line["last"], reverse=True)

    def latest(self, *, user: str = "user") -> str:
        """Return the name of the conversation that was last used.

        Raises:
            UsageError: There is none yet.
        """
        lines = self.lines(user=user)
        if not lines:
            raise UsageError("There is no conversation yet.", hint="'batos chat' begins one.")
        return lines[0]["name"]

    def turns(self, name: str, *, user: str = "user") -> list[Turn]:
        """Return what was said in a conversation, the oldest first; nothing where it is new.

        Args:
            name: Which conversation.
            user: Whose.
        """
        with self._session.read() as root:
            found = _of(root, named(user)).get(name)
            return [] if found is None else [*map(_turn, found.turns.values())]

    def show(self, name: str = "", *, user: str = "user") -> ConversationShown:
        """Return all that was said in a conversation.

        Args:
            name: Which one; the one that was last used where it is empty.
            user: Whose.

        Raises:
            UnknownNameError: The person has none of that name.
            UsageError: They have none at all.
        """
        called = name or self.latest(user=user)
        with self._session.read() as root:
            found = _found(root, named(user), called)
            return ConversationShown(_line(called, found), list(found.turns.values()))

    def search(self, text: str, *, user: str = "user", limit: int = 20) -> list[FoundTurn]:
        """Return the turns that share words with a text, the likest first.

        Args:
            text: What is looked for.
            user: Whose conversations.
            limit: How many at most.
        """
        with self._session.read() as root:
            found = [
                (likeness(text, [turn["said"], turn["answer"]]), FoundTurn(name=name, turn=turn))
                for name, each in _of(root, named(user)).items()
                for turn in each.turns.values()
            ]
        near = sorted((pair for pair in found if pair[0] > 0), key=lambda pair: -pair[0])
        return [turn for _, turn in near[:limit]]

    def fork(self, name: str, new: str, *, turns: int = 0, user: str = "user") -> ConversationLine:
        """Begin a conversation with what was said in another one, which stays as it is.

        Args:
            name: Which one.
            new: The name of the new one.
            turns: How many turns it takes over; all where 0.
            user: Whose.

        Returns:
            The line of the new one.

        Raises:
            UnknownNameError: The person has none of that name.
            UsageError: The new name is taken, or no name.
        """
        called, teller = checked(new), named(user)

        def work(root: Root) -> ConversationLine:
            mine, found = _mine(root, teller), _found(root, teller, name)
            if called in mine:
                raise UsageError(
                    f"There is a conversation {called!r} already.", hint="Choose another name."
                )
            mine[called] = forked = Conversation(now_text())
            for turn in list(found.turns.values())[: turns or None]:
                own_catalog(root, teller).add(_document(called, forked.add(turn), turn))
            return _line(called, forked)

        return self._session.change(work, note="a conversation is forked", user=teller)

    def delete(self, name: str, *, user: str = "user") -> ConversationLine:
        """Delete a conversation; a pack of the image takes it off the disk as well.

        Returns:
            Its line.

        Raises:
            UnknownNameError: The person has none of that name.
        """
        teller = named(user)

        def work(root: Root) -> ConversationLine:
            found = _found(root, teller, name)
            line = _line(name, found)
            for number in found.turns:
                own_catalog(root, teller).remove(_key(name, number))
            del _mine(root, teller)[name]
            return line

        return self._trail.change(work, _deleted, note="a conversation is deleted", user=teller)


def _deleted(line: ConversationLine) -> list[Noted]:
    data = {"turns": line["turns"], "begun": line["begun"]}
    return [Noted("talk.deleted", f"a conversation of {counted(line['turns'], 'turn')}", data=data)]


def remember_conversations(root: Root) -> None:
    """Let the memory find what was said before it kept that, in the running transaction."""
    for teller, name, found in conversations_of_all(root):
        for number, turn in found.turns.items():
            own_catalog(root, teller).add(_document(name, number, turn))


def conversations_of_all(root: Root) -> Iterator[tuple[str, str, Conversation]]:
    """Yield every conversation after whose it is and its name."""
    for teller, mine in root.memory.get(_CONVERSATIONS, {}).items():
        for name, found in mine.items():
            yield teller, name, found


def add_turn(root: Root, user: str, name: str, turn: Turn) -> None:
    """Keep a turn, in the running transaction; the first one begins the conversation.

    Args:
        root: The image.
        user: Whose conversation it is.
        name: Which one, as :func:`checked` has it.
        turn: What was said; its time is taken now.
    """
    plain: dict[str, Any] = {
        "said": turn.said[:_LONGEST],
        "answer": turn.answer[:_LONGEST],
        "kind": turn.kind,
        "persona": turn.persona,
        "at": now_text(),
    }
    if turn.command is not None:
        plain["command"] = turn.command.to_plain()
    mine = _mine(root, user)
    if name not in mine:
        mine[name] = Conversation(plain["at"])
    number = mine[name].add(plain)
    own_catalog(root, user).add(_document(name, number, plain), waits=True)


def drop_turns(root: Root, user: str, carries: Callable[[Turn], bool]) -> None:
    """Delete turns of a person, in the running transaction, and what was summed up of them.

    Args:
        root: The image.
        user: Whose.
        carries: Tells of a turn whether it goes.
    """
    every = _of(root, user)
    any_gone = False
    for name, found in every.items():
        gone = [number for number, turn in found.turns.items() if carries(_turn(turn))]
        for number in gone:
            del found.turns[number]
            own_catalog(root, user).remove(_key(name, number))
        any_gone = any_gone or bool(gone)
    # A summary of any talk may say in other words what is gone.
    for found in every.values() if any_gone else ():
        for number, turn in list(found.turns.items()):
            if "summary" in turn:
                found.turns[number] = {key: turn[key] for key in turn if key != "summary"}


def checked(name: str) -> str:
    """Return a name that a conversation can have.

    Raises:
        UsageError: It is empty, too long, or has signs that cannot be seen.
    """
    called = name.strip()
    if not called or len(called) > _LONGEST_NAME or not called.isprintable():
        raise UsageError(
            f"{name[:_LONGEST_NAME]!r} cannot name a conversation.",
            hint=f"A name is one line of up to {_LONGEST_NAME} characters.",
        )
    return called


def _document(name: str, number: int, turn: Mapping[str, Any]) -> Document:
    """Return a turn as the memory finds it."""
    said = " ".join(turn["said"].split())
    meta = {"source": name, "at": turn["at"], "by": turn["persona"], "turn": number + 1}
    return Document(_key(name, number), "conversation", said[:_LONGEST_TITLE], turn["answer"], meta)


def _key(name: str, number: int) -> str:
    return f"conversation:{name}:{number}"


def _mine(root: Root, user: str) -> Any:
    if _CONVERSATIONS not in root.memory:
        root.memory[_CONVERSATIONS] = OOBTree()
    return root.memory[_CONVERSATIONS].setdefault(user, OOBTree())


def _of(root: Root, user: str) -> Any:
    return root.memory.get(_CONVERSATIONS, {}).get(user, {})


def _found(root: Root, user: str, name: str) -> Conversation:
    mine = _of(root, user)
    if name not in mine:
        raise UnknownNameError(
            "conversation", name, list(mine), hint="'batos conversations' lists them."
        )
    found: Conversation = mine[name]
    return found


def _turn(plain: Mapping[str, Any]) -> Turn:
    command = command_from(plain["command"]) if "command" in plain else None
    return Turn(**{**plain, "command": command})


def _line(name: str, found: Conversation) -> ConversationLine:
    turns = found.turns
    first = turns[turns.minKey()]["said"] if turns else ""
    return {
        "name": name,
        "begun": found.begun,
        "last": turns[turns.maxKey()]["at"] if turns else found.begun,
        "turns": len(turns),
        "topic": " ".join(first.split())[:_TOPIC],
    }

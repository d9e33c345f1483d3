"""``conversation.*``: what a person and the image said to each other, under a name."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

import msgspec

from batos.learning.model.commands import Command
from batos.wire.messages.request import Request, Response, Text

__all__ = [
    "ConversationLine",
    "ConversationShown",
    "Conversations",
    "DeleteConversation",
    "ForkConversation",
    "FoundTurn",
    "FoundTurns",
    "ListConversations",
    "NameConversation",
    "NewConversation",
    "SearchConversations",
    "ShowConversation",
    "TurnLine",
]


class TurnLine(TypedDict):
    """One sentence of a person, and what it was answered with.

    Attributes:
        said: The sentence.
        answer: The answer, as text.
        kind: The kind of the reply, such as ``talk`` or ``value``.
        persona: Who answered; empty for nobody in particular.
        at: When, ISO text in UTC.
        command: What the sentence came to; left out where it came to nothing.
        summary: What the conversation has come to up to here; left out where none was made.
    """

    said: str
    answer: str
    kind: str
    persona: str
    at: str
    command: NotRequired[Command]
    summary: NotRequired[str]


class FoundTurn(TypedDict):
    """A turn that was looked for.

    Attributes:
        name: The conversation that it is in.
        turn: It.
    """

    name: str
    turn: TurnLine


class ConversationLine(TypedDict):
    """A conversation.

    Attributes:
        name: Its name.
        begun: When, ISO text in UTC.
        last: When it was last used, ISO text in UTC.
        turns: How many turns it has.
        topic: The beginning of its first sentence.
    """

    name: str
    begun: str
    last: str
    turns: int
    topic: str


class ConversationShown(Response):
    """A conversation with all that was said.

    Attributes:
        line: What is known of it.
        turns: What was said, the oldest first.
    """

    line: ConversationLine
    turns: list[TurnLine]


class Conversations(Response):
    """Conversations of one person.

    Attributes:
        conversations: A line for each, the one that was last used first.
    """

    conversations: list[ConversationLine]


class FoundTurns(Response):
    """Turns that were looked for.

    Attributes:
        turns: The likest first.
    """

    turns: list[FoundTurn]


class NewConversation(Response):
    """A name that no conversation has yet.

    Attributes:
        name: It.
    """

    name: str


class ListConversations(Request[Conversations]):
    """List a person's conversations; those of others are not shown.

    Attributes:
        user: Whose.
    """

    TYPE = "conversation.list"

    user: str = "user"


class ShowConversation(Request[ConversationShown]):
    """Tell all that was said in a conversation.

    Attributes:
        name: Which; the one that was last used where it is empty.
        user: Whose.
    """

    TYPE = "conversation.show"

    name: str = ""
    user: str = "user"


class NameConversation(Request[NewConversation]):
    """Tell a name for a new conversation; its first turn begins it.

    Attributes:
        user: Whose.
    """

    TYPE = "conversation.new"

    user: str = "user"


class SearchConversations(Request[FoundTurns]):
    """Find what was said.

    Attributes:
        text: Words of it.
        limit: Turns at most.
        user: Whose conversations.
    """

    TYPE = "conversation.search"

    text: Text
    limit: Annotated[int, msgspec.Meta(ge=1)] = 20
    user: str = "user"


class ForkConversation(Request[Conversations]):
    """Begin a conversation with what was said in another one; answers with the new one.

    Attributes:
        name: Which one.
        new: The name of the new one.
        turns: How many turns it takes over; all where 0.
        user: Whose.
    """

    TYPE = "conversation.fork"

    name: Text
    new: Text
    turns: Annotated[int, msgspec.Meta(ge=0)] = 0
    user: str = "user"


class DeleteConversation(Request[Conversations]):
    """Delete a conversation; answers with what it was.

    Attributes:
        name: Which one.
        user: Whose.
    """

    TYPE = "conversation.delete"

    name: Text
    user: str = "user"

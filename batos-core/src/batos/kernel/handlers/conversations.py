"""``conversation.*``: what a person and the image said to each other."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.talk.conversations import (
    Conversations,
    ConversationShown,
    DeleteConversation,
    ForkConversation,
    FoundTurns,
    ListConversations,
    NameConversation,
    NewConversation,
    SearchConversations,
    ShowConversation,
)

__all__ = ["ROUTES"]


def lines(image: LivingImage, asked: ListConversations, _job: JobContext) -> Conversations:
    """Give a line for each conversation of a person."""
    return Conversations(image.conversations.lines(user=asked.user))


def show(image: LivingImage, asked: ShowConversation, _job: JobContext) -> ConversationShown:
    """Give all that was said in a conversation."""
    return image.conversations.show(asked.name, user=asked.user)


def new(image: LivingImage, asked: NameConversation, _job: JobContext) -> NewConversation:
    """Give a name for a new conversation."""
    return NewConversation(image.conversations.free_name(user=asked.user))


def search(image: LivingImage, asked: SearchConversations, _job: JobContext) -> FoundTurns:
    """Give the turns that share words with a text."""
    return FoundTurns(image.conversations.search(asked.text, user=asked.user, limit=asked.limit))


def fork(image: LivingImage, asked: ForkConversation, _job: JobContext) -> Conversations:
    """Begin a conversation with what was said in another one."""
    line = image.conversations.fork(asked.name, asked.new, turns=asked.turns, user=asked.user)
    return Conversations([line])


def delete(image: LivingImage, asked: DeleteConversation, _job: JobContext) -> Conversations:
    """Delete a conversation."""
    return Conversations([image.conversations.delete(asked.name, user=asked.user)])


ROUTES = (
    Route(ListConversations, lines, idempotent=True),
    Route(ShowConversation, show, idempotent=True),
    Route(NameConversation, new, quick=True, idempotent=True),
    Route(SearchConversations, search, idempotent=True),
    Route(ForkConversation, fork),
    Route(DeleteConversation, delete),
)

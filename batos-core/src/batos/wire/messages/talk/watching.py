"""``job.watch``, ``job.topic``: hearing what others have asked."""

from __future__ import annotations

from batos.wire.messages.request import Nothing, Notice, Request, Response, Text, Values

__all__ = ["JobBegun", "Joined", "WatchConversation", "WatchJob", "Watched"]


class Watched(Response):
    """How a request ended that was heard.

    Attributes:
        job: Its name.
        type: What was asked.
        kind: ``rep`` for an answer, ``err`` for an error.
        answer: The body of that.
    """

    job: str
    type: str
    kind: str
    answer: Values


class WatchJob(Request[Watched]):
    """Hear a request of whomever: its events, from the first one that is kept, and its end.

    Attributes:
        re: Its id, the job's name from ``jobs.list``, or a cycle that it has told of.
    """

    TYPE = "job.watch"

    re: str


class WatchConversation(Request[Nothing]):
    """Hear of every turn of a conversation as it begins, until this is cancelled.

    Attributes:
        name: Which conversation.
        user: Whose.
    """

    TYPE = "job.topic"

    name: Text
    user: str = "user"


class Joined(Notice):
    """That from now on every turn is told; the turns that run were told before."""

    TYPE = "job.joined"


class JobBegun(Notice):
    """That a turn of a conversation has begun; ``job.watch`` hears it.

    Attributes:
        job: Its name.
        type: What is asked, such as ``mission.ask``.
        client: Who asks.
        asked: The body of the request.
    """

    TYPE = "job.begun"

    job: str
    type: str
    client: str
    asked: Values

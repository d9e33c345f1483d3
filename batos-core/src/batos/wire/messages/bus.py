"""``bus.gram``: what engines and interfaces tell each other, by name."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from batos.wire.messages.request import Request, Response

__all__ = ["ANSWER", "CLIENT", "BatGram", "GramAnswer", "Name"]

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""A name on the bus; capital letters make no difference."""
ANSWER = "display_response"
"""Method of the gram that answers a posted one, as the founding listings call it."""
CLIENT = "client"
"""The source of what a client tells that has no name."""


class GramAnswer(Response):
    """What a gram was answered with.

    Attributes:
        answer: Plain data.
    """

    answer: Any = None


class BatGram(Request[GramAnswer], forbid_unknown_fields=False):
    """Tell an engine or an interface something; other fields are passed over.

    As a request it is answered by its target. As an event it is posted: nobody answers, and its
    sender hears of it again only where it could not be handed on.

    Attributes:
        target: The name of who is to hear it.
        method: What it is to do.
        payload: With what, plain data.
        source: Who tells it. The kernel puts there what it knows: the name under which the sender
            is registered, or ``client``.
    """

    TYPE = "bus.gram"

    target: Name
    method: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    payload: Any = None
    source: str = ""

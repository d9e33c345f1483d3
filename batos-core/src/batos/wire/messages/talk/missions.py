"""``mission.*``: requests in plain language, missions, and the cycles that they became."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

import msgspec

from batos.learning.model.brief import PlainBrief
from batos.learning.model.commands import Command
from batos.learning.model.outcome import Outcome, Reply
from batos.objects.example import PlainExample
from batos.wire.messages.request import Address, Asking, Request, Response, Text, Values

__all__ = [
    "Ask",
    "CycleLine",
    "Cycles",
    "FactLine",
    "Facts",
    "ForgetFact",
    "FoundingResult",
    "InitiateCycle",
    "ListCycles",
    "ListFacts",
    "MakeObject",
    "SubmitMission",
]


class CycleLine(TypedDict):
    """A cognitive cycle.

    Attributes:
        kind: ``cycle``.
        cycle: Its id.
        state: The state that it is in, or has ended in.
        started: When it began, ISO text in UTC.
        receiver: Address of the object that learns.
        selector: What it learns.
        reason: Why it failed or waits; empty where it does neither.
    """

    kind: str
    cycle: str
    state: str
    started: str
    receiver: str
    selector: str
    reason: str


class Cycles(Response):
    """Cognitive cycles.

    Attributes:
        cycles: A line for each, newest first.
    """

    cycles: list[CycleLine]


class FactLine(TypedDict):
    """What somebody told of themselves.

    Attributes:
        id: 8 hexadecimal digits.
        text: Their words.
        at: When, ISO text in UTC.
        user: Who.
    """

    id: str
    text: str
    at: str
    user: str


class Facts(Response):
    """What a person has told of themselves.

    Attributes:
        facts: A line for each, the latest first.
    """

    facts: list[FactLine]


class FoundingResult(Response):
    """What the founding form is answered with.

    Attributes:
        result: What the object answered.
    """

    result: Any


class Ask(Asking[Reply]):
    """Take a request in plain language.

    Attributes:
        text: What a person says.
        receiver: The object that learns, where it is a mission.
        selector: Name of the method, where a person has chosen one.
        examples: Calls and what is expected of them.
        drop_examples: Examples of the version that is there that are taken off: their numbers or
            texts, or ``all``.
        confirmed: The ``command`` of a reply of the kind ``confirm``, after the person's word.
        conversation: The conversation that it is a turn of; empty for none.
    """

    TYPE = "mission.ask"

    text: Text
    receiver: Address = "genesis"
    selector: str = ""
    examples: tuple[PlainExample, ...] = ()
    drop_examples: tuple[Text, ...] = ()
    confirmed: Command | None = None
    conversation: str = ""


class SubmitMission(Request[Outcome]):
    """Carry out a mission; answers with how it ended.

    Attributes:
        brief: The mission, as :class:`batos.learning.model.brief.MissionBrief` describes it.
        attended: Whether a person waits at a terminal and can be asked.
        approve: The policy of approval for it; empty leaves it to the brief.
    """

    TYPE = "mission.submit"

    brief: PlainBrief = {}
    attended: bool = False
    approve: str = ""


class MakeObject(Asking[Outcome]):
    """Make an object that a person describes; answers with the outcome, whose kind is ``object``.

    Attributes:
        text: What it is and what it can do.
        name: What it is called; found in the text when left out.
        like: The object that it is like.
        examples: Calls in a row on a new one, and what they give.
    """

    TYPE = "mission.make"

    text: str = ""
    name: str = ""
    like: str = ""
    examples: tuple[PlainExample, ...] = ()


class ListCycles(Request[Cycles]):
    """List the latest cycles.

    Attributes:
        limit: How many.
    """

    TYPE = "mission.cycles"

    limit: Annotated[int, msgspec.Meta(ge=1)] = 20


class ListFacts(Request[Facts]):
    """List what a person has told of themselves; that of others is not shown.

    Attributes:
        user: Who.
    """

    TYPE = "mission.facts"

    user: str = "user"


class ForgetFact(Request[Facts]):
    """Delete something that a person has told; answers with what it was.

    Attributes:
        fact: Its id, or the beginning of it.
        user: Who.
    """

    TYPE = "mission.forget"

    fact: Text
    user: str = "user"


class Brief(msgspec.Struct):
    """The mission in the founding form.

    Attributes:
        selector: Name of the message.
        args: Positional arguments.
        kwargs: Keyword arguments; ``intent`` alone is the mission in words.
        learn: Whether what was taken back is learned again.
    """

    selector: Text
    args: tuple[Any, ...] = ()
    kwargs: Values = {}
    learn: bool = False


class InitiateCycle(Request[FoundingResult], forbid_unknown_fields=False):
    """Carry out a message of the founding documents; other fields are passed over.

    Attributes:
        mission_brief: What is sent.
        target_oid: Name or number of the object.
    """

    TYPE = "founding.initiate_cognitive_cycle"

    mission_brief: Brief
    target_oid: Address = "genesis"

"""``mission.*``: requests in plain language, missions, and the cycles that they became."""

from __future__ import annotations

from collections.abc import Iterable

from batos.dialogue.facts import Fact
from batos.errors import TakenBackError, UnknownNameError, UsageError
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.objects import circumstances
from batos.kernel.handlers.route import Route
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import Circumstances
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Outcome, Reply
from batos.living import LivingImage
from batos.objects import Example, is_slot_name
from batos.objects.example import PlainExample
from batos.wire.messages.talk.missions import (
    Ask,
    Cycles,
    FactLine,
    Facts,
    ForgetFact,
    FoundingResult,
    InitiateCycle,
    ListCycles,
    ListFacts,
    MakeObject,
    SubmitMission,
)

__all__ = ["ROUTES"]


def ask(image: LivingImage, asked: Ask, job: JobContext) -> Reply:
    """Take a request in plain language."""
    return image.orchestrator.process_message(
        asked.text,
        receiver=str(asked.receiver or "genesis"),
        examples=_examples(asked.examples),
        drop_examples=asked.drop_examples,
        selector=_method_name(asked.selector),
        confirmed=asked.confirmed,
        conversation=asked.conversation,
        circumstances=circumstances(asked, job),
    )


def submit(image: LivingImage, asked: SubmitMission, job: JobContext) -> Outcome:
    """Carry out a mission brief."""
    return image.teacher.learn(
        MissionBrief.from_plain(asked.brief),
        circumstances=Circumstances(
            attended=asked.attended,
            approve=asked.approve,
            listener=job.event,
            cancel=job.cancel_token,
        ),
    )


def make(image: LivingImage, asked: MakeObject, job: JobContext) -> Outcome:
    """Make an object that a person describes."""
    return image.teacher.make(
        asked.text,
        name=asked.name,
        like=asked.like,
        examples=_examples(asked.examples),
        circumstances=circumstances(asked, job),
    )


def cycles(image: LivingImage, asked: ListCycles, _job: JobContext) -> Cycles:
    """Give a line for each of the latest cycles."""
    return Cycles(image.cycles(asked.limit))


def facts(image: LivingImage, asked: ListFacts, _job: JobContext) -> Facts:
    """Give a line for everything that a person has told of themselves."""
    return Facts(list(map(_fact_line, image.facts.of(asked.user))))


def forget(image: LivingImage, asked: ForgetFact, _job: JobContext) -> Facts:
    """Delete something that a person has told."""
    return Facts([_fact_line(image.facts.forget(asked.fact, user=asked.user))])


def _fact_line(fact: Fact) -> FactLine:
    return {"id": fact.id, "text": fact.text, "at": fact.at, "user": fact.user}


def founding(image: LivingImage, asked: InitiateCycle, job: JobContext) -> FoundingResult:
    """Carry out the message form of the founding documents."""
    mission, receiver = asked.mission_brief, asked.target_oid
    selector, kwargs = mission.selector, dict(mission.kwargs)
    intent = kwargs.pop("intent", "") if set(kwargs) == {"intent"} else ""
    # The form is sent again and again; what was taken back is learned anew where it says so.
    anew = mission.learn
    if isinstance(intent, str) and intent and not _understood(image, receiver, selector, anew):
        wanted = intent if "method" in intent else f"write a method to {intent}"
        answer = image.ask(
            wanted, receiver=str(receiver), selector=selector, cancel=job.cancel_token
        )
        if answer.outcome is not None and not answer.outcome.complete:
            raise failure(answer.outcome)
    delivery = image.deliver(
        receiver, selector, mission.args, kwargs, learn=True, anew=anew, cancel=job.cancel_token
    )
    return FoundingResult(delivery.value)


def _understood(image: LivingImage, receiver: str | int, selector: str, anew: bool) -> bool:
    """Return whether an object understands a message.

    Raises:
        TakenBackError: It does not, since the method was taken back, and nobody asks for it.
    """
    try:
        image.check_selector(receiver, selector)
    except UnknownNameError as error:
        if isinstance(error, TakenBackError) and not anew:
            raise
        return False
    return True


def _method_name(name: str) -> str:
    """Return the name that a person chose for a method, or an empty text.

    Raises:
        UsageError: No method can have it.
    """
    if name and not is_slot_name(name):
        raise UsageError(
            f"{name!r} cannot name a method.",
            hint="A name starts with a letter and has letters, digits and underscores only.",
        )
    return name


def _examples(given: Iterable[PlainExample]) -> tuple[Example, ...]:
    """Return examples from their form on the wire.

    Raises:
        UsageError: One is none.
    """
    try:
        return tuple(map(Example.from_plain, given))
    except TypeError as error:
        raise UsageError(f"An example is not valid: {error}.") from None


ROUTES = (
    Route(Ask, ask, long=True, shard="receiver", topic="conversation"),
    Route(SubmitMission, submit, long=True, shard="brief.receiver"),
    Route(MakeObject, make, long=True),
    Route(ListCycles, cycles, idempotent=True),
    Route(ListFacts, facts, idempotent=True),
    Route(ForgetFact, forget),
    Route(InitiateCycle, founding, shard="target_oid"),
)

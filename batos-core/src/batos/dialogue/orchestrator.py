"""The Orchestrator: it has a request understood as a command, and carries it out.

It holds no logic of any persona. What a sentence means is read in
:mod:`batos.dialogue.understanding`; what changes the image without having been ordered waits for
the person's word.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from threading import Event
from typing import TYPE_CHECKING, get_args

from batos.dialogue.beginnings import Beginning, beginnings
from batos.dialogue.conversations import TURN_NOTE, Conversations, add_turn, checked
from batos.dialogue.facts import Facts, nearest_of, said_as_facts
from batos.dialogue.own import OwnCommand, OwnCommands
from batos.dialogue.request import TakenRequest
from batos.dialogue.steps import fed, steps_of
from batos.dialogue.taken_back import check_taken_back
from batos.dialogue.talk import talking
from batos.dialogue.talk.voices import Asked
from batos.dialogue.trail import TalkTrail, noted_command
from batos.dialogue.understanding.golden import golden_pair
from batos.dialogue.understanding.readable import readable
from batos.dialogue.understanding.understanding import Understanding, Understood
from batos.errors import BatosError
from batos.image.history import READ_NOTE
from batos.learning.cycle.host import Host
from batos.learning.design.described import brief_for
from batos.learning.design.plan import name_in
from batos.learning.messages.delivery import Messenger
from batos.learning.messages.learner import Learner
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import ALONE, Circumstances
from batos.learning.model.commands import (
    AskBack,
    Call,
    Command,
    Do,
    Learn,
    Make,
    Reader,
    Recall,
    Refuse,
    Remember,
    Talk,
)
from batos.learning.model.outcome import Reply
from batos.learning.model.policy_names import checked_policy
from batos.learning.records.tallies import add_to_tally
from batos.learning.records.trail import named
from batos.learning.request.language import read_request
from batos.learning.request.naming import selector_from
from batos.learning.request.reader import Understood as ReadMission
from batos.learning.request.reader import understand
from batos.memory.fractal import FractalMemory
from batos.memory.recall import Passage, recall
from batos.objects import Example

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["Orchestrator", "Reply"]

_HOW_TO_ASK = (
    "I could not read that. To have a method learned, say it in English, such as: "
    "write a method that reverses a text; 'abc' gives 'cba'"
)
_logger = logging.getLogger(__name__)


class Orchestrator:
    """Takes requests in plain language.

    Args:
        host: Asks the personas.
        learner: Has missions carried out.
        messenger: Sends messages.
        facts: What people tell of themselves.
        conversations: Where what is said is kept.
        memory: Recalls what is near to what is talked of.
        own: The system's own commands, by name.
        trail: Told who has read a sentence as what.

    Attributes:
        heard: Set when a turn of a conversation was kept; whoever waits for it clears it.
        understanding: Reads what requests mean.
    """

    def __init__(
        self,
        host: Host,
        learner: Learner,
        messenger: Messenger,
        facts: Facts,
        conversations: Conversations,
        memory: FractalMemory,
        own: Mapping[str, OwnCommand],
        trail: TalkTrail,
    ) -> None:
        self._host = host
        self._learner = learner
        self._messenger = messenger
        self._facts = facts
        self._conversations = conversations
        self._memory = memory
        self._trail = trail
        self._own = OwnCommands(own, facts)
        self._latest: tuple[str, str] | None = None
        self.heard = Event()
        self.understanding = Understanding(host)

    def beginnings(self) -> list[Beginning]:
        """Return what may be read ahead (see :func:`batos.dialogue.beginnings.beginnings`)."""
        talk = self._latest
        turns = self._conversations.turns(talk[0], user=talk[1]) if talk else ()
        return beginnings(self._host, turns)

    def process_message(
        self,
        text: str,
        *,
        receiver: str = "genesis",
        examples: tuple[Example, ...] = (),
        drop_examples: tuple[str, ...] = (),
        selector: str = "",
        confirmed: Command | None = None,
        conversation: str = "",
        circumstances: Circumstances = ALONE,
    ) -> Reply:
        """Take a request and see to it that it is answered.

        Args:
            text: What the person said.
            receiver: Who learns, when it is a mission.
            examples: Further examples of a mission.
            drop_examples: Examples of the version that is there that are taken off (see
                :class:`batos.learning.model.brief.MissionBrief`).
            selector: The name of the method, when the person chose one.
            confirmed: The command of a reply of the kind ``confirm``, after the person's word: it
                is carried out, and the text is not read again.
            conversation: The conversation that it is a turn of: what was said before is known,
                and what is answered is kept. None where it is empty.
            circumstances: For whom it is taken.

        Raises:
            UnknownNameError: There is no such receiver.
            UsageError: There is no such policy of approval, no conversation can have that name, or
                the command cannot be carried out.
            TakenBackError: It is a call of a method that was taken back.
            BackendError: No answer can be had from the model.
        """
        checked_policy(circumstances.approve)
        text = readable(text)
        request = TakenRequest(text, receiver, examples, drop_examples, selector, circumstances)
        request.golden = cache(partial(golden_pair, self._host))
        if conversation:
            request.conversation = name = checked(conversation)
            request.turns = self._conversations.turns(name, user=circumstances.user)
        try:
            reply = self._replied(request, confirmed)
        except BatosError as error:
            with suppress(BatosError):  # what it ended in is told, whatever the disk says
                self._keep(request, Reply("failed", error.message), error.code)
            raise
        self._keep(request, reply, reply.kind)
        return reply

    def _keep(self, request: TakenRequest, reply: Reply, came_to: str) -> None:
        """Put on the trail who has read the sentence as what, and keep it as a turn, if it is one.

        It is one transaction.
        """
        turn = request.turn(reply)
        more = {"reply": came_to, "model_calls": request.calls}

        def keep(root: Root) -> None:
            for reader in get_args(Reader):
                if times := sum(by == reader for by, _ in request.read):
                    add_to_tally(root, reader, times)
            if turn is not None:
                add_turn(root, named(request.user), request.conversation, turn)

        try:
            self._trail.change(
                keep,
                lambda _none: [noted_command(each, by, **more) for by, each in request.read],
                note=READ_NOTE if turn is None else TURN_NOTE,
                user=request.user,
            )
        except BatosError as error:
            if turn is not None:
                raise
            # What was done is done: a full disk takes no answer away.
            _logger.warning("The trail lacks what a sentence came to: %s", error.message)
        if turn is not None:
            self._latest = (request.conversation, request.user)
            self.heard.set()

    def _replied(self, request: TakenRequest, confirmed: Command | None) -> Reply:
        if confirmed is not None:
            request.read.append(("person", confirmed))
            return self._carry_out(request, confirmed)
        if request.examples or request.selector:
            request.read.append(("person", Learn()))
            return self._carry_out(request, Learn())
        if steps := steps_of(request.text):
            return self._in_a_row(request, steps)
        return self._follow(request, self._understood(request))

    def _understood(self, request: TakenRequest) -> Understood:
        token = request.circumstances.token
        found = self.understanding.read(
            request.text,
            turns=request.turns,
            cancel=token,
            tell=request.tell,
            golden=request.golden,
        )
        request.calls += found.calls
        request.read.append((found.by, found.command))
        return found

    def _follow(self, request: TakenRequest, found: Understood) -> Reply:
        if found.is_safe:
            return self._carry_out(request, found.command)
        return self._unconfirmed(request, found.command)

    def _in_a_row(self, request: TakenRequest, steps: Sequence[str]) -> Reply:
        """Carry out several calls, each with what came of the one before; else the whole as one."""
        reply: Reply | None = None
        for text in steps:
            one = replace(request, text=text if reply is None else fed(text, reply.value))
            found = self._understood(one)
            request.calls = one.calls
            # What a model reads may be led by the value of the step before, which is data.
            is_read = reply is None or found.by == "rules"
            if isinstance(found.command, Call) and found.is_safe and is_read:
                try:
                    reply = self._carry_out(one, found.command)
                except BatosError as error:
                    if reply is None:
                        raise
                    said = f"{reply.text} is done; the rest failed: {error.message}"
                    return request.reply("ask_back", said, value=reply.value)
            elif reply is None:
                request.read.clear()  # it is read again as a whole
                return self._follow(request, self._understood(request))
            else:
                said = f"{reply.text} is done. Say the rest by itself: {one.text}"
                return request.reply("ask_back", said, value=reply.value)
        assert reply is not None, "there are several"
        return reply

    def _carry_out(self, request: TakenRequest, command: Command) -> Reply:
        match command:
            case Call():
                return self._call(request, command)
            case Learn(selector=selector) if selector:
                return self._send_missing(request, command)
            case Learn():
                return self._learn(request, self._mission(request, is_mission=True))
            case Make():
                return self._make(request)
            case Remember(fact=fact):
                kept = self._facts.remember(fact, user=request.user)
                said = f'I shall remember: "{kept.text}" (batos facts forget {kept.id})'
                return request.reply("remembered", said)
            case Recall():
                return self._recall(request)
            case Talk(is_unread=is_unread):
                return self._talk(request, is_unread=is_unread)
            case AskBack(question=question):
                return request.reply("ask_back", question)
            case Refuse(reason=reason):
                return request.reply("refused", reason)
            case Do():
                return request.reply("done", self._own.run(command, request.user))

    def _call(self, request: TakenRequest, call: Call) -> Reply:
        delivery = self._messenger.deliver(
            call.object, call.selector, call.args, learn=False, circumstances=request.circumstances
        )
        request.tell("talk.method", call.line)
        return request.reply("value", call.line, value=delivery.value)

    def _send_missing(self, request: TakenRequest, order: Learn) -> Reply:
        """Send a message that nobody understands yet, so that it is learned and answered."""
        check_taken_back(self._host.session, request.text, request.receiver)
        call = Call(request.receiver, order.selector, order.args)
        delivery = self._messenger.deliver(
            call.object, call.selector, call.args, learn=True, circumstances=request.circumstances
        )
        request.calls += delivery.model_calls
        outcome = delivery.learned[-1] if delivery.learned else None
        return request.reply("value", call.line, value=delivery.value, outcome=outcome)

    def _mission(self, request: TakenRequest, *, is_mission: bool) -> ReadMission:
        found = understand(
            request.text,
            self._host.thinker,
            receiver=request.receiver,
            asked_by=request.user,
            selector=request.selector,
            examples=request.examples,
            is_mission=is_mission,
            seconds=self._host.config.seconds,
            cancel=request.circumstances.token,
            on_doubt=lambda: request.tell("talk.reading", "A model reads what the rules cannot."),
        )
        request.calls += found.calls
        return found

    def _learn(self, request: TakenRequest, found: ReadMission) -> Reply:
        assert found.reading.brief is not None, "it is a mission"
        return self._learned(
            request, replace(found.reading.brief, drop_examples=request.drop_examples)
        )

    def _make(self, request: TakenRequest) -> Reply:
        # Where the description begins with no name, what it is about gives one.
        name = "" if name_in(request.text) else selector_from(request.text)
        brief = brief_for(self._host.session, request.text, name=name, asked_by=request.user)
        return self._learned(request, brief)

    def _learned(self, request: TakenRequest, brief: MissionBrief) -> Reply:
        around = request.circumstances
        brief = replace(around.applied_to(brief), anew=True)
        outcome = self._learner.learn(brief, listener=around.listener, cancel=around.token)
        request.calls += outcome.model_calls
        if outcome.complete:
            return request.reply("learned", outcome.address, outcome=outcome)
        if outcome.status == "WAITING":
            kind = "question" if outcome.question else "waiting"
            return request.reply(kind, outcome.address, outcome=outcome)
        return request.reply("failed", outcome.reason, outcome=outcome)

    def _recall(self, request: TakenRequest) -> Reply:
        near = self._facts.nearest(request.text, user=request.user)
        near = near or nearest_of(said_as_facts(request.turns, request.user), request.text)
        if not near and (passages := self._recalled(request)):
            return self._talk(request, passages=passages)
        token = request.circumstances.token
        said = talking.recalled(self._host, request.text, near, cancel=token)
        request.calls += said.calls
        return request.reply("recalled", said.text, persona=said.persona)

    def _talk(
        self, request: TakenRequest, *, is_unread: bool = False, passages: Sequence[Passage] = ()
    ) -> Reply:
        check_taken_back(self._host.session, request.text, request.receiver)
        reading = read_request(request.text)
        if is_unread and reading.is_doubtful:
            found = self._mission(request, is_mission=False)
            if found.reading.brief is not None:
                return self._learn(request, found)
            if found.is_unread and reading.is_foreign:
                return request.reply("talk", _HOW_TO_ASK)
        near = self._facts.nearest(request.text, user=request.user)
        token = request.circumstances.token
        asked = Asked(request.text, turns=request.turns, cancel=token, tell=request.tell)
        look = partial(self._recalled, request)
        said = talking.talk(
            self._host,
            asked,
            facts=near,
            recall=lambda: passages or look(),
            golden=request.golden,
        )
        request.calls += said.calls
        return request.reply("talk", said.text, persona=said.persona)

    def _recalled(self, request: TakenRequest) -> list[Passage]:
        token, besides = request.circumstances.token, request.conversation
        return recall(self._memory, request.text, user=request.user, besides=besides, cancel=token)

    def _unconfirmed(self, request: TakenRequest, command: Command) -> Reply:
        """Show a command that waits for the person's word."""
        shown = self._own.shown(command, request.user)
        if shown.command is None:
            return request.reply("ask_back", shown.text)
        return request.reply("confirm", shown.text, command=shown.command)

"""The Orchestrator: it asks who should take a request, and carries out what they answer.

It holds no logic of any persona. A sentence that asks for a method is a mission already; for
everything else ALFRED is asked, by a meta-prompt that is one of his slots, who takes it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from batos.dialogue.golden import golden_answer
from batos.dialogue.spoken_calls import call_in
from batos.errors import BackendError, BatosError, UnknownNameError
from batos.inference import CancelToken, CompletionRequest
from batos.learning.candidates.sources import parameters_of
from batos.learning.cycle import prompts
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView
from batos.learning.messages.delivery import Messenger
from batos.learning.messages.learner import Learner
from batos.learning.messages.misses import taken_back_error
from batos.learning.model.circumstances import ALONE, Circumstances
from batos.learning.model.outcome import Reply
from batos.learning.model.policy_names import checked_policy
from batos.learning.records.remembering import TENTATIVE_KIND
from batos.learning.request.language import read_request
from batos.learning.request.literals import Literal, find_literals
from batos.learning.request.naming import spoken
from batos.learning.request.reader import Understood, understand
from batos.memory import Hit, KnowledgeCatalog, likeness
from batos.objects import Example, Method
from batos.plugins.cycle_event import CycleEvent
from batos.stewardship.history.takenback import (
    latest_taken_back,
    taken_back_methods,
)

__all__ = ["Orchestrator", "Reply"]

_KNOWN_METHOD = 0.6
_TALK_TOKENS = 120
_HOW_TO_ASK = (
    "I could not read that. To have a method learned, say it in English, such as: "
    "write a method that reverses a text; 'abc' gives 'cba'"
)
_STEWARD = "alfred"
_logger = logging.getLogger(__name__)


@dataclass
class _Request:
    text: str
    receiver: str
    examples: tuple[Example, ...]
    drop_examples: tuple[str, ...]
    selector: str
    circumstances: Circumstances
    cancel: CancelToken
    calls: int = 0

    def tell(self, kind: str, text: str) -> None:
        try:
            self.circumstances.listener(CycleEvent(kind=kind, text=text))
        except Exception:
            # As with cycles: who listens must not end what is listened to.
            _logger.exception("A listener of a request failed")


class Orchestrator:
    """Takes requests in plain language.

    Args:
        host: Asks the personas.
        learner: Has missions carried out.
        messenger: Sends messages.
    """

    def __init__(self, host: Host, learner: Learner, messenger: Messenger) -> None:
        self._host = host
        self._learner = learner
        self._messenger = messenger

    def process_message(
        self,
        text: str,
        *,
        receiver: str = "genesis",
        examples: tuple[Example, ...] = (),
        drop_examples: tuple[str, ...] = (),
        selector: str = "",
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
            circumstances: For whom it is taken.

        Raises:
            UnknownNameError: There is no such receiver.
            UsageError: There is no such policy of approval, or an object that is named is not
                given what it takes.
            TakenBackError: It is a call of a method that was taken back.
            BackendError: No answer can be had from the model.
        """
        checked_policy(circumstances.approve)
        cancel = circumstances.token
        request = _Request(text, receiver, examples, drop_examples, selector, circumstances, cancel)
        if examples or selector or read_request(text).brief is not None:
            return self._learn(request, self._read(request, is_mission=True))
        known = self._call_spoken(request) or self._call_known(request) or self._golden(text)
        if known is not None:
            return known
        found = self._read(request)
        if found.reading.brief is not None:
            return self._learn(request, found)
        if found.is_unread and found.reading.is_foreign:
            return Reply("talk", _HOW_TO_ASK, model_calls=request.calls)
        return self._talk(request)

    def _read(self, request: _Request, *, is_mission: bool = False) -> Understood:
        found = understand(
            request.text,
            self._host.thinker,
            receiver=request.receiver,
            asked_by=request.circumstances.user,
            selector=request.selector,
            examples=request.examples,
            is_mission=is_mission,
            seconds=self._host.config.seconds,
            cancel=request.cancel,
            on_doubt=lambda: request.tell("talk.reading", "A model reads what the rules cannot."),
        )
        request.calls += found.calls
        return found

    def _learn(self, request: _Request, found: Understood) -> Reply:
        assert found.reading.brief is not None, "it is a mission"
        brief = replace(
            found.reading.brief,
            attended=request.circumstances.attended,
            approval=request.circumstances.approve,
            anew=True,
            drop_examples=request.drop_examples,
        )
        listener = request.circumstances.listener
        outcome = self._learner.learn(brief, listener=listener, cancel=request.cancel)
        calls = request.calls + outcome.model_calls
        if outcome.complete:
            name = outcome.address
            return Reply("learned", name, outcome=outcome, model_calls=calls)
        if outcome.status == "WAITING":
            name = outcome.address
            kind = "question" if outcome.question else "waiting"
            return Reply(kind, name, outcome=outcome, model_calls=calls)
        return Reply("failed", outcome.reason, outcome=outcome, model_calls=calls)

    def _search(self, text: str, kinds: tuple[str, ...], limit: int) -> list[Hit]:
        with self._host.session.read() as root:
            catalog: KnowledgeCatalog = root.memory["catalog"]
            return catalog.search(text, kinds=kinds, limit=limit)

    def _call_known(self, request: _Request) -> Reply | None:
        """Reply with a method that was learned already, when the sentence is a call of it."""
        literals = find_literals(request.text)
        values = tuple(literal.value for literal in literals)
        said = _without(request.text, literals)
        # A recipe that was taken over under its own name is known by the recipe alone.
        hits = self._search(said, ("method", TENTATIVE_KIND), 5)
        hits += self._search(said, ("recipe",), 10)
        for hit in hits:
            wordings = [hit.title, str(hit.meta["selector"]).replace("_", " ")]
            wordings += [str(each) for each in hit.meta.get("also", ())]
            if likeness(said, wordings) < _KNOWN_METHOD:
                continue
            receiver = str(hit.meta.get("receiver", request.receiver))
            selector = str(hit.meta["selector"])
            if not self._takes(receiver, selector, len(values)):
                continue
            delivery = self._messenger.deliver(
                receiver, selector, values, learn=False, circumstances=request.circumstances
            )
            name = f"{receiver}.{selector}"
            request.tell("talk.method", name)
            return Reply("value", name, value=delivery.value)
        self._check_taken_back(request, said, len(values), hits)
        return None

    def _call_spoken(self, request: _Request) -> Reply | None:
        """Reply with what an object does that the sentence names, with the method it names."""
        with self._host.session.read() as root:
            call = call_in(root, request.text)
        if call is None:
            return None
        delivery = self._messenger.deliver(
            call.receiver,
            call.selector,
            call.args,
            learn=False,
            circumstances=request.circumstances,
        )
        request.tell("talk.method", call.line)
        return Reply("value", call.line, value=delivery.value)

    def _check_taken_back(
        self, request: _Request, said: str, count: int, hits: Sequence[Hit]
    ) -> None:
        """Do nothing for a sentence that is no call of a method that was taken back.

        Raises:
            TakenBackError: It is one.
        """
        also = {str(hit.meta["selector"]): [hit.title] for hit in hits}
        with self._host.session.read() as root:
            receiver = root.find(request.receiver)
            for method in taken_back_methods(root, receiver):
                name = method.selector
                wordings = [method.doc, spoken(name), *also.get(name, ())]
                parameters, defaults = parameters_of(method.source)
                takes = len(parameters) - defaults <= count <= len(parameters)
                if takes and likeness(said, wordings) >= _KNOWN_METHOD:
                    undo = latest_taken_back(root, receiver, name)
                    assert undo is not None, "it is one of those"
                    raise taken_back_error(request.receiver, name, undo)

    def _takes(self, receiver: str, selector: str, count: int) -> bool:
        """Return whether an object has a method now, and it can be called with so many values."""
        with self._host.session.read() as root:
            try:
                _, method = root.method(root.find(receiver), selector)
            except UnknownNameError:
                # The memory still speaks of it, but it is gone.
                return False
            source = method.source if isinstance(method, Method) else ""
        if not source:
            return False
        parameters, defaults = parameters_of(source)
        return len(parameters) - defaults <= count <= len(parameters)

    def _golden(self, text: str) -> Reply | None:
        names = self._personas()
        with self._host.session.read() as root:
            catalog: KnowledgeCatalog = root.memory["catalog"]
            found = golden_answer(text, catalog.documents("codex"), names)
            if found is None:
                return None
            return Reply("talk", found.text, persona=str(found.meta.get("persona", "")))

    def _talk(self, request: _Request) -> Reply:
        persona = self._route(request)
        golden = self._search(request.text, ("codex",), 2)
        request.tell("talk.persona", persona.name)
        memory = "\n".join(f"{hit.title} {hit.text}" for hit in golden)
        template = persona.prompts.get("talk", "{memory}\n\nPerson: {request}\nAnswer:")
        asked = CompletionRequest(
            prompt=prompts.fill(template, {"memory": memory, "request": request.text}),
            max_tokens=_TALK_TOKENS,
            temperature=0.3,
            seed=1,
            stop=("\n\n", "\nPerson:", "\nUser:", "\nArchitect:", "\nQ:", "\n#"),
        )
        request.calls += 1
        said = self._host.thinker.think(
            persona.role,
            persona.asks(asked),
            cancel=request.cancel,
            on_text=lambda piece: request.tell("talk.text", piece),
        )
        text = said.text.strip() or "I have no answer to that."
        return Reply("talk", text, persona=persona.name, model_calls=request.calls)

    def _route(self, request: _Request) -> PersonaView:
        """Ask ALFRED who takes a request; he takes it himself when that cannot be had."""
        names = self._personas()
        steward = self._host.persona(_STEWARD if _STEWARD in names else names[0])
        template = steward.prompts.get("route")
        if not template or len(names) < 2:
            return steward
        grammar = 'root ::= " "? (' + " | ".join(f'"{name}"' for name in names) + ")"
        asked = CompletionRequest(
            prompt=prompts.fill(
                template,
                {
                    "request": request.text,
                    "personas": ", ".join(name.upper() for name in names),
                },
            ),
            max_tokens=6,
            grammar=grammar,
        )
        request.calls += 1
        try:
            answer = self._host.thinker.think(
                steward.role, steward.asks(asked), cancel=request.cancel
            )
        except BackendError:
            return steward
        chosen = answer.text.strip().lower()
        return self._host.persona(chosen) if chosen in names else steward

    def _personas(self) -> list[str]:
        with self._host.session.read() as root:
            names = [
                name.removeprefix("persona-")
                for name in root.genesis
                if name.startswith("persona-")
            ]
        if not names:
            raise BatosError(
                "No persona lives in this image.",
                hint="Install one, such as batos-persona-alfred, and start again.",
            )
        return names


def _without(text: str, literals: Sequence[Literal]) -> str:
    """Return a text without its values, whose words say nothing about the method."""
    for literal in reversed(literals):
        text = f"{text[: literal.start]} {text[literal.end :]}"
    return text

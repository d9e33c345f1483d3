"""A persona in a process of its own, here or on another machine.

What it says it thinks here, with a model that the kernel's inference worker holds; its methods
are those of its object in the image. It remembers what others have said to it as long as it runs.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Any

from batos.dialogue.conversations import Turn
from batos.dialogue.talk.voices import Asked, spoken
from batos.dialogue.understanding.readable import readable
from batos.errors import UsageError
from batos.kernel.base.context import JobContext
from batos.kernel.worker.remote_thinker import RemoteThinker
from batos.learning.cycle.views import ADAPTER_SLOT, PersonaView
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.bus import CLIENT, BatGram
from batos.wire.messages.image import PersonaMind, ShowPersona
from batos.wire.messages.objects import SendMessage

__all__ = ["TALK", "PersonaEngine"]

TALK = "talk"
_TALKS = frozenset({TALK, "process_architect_query"})
"""Methods that are talk; the second one is what the founding listings' interface sends."""
_MOST_SOURCES = 64
_MOST_TURNS = 32


class PersonaEngine:
    """Answers grams as a persona.

    Args:
        persona: Its name.
    """

    def __init__(self, persona: str) -> None:
        self._persona = persona
        self._thinker = RemoteThinker()
        self._heard: OrderedDict[str, deque[Turn]] = OrderedDict()

    def answer(self, gram: BatGram, job: JobContext) -> Any:
        """Return what the persona says, or what its method gives (see :data:`Answering`).

        Raises:
            BatosError: It cannot be answered.
        """
        if gram.method in _TALKS:
            return self._talk(gram, _sentence(gram.payload), job)
        args, kwargs = _arguments(gram.payload)
        asked = SendMessage(gram.method, self._persona, args, kwargs, user=gram.source, learn=False)
        return job.request(asked).value

    def _talk(self, gram: BatGram, text: str, job: JobContext) -> str:
        mind = job.request(ShowPersona(self._persona))
        turns = self._turns(gram.source)

        def tell(kind: str, line: str) -> None:
            if job.job:  # nobody listens to what a posted gram comes to
                job.event(CycleEvent(kind=kind, text=line))

        asked = Asked(text, turns=list(turns), cancel=job.cancel_token, tell=tell)
        tell("talk.persona", mind.name)
        with self._thinker.on_behalf_of(job):
            said = spoken(self._thinker, _view(mind), asked, mind.company)
        turns.append(Turn(text, said, "talk", mind.name))
        return said

    def _turns(self, source: str) -> deque[Turn]:
        """Return what was said between a source and the persona; those without a name have none."""
        if source == CLIENT:
            return deque()
        turns = self._heard.setdefault(source, deque(maxlen=_MOST_TURNS))
        self._heard.move_to_end(source)
        if len(self._heard) > _MOST_SOURCES:
            self._heard.popitem(last=False)
        return turns


def _view(mind: PersonaMind) -> PersonaView:
    slots = {ADAPTER_SLOT: mind.adapter} if mind.adapter else {}
    return PersonaView(mind.name, mind.role, mind.prompts, mind.identity, slots)


def _sentence(payload: Any) -> str:
    """Return what is said with a gram of talk: a text, or the ``text`` or ``content`` of a map.

    Raises:
        UsageError: There is none.
    """
    if isinstance(payload, dict):
        payload = payload.get("text", payload.get("content"))
    if isinstance(payload, list) and len(payload) == 1:
        payload = payload[0]
    if not isinstance(payload, str) or not payload.strip():
        raise UsageError("There is nothing to answer.", hint="The payload is what you say, a text.")
    return readable(payload.strip())


def _arguments(payload: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments that a payload stands for: a list, a map by name, or a single one."""
    match payload:
        case None:
            return (), {}
        case dict():
            return (), {str(name): value for name, value in payload.items()}
        case list():
            return tuple(payload), {}
    return (payload,), {}

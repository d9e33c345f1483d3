"""Beginnings: what stands in prompts before anything that a person says.

A backend that keeps what it has read answers a sentence sooner where it has read them already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from batos.dialogue.conversations import Turn
from batos.dialogue.talk.routing import before_routes
from batos.dialogue.talk.voices import before, is_of_two
from batos.dialogue.understanding.steward import ahead
from batos.dialogue.who import persona_names, persona_with, steward_of
from batos.inference import CompletionRequest
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView

__all__ = ["Beginning", "beginnings"]

_SECONDS = 600.0
_SHORTEST = 200
"""Characters of a beginning that is worth a question of its own."""


@dataclass(frozen=True)
class Beginning:
    """What stands before a sentence.

    Attributes:
        persona: Who is asked.
        ways: By what it is read: the first request that fits the model's window.
    """

    persona: PersonaView
    ways: tuple[CompletionRequest, ...]


def beginnings(host: Host, turns: Sequence[Turn] = ()) -> list[Beginning]:
    """Return what may be read ahead: what is needed first comes first.

    Args:
        host: The image.
        turns: What was said in the conversation that goes on, the oldest first. Whoever may speak
            next in it comes first then, and the others follow, so that what a backend keeps of
            them stays young.
    """
    found: list[Beginning] = []
    steward, keeper = steward_of(host), persona_with(host, "recall")
    if steward is not None and steward.prompts.get("command"):
        found.append(_beginning(steward, ahead(steward)))
    recalls = keeper.prompts["recall"].partition("{")[0] if keeper is not None else ""
    for persona, text in ((steward, before_routes(host)), (keeper, recalls)):
        if persona is not None and len(text) >= _SHORTEST:
            asked = CompletionRequest(prompt=text.rstrip(), max_tokens=1)
            found.append(_beginning(persona, asked))
    latest = turns[-1] if turns else None
    speaker = latest.persona if latest is not None and latest.kind == "talk" else ""
    voices = [
        _beginning(each, *before(host, each, turns))
        for each in map(host.persona, persona_names(host))
        if latest is None or each.name == speaker or is_of_two(each)
    ]
    voices = [each for each in voices if len(each.ways[0].messages[0].content) >= _SHORTEST]
    return [*voices, *found] if turns else [*found, *voices]


def _beginning(persona: PersonaView, *ways: CompletionRequest) -> Beginning:
    asked = (replace(persona.asks(each), deadline_s=_SECONDS) for each in ways)
    return Beginning(persona, tuple(asked))

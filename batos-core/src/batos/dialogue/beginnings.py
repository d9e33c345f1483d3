"""Beginnings: what stands in prompts before anything that a person says.

A backend that keeps what it has read answers the first sentence sooner where it has read them
already.
"""

from __future__ import annotations

from batos.dialogue.talk.routing import before_routes
from batos.dialogue.understanding.steward import ahead
from batos.dialogue.who import persona_names, persona_with, steward_of
from batos.inference import CompletionRequest, Message
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView

__all__ = ["beginnings"]

_SECONDS = 600.0
_SHORTEST = 200
"""Characters of a beginning that is worth a question of its own."""


def beginnings(host: Host) -> list[tuple[PersonaView, CompletionRequest]]:
    """Return who is asked what, so that beginnings are read: the ones needed first come first.

    Args:
        host: The image.
    """
    found: list[tuple[PersonaView, CompletionRequest]] = []
    steward, keeper = steward_of(host), persona_with(host, "recall")
    if steward is not None and steward.prompts.get("command"):
        found.append((steward, ahead(steward)))
    recalls = keeper.prompts["recall"].partition("{")[0] if keeper is not None else ""
    for persona, text in ((steward, before_routes(host)), (keeper, recalls)):
        if persona is not None and len(text) >= _SHORTEST:
            found.append((persona, _read(prompt=text.rstrip())))
    voices = map(host.persona, persona_names(host))
    found += [
        (each, _read(messages=(Message("system", text), Message("user", "…"))))
        for each in voices
        if len(text := each.prompts.get("talk", "").strip()) >= _SHORTEST
    ]
    return found


def _read(*, prompt: str | None = None, messages: tuple[Message, ...] = ()) -> CompletionRequest:
    return CompletionRequest(prompt=prompt, messages=messages, max_tokens=1, deadline_s=_SECONDS)

"""Routing: which persona a sentence goes to.

Whoever it names, or whose own sentences it is nearly one of, takes it. Else the steward says who,
shown sentences of all personas: each brings its own, so that nobody has to know another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from batos.dialogue.who import persona_names, silent_personas, steward_of
from batos.errors import BackendError, BatosError
from batos.inference import CancelToken, CompletionRequest
from batos.learning.cycle import prompts
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView
from batos.memory import likeness
from batos.plugins.pluginset import SWITCH_ON

__all__ = ["Route", "addressed", "before_routes", "routed"]

_SHOWN = 8
"""Sentences of a persona that the steward is shown."""
_NEARLY = 0.75
"""How alike a sentence must be to one of a persona's own to be for it: an F1 of telling words."""


@dataclass(frozen=True)
class Route:
    """To whom a sentence goes.

    Attributes:
        persona: The persona.
        calls: Completions that were asked for to find it.
        is_named: Whether the sentence names it as the one that is to answer.
    """

    persona: PersonaView
    calls: int = 0
    is_named: bool = False


def routed(host: Host, text: str, cancel: CancelToken | None = None) -> Route:
    """Return to whom a sentence goes; to the steward where nobody is found.

    Args:
        host: Asks the steward.
        text: The sentence.
        cancel: Stops the work.

    Raises:
        BatosError: No persona lives in the image, or all are switched off.
        CancelledError: It was cancelled.
    """
    names = persona_names(host)
    steward = steward_of(host)
    if steward is None:
        raise _nobody(silent_personas(host))
    if named := addressed(text, names):
        return Route(host.persona(named), is_named=True)
    taken = _taken(host, names)
    if nearest := _nearest(text, taken):
        return Route(host.persona(nearest))
    template = _template(steward, taken)
    if not template:
        return Route(steward)
    asked = CompletionRequest(
        prompt=prompts.fill(template, {"request": text}),
        max_tokens=6,
        grammar='root ::= " "? (' + " | ".join(f'"{name}"' for name in names) + ")",
    )
    try:
        answer = host.thinker.think(steward.role, steward.asks(asked), cancel=cancel)
    except BackendError:
        return Route(steward, 1)
    chosen = answer.text.strip().lower()
    return Route(host.persona(chosen) if chosen in names else steward, 1)


def before_routes(host: Host) -> str:
    """Return what stands before every sentence that the steward routes; empty where he does not."""
    steward = steward_of(host)
    if steward is None:
        return ""
    return _template(steward, _taken(host, persona_names(host))).partition("{request}")[0]


def _nobody(silent: Sequence[str]) -> BatosError:
    """Return the error where there is nobody to talk with."""
    if silent:
        return BatosError(
            f"All personas of this image are switched off: {', '.join(map(str.upper, silent))}.",
            hint=f"To switch one on, {SWITCH_ON}.",
        )
    return BatosError(
        "No persona lives in this image.",
        hint="Install one, such as batos-persona-alfred, and start again; 'batos plugins' tells "
        "which are installed and switched off.",
    )


def _template(steward: PersonaView, taken: Mapping[str, Sequence[str]]) -> str:
    """Return what the steward is asked, without the sentence; empty where there is no choice."""
    template = steward.prompts.get("route", "") if len(taken) > 1 else ""
    told = {"personas": ", ".join(map(str.upper, taken)), "examples": _examples(taken)}
    return prompts.fill(template, told)


def addressed(text: str, names: Iterable[str]) -> str:
    """Return whose name a sentence begins with, such as "ROBIN, why?"; an empty text for nobody's.

    Args:
        text: The sentence.
        names: The personas.
    """
    known = "|".join(map(re.escape, names))
    found = re.match(rf"\W*({known})\s*[,:]", text, re.IGNORECASE) if known else None
    return found[1].lower() if found else ""


def _taken(host: Host, names: Iterable[str]) -> dict[str, list[str]]:
    """Return the sentences that personas say are for them, by their names."""
    return {name: _takes(host.persona(name)) for name in names}


def _takes(persona: PersonaView) -> list[str]:
    """Return the sentences that a persona says are for it; anybody may change the slot."""
    takes = persona.slots.get("takes", ())
    return [str(each) for each in takes] if isinstance(takes, (list, tuple)) else []


def _nearest(text: str, taken: Mapping[str, Sequence[str]]) -> str:
    """Return whose sentence this nearly is; an empty text for nobody's, or for that of several."""
    scores = {name: likeness(text, sentences) for name, sentences in taken.items()}
    best = max(scores.values(), default=0.0)
    found = [name for name, score in scores.items() if score == best]
    return found[0] if best >= _NEARLY and len(found) == 1 else ""


def _examples(taken: Mapping[str, Sequence[str]]) -> str:
    """Return sentences with the persona that each is for, in no order.

    A model goes on with an order where there is one.
    """
    shown = [
        f"{' '.join(sentence.split())} -> {name}"
        for name, sentences in taken.items()
        for sentence in sentences[:_SHOWN]
    ]
    return "\n".join(sorted(shown, key=lambda line: hashlib.sha256(line.encode()).digest()))

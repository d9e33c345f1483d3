"""Genesis of a persona: from what its package describes to a prototype that lives in the image."""

from __future__ import annotations

from typing import Any

from batos.errors import PluginError, SlotError, near
from batos.genesis.renewing import renew
from batos.guardian.audit.audit import audit
from batos.image import Root, history
from batos.learning.model.machine import STATES
from batos.learning.records.trail import now_text
from batos.objects import Method, UvmObject, methods_of
from batos.plugins import PersonaSpec

__all__ = ["BORN_SLOTS", "PLACES", "born_with", "take_in"]

PLACES = {state.name: state.places for state in STATES if state.places}
"""What a persona can be, by the states of the cycle."""
_TEXTS = ("title", "role", "identity", "tone")
_LISTS = ("pillars", "takes")
BORN_SLOTS = frozenset({*_TEXTS, *_LISTS, "protocols", "persona", "born"})
"""Slots that every persona has, beside its prompts."""


def take_in(root: Root, spec: PersonaSpec) -> None:
    """Bring a persona's prototype to life, or renew what nobody has changed in the image.

    Raises:
        PluginError: It takes the name of another object, wants a place that there is not, has a
            slot that cannot live in an image, or a method that the guardian refuses.
    """
    obj = root.objects.get(spec.name)
    if obj is None:
        obj = root.add(spec.name, UvmObject(parents=(root.find("pllm"), root.find("traits"))))
        obj.persona = spec.name
    elif obj.slots.get("persona") != spec.name:
        raise PluginError(
            f"The persona {spec.name!r} cannot come to life: the image has another object of that "
            "name."
        )
    try:
        renew(obj, born_with(spec))
    except SlotError as error:
        raise PluginError(
            f"The persona {spec.name!r} cannot come to life: {error.message}", hint=error.hint
        ) from error
    _seat(root, spec)
    for source in spec.methods:
        _install_born_method(root, obj, spec.name, source)


def born_with(spec: PersonaSpec) -> dict[str, Any]:
    """Return the slots that a persona is born with."""
    return {
        **spec.slots,
        **{name: getattr(spec, name) for name in _TEXTS},
        **{name: list(getattr(spec, name)) for name in _LISTS},
        "protocols": dict(spec.protocols),
        **{f"prompt_{key}": text for key, text in spec.prompts.items()},
    }


def _seat(root: Root, spec: PersonaSpec) -> None:
    """Give a persona the places that it serves in, those that nobody has."""
    for state, place in spec.serves.items():
        if state not in PLACES:
            raise PluginError(
                f"The persona {spec.name!r} serves in {state!r}, which is no state of the cycle.",
                hint=near(state, PLACES) or f"These are: {', '.join(PLACES)}.",
            )
        if place not in PLACES[state]:
            raise PluginError(
                f"The persona {spec.name!r} serves in {state} as {place!r}, which there is not.",
                hint=f"There is: {', '.join(PLACES[state])}.",
            )
        obj = root.find(f"state_{state.lower()}")
        if place not in obj.slots:
            setattr(obj, place, spec.name)


def _install_born_method(root: Root, obj: UvmObject, persona: str, source: str) -> None:
    verdict = audit(source)
    if not verdict.accepted:
        raise PluginError(
            f"The method {verdict.selector!r} of persona {persona!r} was refused by the guardian.",
            hint=verdict.as_feedback(),
        )
    existing = methods_of(obj).get(verdict.selector)
    if existing is not None and (
        existing.source == source or existing.provenance.get("origin") != "persona"
    ):
        return
    history.install(
        root,
        obj,
        Method(
            selector=verdict.selector,
            source=source,
            signature=verdict.signature,
            doc=verdict.doc.partition("\n")[0],
            mutator=verdict.mutator,
            provenance={"origin": "persona", "persona": persona, "at": now_text()},
            verdict=verdict.to_plain(),
        ),
        event="genesis",
        user="genesis",
        cause=f"a method of persona {persona}",
    )
